"""What outgoing does by itself."""
