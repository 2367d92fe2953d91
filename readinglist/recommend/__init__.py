"""What to read: rankings, offers and picks, with the reason for each."""
