"""A comparison of two states as plain data, and in its faces for people and programs."""
