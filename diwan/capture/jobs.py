"""What capture does by itself."""
