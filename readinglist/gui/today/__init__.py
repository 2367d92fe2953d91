"""What feeds showed, day by day, in the list of the window: decided on with one key each."""
