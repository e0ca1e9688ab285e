"""The ways through the rooms: examine, build, print."""
