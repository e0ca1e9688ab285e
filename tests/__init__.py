"""Tests mirror the package; cases and goldens are files, found by walking."""
