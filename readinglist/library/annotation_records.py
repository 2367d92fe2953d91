"""What an annotation is, wherever it travels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

Quad = tuple[float, float, float, float, float, float, float, float]
"""Corners upper left, upper right, lower left, lower right as x, y each: points of the page, rotation taken out."""

KINDS = ("highlight", "underline", "area", "note")
COLOURS = ("yellow", "green", "blue", "red", "purple", "orange")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked, and where: `page` counts from 1, `quote` is the text under the quads."""

    page: int
    kind: str
    quads: Sequence[Quad]
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation with its comment (Markdown). Times are ISO 8601 in UTC, None where a file did not say."""

    id: int
    paper: int
    document: int | None
    """None once its file was deleted for good: quote and comment are left."""
    page: int
    """From 1."""
    kind: str
    """One of KINDS."""
    quads: tuple[Quad, ...]
    quote: str
    """The words under the marks, on one line."""
    comment: str
    colour: str
    """One of COLOURS."""
    tags: tuple[str, ...]
    author: str
    origin: str
    """`here`, or `pdf` for one that a file brought along."""
    key: str
    """Its name inside PDFs."""
    created: str | None
    modified: str | None
    edited: bool = False
    """Whether the user changed one that a file brought."""
    tag_colours: tuple[str, ...] = ()
    """One for each of the tags (records.COLOURS)."""
    picture: bytes = field(default=b"", repr=False)
    """The PNG of what an area showed when it was marked; empty where none was kept."""


class InFile(Protocol):
    """An annotation as it was found in a PDF."""

    @property
    def page(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def quads(self) -> Sequence[Quad]: ...
    @property
    def quote(self) -> str: ...
    @property
    def comment(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def created(self) -> str | None: ...
    @property
    def modified(self) -> str | None: ...
    @property
    def key(self) -> str: ...
