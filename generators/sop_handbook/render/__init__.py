"""Renderers: each turns the handbook into artifacts and knows no other renderer."""
