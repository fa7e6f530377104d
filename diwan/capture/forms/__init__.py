"""What is asked of those who keep the tray."""
