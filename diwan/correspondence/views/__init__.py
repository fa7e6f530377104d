"""The pages of correspondence."""
