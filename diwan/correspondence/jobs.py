"""What correspondence does by itself."""
