"""What is asked of papers that leave the house."""
