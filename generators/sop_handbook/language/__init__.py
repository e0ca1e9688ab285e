"""Interface words, and how Chinese is read, sorted, broken and said."""
