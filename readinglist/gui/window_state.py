"""What the window remembers until the next start, as `window.json` in the library's folder."""

from __future__ import annotations

import dataclasses
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readinglist.gui.answers import Question
from readinglist.gui.places import Filter, Kind, Place
from readinglist.library.records import Sort

_log = logging.getLogger(__name__)
FILE = "window.json"


@dataclass(frozen=True)
class WindowState:
    """Sizes, columns, place and selection. Anything odd in the file is passed over."""

    geometry: str = ""
    """Qt's own description of size and position, base64."""
    panes: tuple[int, ...] = ()
    """Widths of sidebar, list and details."""
    sidebar: bool = True
    details: bool = True
    place: str = "library"
    name: str = ""
    """The tag or smart list of the place."""
    filter: str = "All"
    sort: str = "added"
    """Empty is best match."""
    text: str = ""
    selected: tuple[int, ...] = ()
    folded: tuple[str, ...] = ()
    tab: str = ""
    """The tab of the details that was open."""
    own_window: str = ""
    """As `geometry`, of the window that a PDF was moved to last."""


def load(folder: Path) -> WindowState:
    """What was remembered; the defaults where nothing was, or where the file makes no sense."""
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return WindowState()
    except (OSError, ValueError) as error:
        _log.warning("The window's state cannot be read, it starts as new: %s", error)
        return WindowState()
    if not isinstance(said, dict):
        return WindowState()
    fields: dict[str, Any] = {}
    for entry in dataclasses.fields(WindowState):
        value = said.get(entry.name)
        if isinstance(entry.default, tuple):
            kind = str if entry.name == "folded" else int
            if isinstance(value, list) and all(type(item) is kind for item in value):
                fields[entry.name] = tuple(value)
        elif type(value) is type(entry.default):
            fields[entry.name] = value
    return WindowState(**fields)


def save(folder: Path, state: WindowState) -> None:
    """Remember it; a folder that cannot be written loses only this."""
    part = folder / f".{FILE}.part"
    try:
        part.write_text(json.dumps(dataclasses.asdict(state), indent=1), encoding="utf-8")
        part.replace(folder / FILE)
    except OSError as error:
        _log.warning("The window's state cannot be kept: %s", error)


def question_of(state: WindowState) -> Question:
    """What the list was asked for; the library where that makes no sense any more."""
    try:
        place = Place(Kind(state.place), state.name)
        chosen = Filter(state.filter)
        sort = Sort(state.sort) if state.sort else None
    except ValueError:
        return Question()
    if sort is None and not state.text.strip():
        sort = Sort.ADDED
    return Question(place, chosen, sort, state.text)
