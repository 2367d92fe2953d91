"""What each action of the reader does in one open PDF, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from readinglist.library.annotation_records import COLOURS

if TYPE_CHECKING:
    from readinglist.gui.reader.reader_tab import ReaderTab


class Buttons(QObject):
    """Lets the actions that the buttons of a PDF show act on that PDF, and shows its state on them."""

    def __init__(self, tab: ReaderTab, actions: Mapping[str, QAction]) -> None:
        super().__init__(tab)
        self._tab = tab
        self._actions = {name: actions[name] for name in (*tab.functions, "own-window")}
        for action in self._actions.values():
            action.setParent(self)
            action.triggered.connect(self._on_triggered)
        tab.state_changed.connect(self._show_states)

    @Slot()
    def _on_triggered(self) -> None:
        sender = self.sender()
        if sender is self._actions["own-window"]:
            self._tab.own_window_asked.emit(self._tab)
        elif sender is not None:
            self._tab.do(sender.objectName())

    @Slot()
    def _show_states(self) -> None:
        for name, (enabled, checked) in states(self._tab).items():
            self._actions[name].setEnabled(enabled)
            self._actions[name].setChecked(checked)


def functions(tab: ReaderTab) -> dict[str, Callable[[], object]]:
    """By the name of the action."""
    view, chosen, sides = tab.view, tab.chosen, tab.sides
    made: dict[str, Callable[[], object]] = {
        "go-to-page": tab.bar.page.take_focus,
        "find-in-pdf": tab.find_words,
        "find-next": lambda: tab.finding.step(1),
        "find-previous": lambda: tab.finding.step(-1),
        "reader-back": tab.travel.back,
        "reader-forward": tab.travel.forward,
        "zoom-in": lambda: view.zoom_step(True),
        "zoom-out": lambda: view.zoom_step(False),
        "zoom-normal": lambda: view.zoom_to(1.0),
        "fit-width": lambda: view.set_zoom("width"),
        "fit-page": lambda: view.set_zoom("page"),
        "rotate": view.turn,
        "two-pages": lambda: view.set_shape(columns=1 if view.columns == 2 else 2),
        "night": lambda: view.set_night(not view.night),
        "show-thumbnails": lambda: sides.switch_strip(0),
        "show-outline": lambda: sides.switch_strip(1),
        "show-marks": sides.switch_panel,
        "show-references": tab.apparatus.show,
        "show-figures": tab.apparatus.show_figures,
        "next-door": partial(_switch_next_door, tab),
        "walk-next-door": partial(_walk_next_door, tab),
        "mark-underline": tab.marking.underline,
        "mark-area": tab.area_tool.switch,
        "mark-note": chosen.note,
        "comment-mark": tab.marking.comment,
        "tag-mark": lambda: tab.marking.tags(tab.commands),
        "delete-mark": chosen.delete,
        "copy-words": chosen.copy,
        "copy-cited": tab.quoting.copy,
        "search-words": chosen.search,
        "select-page": view.select_page,
        "extend-forward": lambda: tab.word_keys.by_word(1),
        "extend-back": lambda: tab.word_keys.by_word(-1),
        "extend-down": lambda: tab.word_keys.by_line(1),
        "extend-up": lambda: tab.word_keys.by_line(-1),
        "extend-to-end": lambda: tab.word_keys.to_line_end(1),
        "extend-to-start": lambda: tab.word_keys.to_line_end(-1),
        "annotated-copy": tab.outside.save_copy,
        "open-outside": tab.outside.open,
    }
    for colour in COLOURS:
        made[f"mark-{colour}"] = partial(tab.marking.colour, tab.commands, colour)
    return made


def _switch_next_door(tab: ReaderTab) -> None:
    """Where the panel was hidden, the user wants to see the strip."""
    if tab.panel.isHidden():
        tab.panel.show()
        tab.next_door.want()
    else:
        tab.next_door.switch()


def _walk_next_door(tab: ReaderTab) -> None:
    tab.panel.show()
    tab.next_door.walk()


def states(tab: ReaderTab) -> dict[str, tuple[bool, bool]]:
    """By the name of the action: whether it can be done now, and whether it is checked."""
    view, there = tab.view, tab.opened is not None and tab.pages.currentWidget() is tab.view
    words, mark = view.selection is not None, view.chosen is not None
    made = tab.marking.fresh is not None
    can = dict.fromkeys(tab.functions, there)
    can |= {
        "find-next": there and bool(tab.finding.hits),
        "find-previous": there and bool(tab.finding.hits),
        "reader-back": there and tab.travel.can_go_back,
        "reader-forward": there and tab.travel.can_go_forward,
        "show-outline": there and bool(tab.opened and tab.opened.outline),
        "comment-mark": mark or made,
        "tag-mark": mark or made,
        "delete-mark": mark,
        "copy-words": words or mark,
        "copy-cited": words or mark,
        "search-words": words,
        "open-outside": True,
    }
    checked = {
        "two-pages": view.columns == 2,
        "night": view.night,
        "mark-area": tab.area_tool.on,
        "show-thumbnails": tab.sides.shows(0),
        "show-outline": tab.sides.shows(1),
        "show-marks": not tab.panel.isHidden(),
        "next-door": tab.next_door.on and not tab.panel.isHidden(),
    }
    return {name: (can[name], checked.get(name, False)) for name in can}
