"""The tray: scans, files and mail that wait to be registered."""
