"""What to read, and why."""
