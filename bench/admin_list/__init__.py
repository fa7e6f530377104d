"""What the inbox is measured against: Django's own admin list over 100,000 letters, in the same process and database."""
