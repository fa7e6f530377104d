"""The interface: page frame, components, and the answers to htmx."""
