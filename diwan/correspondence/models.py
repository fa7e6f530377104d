"""What comes in: registered, summarised, referred, answered, filed."""
