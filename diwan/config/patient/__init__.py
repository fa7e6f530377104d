"""Django's PostgreSQL engine that waits for a database which is just restarting."""
