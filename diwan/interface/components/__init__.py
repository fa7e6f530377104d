"""The components, shelf by shelf; `templatetags/ui.py` offers them all to templates."""
