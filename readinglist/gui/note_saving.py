"""Writing a note so that neither text is lost when it was changed in two places; no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.errors import InputError
from readinglist.gui.note_merge import both, merge
from readinglist.library import Library
from readinglist.library.cleaning import clean


@dataclass(frozen=True, slots=True)
class Saved:
    """`text` is what became of `sent`. With `conflict` nothing was written: `text` is what another window put there."""

    paper: int
    text: str
    sent: str
    conflict: bool = False


@dataclass(slots=True)
class Base:
    """The text that typing started from; a save that worked moves it on, so that the next one can follow at once."""

    text: str


def plain(text: str) -> str:
    """The note as an editor holds it: lines end with a line feed alone."""
    return text.replace("\r\n", "\n").replace("\u2029", "\n")


def save(library: Library, paper: int, base: Base, mine: str, *, keep_both: bool = False) -> Saved:
    """Turn the note from `base` into `mine`, joining what was written elsewhere meanwhile.

    Where both changed the same place nothing is written, unless `keep_both`: then they stand one under the other.
    Not for the GUI thread.
    """
    while True:
        found = library.notes.get(paper)
        theirs = plain(found)
        merged = mine if theirs == base.text else merge(base.text, mine, theirs)
        if merged is None and not keep_both:
            return Saved(paper, theirs, mine, conflict=True)
        text = clean(both(mine, theirs) if merged is None else merged)
        try:
            if text != theirs:
                library.notes.set(paper, text, expected=found)
        except InputError:
            if library.notes.get(paper) == found:
                raise
            continue  # another program wrote between our look and our writing: look again
        base.text = mine
        return Saved(paper, text, mine)
