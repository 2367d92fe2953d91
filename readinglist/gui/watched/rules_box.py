"""The rules that new papers go through: made, changed and removed, with what each would have caught of late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from readinglist.gui.details_sheet import Sheet
from readinglist.gui.theme import Theme
from readinglist.gui.words import many
from readinglist.gui.work import Reads
from readinglist.library.decision_records import Rule

ABOUT = (
    "A rule acts on new papers that a search would find: it lifts them in “For you”, hides them there, or tags them."
)
SETTLED_MS = 250
"""A pause in typing before it is looked what the rule would have caught."""
ACTIONS = {"boost": ("Boost", "chevron-up"), "mute": ("Mute", "close"), "tag": ("Tag", "tag")}
RULE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Caught:
    """What a rule of these words would have caught in the last month: how many, and the first titles; or a mistake."""

    words: str
    count: int = 0
    titles: tuple[str, ...] = ()
    fault: str = ""


class RulesBox(Sheet):
    """Shows rules and a form for one; what the user wants is told and done elsewhere."""

    saved = Signal(object)
    """A Rule; its id is 0 for a new one."""
    removed = Signal(object)
    """The Rule that is to go."""

    def __init__(self, theme: Theme, reads: Reads, try_out: Callable[[str], Caught], host: QWidget) -> None:
        """`try_out(words)` answers on a thread of the pool."""
        super().__init__(theme, "Rules for new papers", host, width=680, height=600, low=False)
        self._reads, self._try_out = reads, try_out
        self.rules = QListWidget()
        self.rules.setAccessibleName("Rules")
        self.rules.currentItemChanged.connect(self._on_current)
        self.action = QComboBox()
        self.action.setAccessibleName("What the rule does")
        for action, (title, _) in ACTIONS.items():
            self.action.addItem(title, action)
        self.action.currentIndexChanged.connect(self._on_edited)
        self.words = QLineEdit()
        self.words.setAccessibleName("What the rule looks for")
        self.words.setPlaceholderText('title:survey OR "large language models"')
        self.words.textChanged.connect(self._on_edited)
        self.words.returnPressed.connect(self._on_save)
        self.tag = QLineEdit()
        self.tag.setAccessibleName("Tag that papers get")
        self.tag.setPlaceholderText("Tag")
        self.tag.textChanged.connect(self._on_edited)
        self.tag.returnPressed.connect(self._on_save)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.titles = QListWidget()
        self.titles.setAccessibleName("Papers that it would have caught")
        self.titles.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.titles.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for names in (self.rules, self.titles):
            names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            names.setTextElideMode(Qt.TextElideMode.ElideRight)
            names.setProperty("kind", "lines")
        self.new = QPushButton("New Rule")
        self.remove = QPushButton("Remove")
        self.save = QPushButton("Add Rule")
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED_MS)
        self._settle.timeout.connect(self._ask)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        about = QLabel(ABOUT)
        about.setProperty("kind", "second")
        about.setWordWrap(True)
        form = QHBoxLayout()
        form.setSpacing(px(8))
        form.setContentsMargins(0, 0, px(4), 0)
        form.addWidget(self.action)
        form.addWidget(self.words, 3)
        form.addWidget(self.tag, 1)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.setContentsMargins(0, 0, px(4), 0)
        foot.addWidget(self.new)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.save.setProperty("kind", "primary")
        for button, slot in ((self.new, self._on_new), (self.remove, self._on_remove), (self.save, self._on_save)):
            button.clicked.connect(slot)
        self.body.addWidget(about)
        self.body.addWidget(self.rules, 2)
        self.body.addLayout(form)
        self.body.addWidget(self.told)
        self.body.addWidget(self.titles, 3)
        self.body.addLayout(foot)

    # -- what is shown

    def open(self) -> None:
        """Show the rules; a new one can be typed at once."""
        self._on_new()
        self._open()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_rules(self, rules: Sequence[Rule], tags: Sequence[str]) -> None:
        """Show these; what is typed stays."""
        chosen = self._rule()
        self.rules.blockSignals(True)
        self.rules.clear()
        for rule in rules:
            title, icon = ACTIONS[rule.action]
            item = QListWidgetItem(f"{title}{f' {rule.tag}' if rule.tag else ''}:  {rule.words}")
            item.setIcon(self._theme.icon(icon, "text_second", size=16))
            item.setToolTip(rule.words)
            item.setData(RULE_ROLE, rule)
            self.rules.addItem(item)
            if chosen is not None and chosen.id == rule.id:
                self.rules.setCurrentItem(item)
        self.rules.blockSignals(False)
        completer = QCompleter(list(tags), self.tag)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tag.setCompleter(completer)
        self._show_possible()

    @property
    def waiting(self) -> bool:
        """Whether a rule is about to be tried."""
        return self._settle.isActive()

    def _rule(self) -> Rule | None:
        item = self.rules.currentItem()
        rule: Rule | None = None if item is None else item.data(RULE_ROLE)
        return rule

    def _typed(self) -> Rule:
        rule, action = self._rule(), str(self.action.currentData())
        tag = self.tag.text().strip() if action == "tag" else ""
        return Rule(0 if rule is None else rule.id, self.words.text().strip(), action, tag)

    @Slot()
    def _on_edited(self) -> None:
        self._settle.start()
        self._show_possible()

    def _show_possible(self) -> None:
        rule, typed = self._rule(), self._typed()
        self.tag.setVisible(typed.action == "tag")
        self.remove.setVisible(rule is not None)
        self.new.setVisible(rule is not None)
        self.save.setText("Add Rule" if rule is None else "Change Rule")
        whole = bool(typed.words) and (typed.action != "tag" or bool(typed.tag))
        self.save.setEnabled(whole and typed != rule)

    @Slot()
    def _ask(self) -> None:
        words = self.words.text().strip()
        if words:
            self._reads.ask(partial(self._try_out, words), self._on_caught, key="caught")
        else:
            self._on_caught(Caught(""))

    @Slot(object)
    def _on_caught(self, caught: Caught) -> None:
        if caught.words != self.words.text().strip():
            return
        self.told.setProperty("kind", "problem" if caught.fault else "second")
        self.told.style().polish(self.told)
        if caught.fault:
            self.told.setText(caught.fault)
        elif caught.words:
            self.told.setText(f"Would have caught {many(range(caught.count))} of the last month")
        else:
            self.told.setText("Type what it looks for, as in the search field; what it would have caught shows here.")
        self.titles.clear()
        self.titles.addItems(list(caught.titles))

    # -- what the user does

    @Slot()
    def _on_new(self) -> None:
        self.rules.setCurrentRow(-1)
        self._fill(Rule(0, "", str(self.action.currentData())))

    @Slot()
    def _on_current(self) -> None:
        rule = self._rule()
        if rule is not None:
            self._fill(rule)

    def _fill(self, rule: Rule) -> None:
        self.action.setCurrentIndex(list(ACTIONS).index(rule.action))
        self.words.setText(rule.words)
        self.tag.setText(rule.tag)
        self._show_possible()
        self._settle.stop()
        self._ask()

    @Slot()
    def _on_save(self) -> None:
        if self.save.isEnabled():
            self.saved.emit(self._typed())

    @Slot()
    def _on_remove(self) -> None:
        rule = self._rule()
        if rule is not None:
            self.removed.emit(rule)
            self._on_new()
