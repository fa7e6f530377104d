"""Pure ideas of the house: decisions, lifecycle, languages, calendars. No models, no app is imported here."""
