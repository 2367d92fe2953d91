"""The user's data: the only package with SQL."""

from readinglist.library.library import Counts, Library

__all__ = ["Counts", "Library"]
