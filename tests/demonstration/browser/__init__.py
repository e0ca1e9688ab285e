"""The demonstration in a real browser."""
