"""What the command palette offers: each action, place, tag and list, and the papers that fit a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from readinglist.errors import ReadingListError
from readinglist.gui.actions import Actions, shortcuts
from readinglist.gui.command_palette import Command
from readinglist.gui.places import DIGEST, DISMISSED, FIXED, HIGHLIGHTS, ICONS, TODAY, TRASH, Kind, Place
from readinglist.gui.sidebar_content import Places
from readinglist.gui.watched.places import place_of
from readinglist.identifiers import is_paper_link
from readinglist.library.records import SmartList

if TYPE_CHECKING:
    from readinglist.program import Program

MOST_PAPERS = 12


def commands(
    actions: Actions,
    places: Places | None,
    go: Callable[[Place], object],
    edit_query: Callable[[str, str], object],
) -> list[Command]:
    """Actions, then places, lists and tags. Disabled actions are shown, so that one learns that they exist.

    `edit_query` takes name and query of a smart list.
    """
    found = [
        Command(
            action.text().rstrip("…"),
            spec.menu,
            action.trigger,
            spec.icon or "command",
            shortcuts(action),
            detail="" if action.isEnabled() else _hint(action),
            weight=0.1 if action.isEnabled() else -1.0,
            enabled=action.isEnabled(),
            by_beginning=spec.name in ("undo", "redo"),
        )
        for spec, action in actions.items()
        if spec.name != "palette"
        and (spec.reading or not spec.name.startswith("go-"))
        and (action.isEnabled() or not spec.reading)  # what needs an open PDF is not offered without one
    ]
    keys = {
        name.removeprefix("go-"): shortcuts(actions[name])
        for name in actions
        if name.startswith("go-") and not actions.specs[name].reading
    }
    for place in (TODAY, *FIXED, HIGHLIGHTS, DIGEST, DISMISSED, TRASH):
        key = keys.get(place.kind.value, "")
        icon = ICONS[place.kind]
        found.append(Command(place.title, "Place", partial(go, place), icon, key, weight=0.2, names_a_thing=True))
    if places is not None:
        for feed in places.feeds:
            place = Place(Kind.FEED, feed.address, feed.title)
            found.append(Command(feed.title, "Feed", partial(go, place), ICONS[Kind.FEED], names_a_thing=True))
        found += [
            Command(watch.name, "Watched", partial(go, place_of(watch)), "eye", names_a_thing=True)
            for watch in places.watches
        ]
        found += [command for smart in places.lists for command in _of_list(smart, go, edit_query)]
        for tag in places.tags:
            place = Place(Kind.TAG, tag.name)
            found.append(Command(tag.name, "Tag", partial(go, place), colour=tag.colour, names_a_thing=True))
    return found


def _of_list(
    smart: SmartList, go: Callable[[Place], object], edit_query: Callable[[str, str], object]
) -> Iterator[Command]:
    icon, place = ICONS[Kind.LIST], Place(Kind.LIST, smart.name)
    yield Command(smart.name, "Smart list", partial(go, place), icon, detail=smart.query, names_a_thing=True)
    edit = partial(edit_query, smart.name, smart.query)
    yield Command(f"Edit Query of “{smart.name}”", "Smart list", edit, icon, detail=smart.query)


def papers_like(
    program: Program, show: Callable[[int], object], follow: Callable[[str], object], text: str
) -> Sequence[Command]:
    """Papers whose words begin like the text's, best first; of a link the place that it leads to.

    Reads the library; any thread but the GUI's.
    """
    if is_paper_link(text):
        return [Command("Go to the Place of This Link", "Link", partial(follow, text), "link")]
    try:
        hits = program.searcher.words(text, limit=MOST_PAPERS, typing=True)
        rows = program.library.papers.rows([hit.paper for hit in hits])
    except ReadingListError:
        return ()
    return [Command(row.title or "Untitled", "Paper", partial(show, row.id), "file", detail=row.people) for row in rows]


def _hint(action: QAction) -> str:
    """Why an action cannot be done now, where it says so."""
    return action.toolTip() if action.toolTip() != action.text().rstrip("…") else ""
