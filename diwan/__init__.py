"""Diwan: the system of the Cabinet of a Secretary General."""

__version__ = "0.1.0"
