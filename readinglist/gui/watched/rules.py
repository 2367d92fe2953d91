"""What can be done with rules for new papers in the window; each change is one undo step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from readinglist.errors import ReadingListError
from readinglist.library.decision_records import Rule

if TYPE_CHECKING:
    from readinglist.gui.watched.rules_box import Caught, RulesBox
    from readinglist.gui.window import MainWindow
    from readinglist.library import Library
    from readinglist.library.records import Changes
    from readinglist.program import Program

MOST_TITLES = 100


class RuleCommands(QObject):
    """Connects the rules with the window; all methods in the GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.box: RulesBox | None = None
        window.actions_["rules"].triggered.connect(self.open_box)
        window.bridge.changed.connect(self._on_changed)

    @Slot()
    def open_box(self) -> None:
        """Show the rules, or close them."""
        window = self._window
        if self.box is None:
            from readinglist.gui.watched.rules_box import RulesBox  # the first paint does not need it

            self.box = RulesBox(window.theme, window.reads, partial(_caught, window.program), window)
            self.box.saved.connect(self._on_saved)
            self.box.removed.connect(self._on_removed)
        if self.box.isVisible():
            self.box.close()
        else:
            self.box.open()
            self._read()

    def _read(self) -> None:
        self._window.reads.ask(partial(_rules, self._window.library), self._on_read, key="rules")

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self.box is not None and self.box.isVisible() and (changes.feeds or changes.tags or changes.everything):
            self._read()

    @Slot(object)
    def _on_read(self, found: tuple[list[Rule], list[str]]) -> None:
        if self.box is not None:
            self.box.show_rules(*found)

    @Slot(object)
    def _on_saved(self, rule: Rule) -> None:
        program, user = self._window.program, self._window.user

        def save() -> None:
            from readinglist.search import parse

            parse(rule.words)  # what cannot be read is no rule
            deciding = program.library.deciding
            if rule.id:
                deciding.change_rule(rule.id, rule.words, rule.action, rule.tag)
            else:
                deciding.add_rule(rule.words, rule.action, rule.tag)

        if rule.id:
            user.do(f"Changed the rule {rule.words}", save)
        else:
            user.do(f"Made the rule {rule.words}", save, on_done=self._on_made)

    @Slot(object)
    def _on_made(self, _: object) -> None:
        if self.box is not None and self.box.isVisible():
            self.box.open()

    @Slot(object)
    def _on_removed(self, rule: Rule) -> None:
        deciding = self._window.library.deciding
        self._window.user.do(f"Removed the rule {rule.words}", partial(deciding.remove_rule, rule.id))


def _rules(library: Library) -> tuple[list[Rule], list[str]]:
    """Reads the library; any thread."""
    return library.deciding.rules(), [tag.name for tag in library.tags.tree()]


def _caught(program: Program, words: str) -> Caught:
    """Reads the library; any thread but the GUI's."""
    from readinglist.gui.watched.rules_box import Caught
    from readinglist.recommend.rules import would_catch

    try:
        papers = would_catch(program.library, words)
    except ReadingListError as error:
        return Caught(words, fault=str(error))
    rows = program.library.papers.rows(papers[:MOST_TITLES])
    return Caught(words, len(papers), tuple(row.title or row.source for row in rows))
