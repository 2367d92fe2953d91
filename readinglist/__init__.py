"""Reading List: a desktop program for people who read scientific papers."""

__version__ = "0.1.0"
