"""Feeds in the window: following them, what they are asked, and how they are."""
