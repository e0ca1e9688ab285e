"""Tests mirror generators/; cases and goldens are files, found by walking."""
