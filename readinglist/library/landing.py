"""Where in a paper's files a way leads: a link, an annotation, a hit of a search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Landing:
    """A place to open a PDF at. Nothing said of the place: where the user left off."""

    document: int | None = None
    """The file that is meant; None if any of the paper's will do."""
    page: int | None = None
    """From 1."""
    annotation: int | None = None
    """The annotation to choose."""
    words: tuple[str, ...] = ()
    """What to find there, each as it is written on the page."""
    quote: str = ""
    """The passage to show there."""
