"""The queue of what to read in the window: its order, days and ages, and what to read now."""
