"""A comparison of two states, told: as plain data, and in its faces for people and programs."""
