"""Outside programs, files and libraries, each behind one door."""
