"""What clearance does by itself."""
