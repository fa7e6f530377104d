"""What is asked of whoever deals with letters."""
