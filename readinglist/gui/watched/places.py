"""The place in the sidebar of something that is watched."""

from __future__ import annotations

from collections.abc import Collection

from readinglist.gui.places import Kind, Place
from readinglist.library.decision_records import Watch
from readinglist.library.records import Tag

FEWEST = 5
"""Papers that a tag needs, or it says too little about what belongs to it."""

_TAG = "#"
"""Before the name of a tag: a question may read the same."""


def place_of(watch: Watch) -> Place:
    """Where what is offered to it is listed."""
    if watch.tag:
        return Place(Kind.WATCH, _TAG + watch.tag, watch.tag)
    return Place(Kind.WATCH, watch.question)


def is_question(place: Place) -> bool:
    """Whether it lists what is offered to a question, and not to a tag."""
    return place.kind == Kind.WATCH and not place.name.startswith(_TAG)


def against_watching(tag: Tag, watched: Collection[str]) -> str:
    """Why a tag cannot be watched, for the user; empty if it can."""
    if tag.name in watched:
        return "This tag is watched already."
    if not tag.real or tag.count < FEWEST:
        return f"A tag needs {FEWEST} papers before it can be watched: they say what belongs to it."
    return ""
