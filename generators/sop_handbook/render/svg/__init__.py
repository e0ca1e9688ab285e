"""Diagrams drawn as pictures."""
