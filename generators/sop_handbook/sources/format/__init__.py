"""The sources in one canonical style: `sop fmt`."""
