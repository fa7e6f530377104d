"""Texts compared with texts: what changed between two, which earlier ones are nearly the same. Pure Python, no Django."""
