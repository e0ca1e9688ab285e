"""What is asked of the demonstration only."""
