"""Annotations as cards one under the other, those of one colour or of all, and the field to write a comment."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from readinglist.gui.annotation_box import AnnotationBox
from readinglist.gui.annotation_card import AnnotationCard, Shown
from readinglist.gui.annotation_tag_box import TagBox
from readinglist.gui.colour_filter import ColourFilter
from readinglist.gui.details_flow import Flow
from readinglist.gui.tag_filter import TagFilter
from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import COLOURS, Annotation

AT_ONCE = 12
"""Cards made in one go; the next follow when the window has drawn them."""
MOST = 60
"""Cards until the user asks for more."""


class CommentField(AnnotationBox):
    """Where the comment of an annotation is written: Ctrl+Enter keeps it, Escape does not."""

    kept = Signal(object, str)
    """(Annotation, what is written)."""

    def __init__(self, theme: Theme, annotation: Annotation, parent: QWidget | None = None) -> None:
        super().__init__(annotation, parent)
        self.field = QPlainTextEdit(annotation.comment)
        self.field.setProperty("kind", "plain")
        self.field.setAccessibleName("Comment")
        self.field.setPlaceholderText("What you think of it, in Markdown")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(theme.px(92))
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        keep, leave = QPushButton("Keep"), QPushButton("Cancel")
        keep.setProperty("kind", "primary")
        keep.setToolTip("Ctrl+Enter")
        leave.setToolTip("Esc")
        keep.clicked.connect(self.keep)
        leave.clicked.connect(self.left)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._key(keys).activated.connect(self.keep)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(10))
        layout.addWidget(self.field)
        layout.addLayout(row)

    @Slot()
    def keep(self) -> None:
        """Keep what is written."""
        self.kept.emit(self._annotation, self.field.toPlainText())


class AnnotationList(QWidget):
    """Shows what `show_annotations` gives it. A card that stays keeps its focus, and a comment half written stays."""

    opened = Signal(object)
    copy_asked = Signal(object)
    note_asked = Signal(object)
    remove_asked = Signal(object)
    """Each carries a tuple of Annotations."""
    comment_written = Signal(object, str)
    """(Annotation, comment)."""
    colour_chosen = Signal(object, str)
    """(tuple of Annotations, colour)."""
    tag_box_opened = Signal(object)
    """The TagBox in which tags are about to be put on."""
    more_wanted = Signal()
    """All that are here are shown, and the user wants more."""

    def __init__(self, theme: Theme, *, empty: str = "", tags: bool = False, parent: QWidget | None = None) -> None:
        """`empty` is what to say when there is nothing; `tags`: those of one tag can be chosen."""
        super().__init__(parent)
        self._theme = theme
        self._has_tags = tags
        self._all: tuple[Shown, ...] = ()
        self._wanted: list[Shown] = []
        self._most = MOST
        self._chosen: int | None = None
        self._cards: dict[int, AnnotationCard] = {}
        self._editor: CommentField | TagBox | None = None
        self._head = Flow(self)
        self.filter = ColourFilter(theme, self._head)
        self.filter.changed.connect(self._on_filter)
        self.tag_filter = TagFilter(theme, self)
        self.tag_filter.changed.connect(self._on_filter)
        self.copy_all = QPushButton("Copy as Markdown")
        self.copy_all.setProperty("kind", "quiet")
        theme.dress(self.copy_all, "copy", "text_second", size=15)
        self.copy_all.clicked.connect(self._on_copy_all)
        self._acts: list[QWidget] = [*([self.tag_filter] if tags else []), self.copy_all]
        self._head.set_items([self.filter], far=self._acts)
        for hidden in (self.filter, self.tag_filter):  # until there is something to choose
            hidden.hide()
        self._words = QLabel(empty)
        self._words.setProperty("kind", "second")
        self._words.setWordWrap(True)
        self._more = QPushButton()
        self._more.clicked.connect(self._on_more)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self._head)
        layout.addWidget(self._words)
        layout.addLayout(self._column)
        layout.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        self._making = QTimer(self)
        self._making.setSingleShot(True)
        self._making.setInterval(0)
        self._making.timeout.connect(self._make_cards)
        self._lay_out()

    def add_act(self, button: QWidget) -> None:
        """One more button at the end of the line above the cards."""
        self._acts.append(button)
        self._head.set_items([self.filter], far=self._acts)

    # -- showing

    def show_annotations(self, shown: Sequence[Shown]) -> None:
        """Show these in this order."""
        if tuple(shown) == self._all:
            return
        self._all = tuple(shown)
        self.filter.show_colours([each.annotation.colour for each in shown])
        if self._has_tags:
            self.tag_filter.show_tags([tag for each in shown for tag in each.annotation.tags])
        self._lay_out()

    def forget(self) -> None:
        """Another paper comes: no filter, no comment half written, from the top."""
        self.filter.choose("")
        self._most = MOST
        self._end_editing()

    def annotations(self) -> list[Annotation]:
        """Those that fit the filter, in order, whether their cards are made yet or not."""
        return [each.annotation for each in self._fitting()]

    def _fitting(self) -> list[Shown]:
        colour, tag = self.filter.chosen, self.tag_filter
        of_colour = [each for each in self._all if colour in ("", each.annotation.colour)]
        return [each for each in of_colour if tag.fits(each.annotation.tags)]

    def cards(self) -> list[AnnotationCard]:
        """The cards shown, in order."""
        return [self._cards[each.annotation.id] for each in self._wanted if each.annotation.id in self._cards]

    def choose(self, number: int | None) -> None:
        """Let the card of one annotation stand out, or none."""
        self._chosen = number
        for each, card in self._cards.items():
            card.set_chosen(each == number)

    @property
    def editor(self) -> CommentField | None:
        """Where a comment is being written, if one is."""
        return self._editor if isinstance(self._editor, CommentField) else None

    @property
    def tag_box(self) -> TagBox | None:
        """Where tags are put on, if any are."""
        return self._editor if isinstance(self._editor, TagBox) else None

    def _lay_out(self) -> None:
        fitting = self._fitting()
        self._wanted = _titled_once(fitting[: self._most])
        wanted = {each.annotation.id for each in self._wanted}
        for gone in [number for number in self._cards if number not in wanted]:
            card = self._cards.pop(gone)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        if self._editor is not None and self._editor.annotation not in wanted:
            self._end_editing()
        self._head.setVisible(bool(self._all))
        self._words.setVisible(not self._all and bool(self._words.text()))
        left = len(fitting) - len(self._wanted)
        self._more.setVisible(left > 0)
        self._more.setText(f"Show more ({left:,} left)")
        self._make_cards()

    @Slot()
    def _make_cards(self) -> None:
        made = 0
        for place, shown in enumerate(self._wanted):
            number = shown.annotation.id
            card = self._cards.get(number)
            if card is None:
                if made == AT_ONCE:
                    self._making.start()
                    break
                made += 1
                card = self._cards[number] = self._card(shown)
                card.set_chosen(number == self._chosen)
            card.show_other(shown)
            if self.tag_box is not None and self.tag_box.annotation == number:
                self.tag_box.show_annotation(shown.annotation)
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
        self._place_editor()
        for before, after in itertools.pairwise(self.cards()):
            QWidget.setTabOrder(before, after)

    def _card(self, shown: Shown) -> AnnotationCard:
        card = AnnotationCard(self._theme, shown)
        card.opened.connect(self.opened)
        card.menu_asked.connect(self._on_menu_asked)
        card.comment_asked.connect(self.edit_comment)
        card.copy_asked.connect(self._on_copy_asked)
        card.remove_asked.connect(self._on_remove_asked)
        card.tags_asked.connect(self.edit_tags)
        return card

    # -- a comment

    @Slot(object)
    def edit_comment(self, annotation: Annotation) -> None:
        """Write the comment of one of those shown, below its card."""
        if self.editor is not None and self.editor.annotation == annotation.id:
            self.editor.field.setFocus()
            return
        self._end_editing()
        field = self._editor = CommentField(self._theme, annotation)
        field.kept.connect(self._on_kept)
        field.left.connect(self._on_left)
        self._place_editor()
        field.field.setFocus()

    @Slot(object)
    def edit_tags(self, annotation: Annotation) -> None:
        """Put tags on one of those shown, or take them off, below its card."""
        self._end_editing()
        box = self._editor = TagBox(self._theme, annotation)
        box.left.connect(self._on_left)
        self.tag_box_opened.emit(box)
        self._place_editor()
        box.begin()

    def _place_editor(self) -> None:
        if self._editor is None:
            return
        card = self._cards.get(self._editor.annotation)
        if card is not None:
            self._column.removeWidget(self._editor)
            self._column.insertWidget(self._column.indexOf(card) + 1, self._editor)
            self._editor.show()

    def _end_editing(self) -> None:
        if self._editor is not None:
            editor, self._editor = self._editor, None
            self._column.removeWidget(editor)
            editor.hide()
            editor.deleteLater()

    @Slot(object, str)
    def _on_kept(self, annotation: Annotation, comment: str) -> None:
        self._on_left()
        if comment.strip() != annotation.comment:
            self.comment_written.emit(annotation, comment)

    @Slot()
    def _on_left(self) -> None:
        card = self._cards.get(self._editor.annotation) if self._editor is not None else None
        if card is not None:
            card.setFocus()
        self._end_editing()

    # -- what the user does

    @Slot(object, object)
    def _on_menu_asked(self, annotation: Annotation, at: QPoint) -> None:
        menu = self.menu_of(annotation)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def menu_of(self, annotation: Annotation) -> QMenu:
        """What can be done with one of those shown."""
        menu = QMenu(self)
        one = (annotation,)

        def add(name: str, icon: str, act: object) -> None:
            action = menu.addAction(name)
            action.triggered.connect(act)
            self._theme.dress(action, icon, size=16)

        add("Edit comment…", "edit", lambda: self.edit_comment(annotation))
        add("Tags…", "tag", lambda: self.edit_tags(annotation))
        colours = menu.addMenu("Colour")
        for colour in COLOURS:
            action = colours.addAction(self.filter.icon_of(colour), colour.capitalize())
            action.triggered.connect(lambda _on=False, colour=colour: self.colour_chosen.emit(one, colour))
        menu.addSeparator()
        add("Copy as Markdown", "copy", lambda: self.copy_asked.emit(one))
        add("Add to note", "note", lambda: self.note_asked.emit(one))
        menu.addSeparator()
        add("Delete", "trash", lambda: self.remove_asked.emit(one))
        return menu

    @Slot(object)
    def _on_copy_asked(self, annotation: Annotation) -> None:
        self.copy_asked.emit((annotation,))

    @Slot(object)
    def _on_remove_asked(self, annotation: Annotation) -> None:
        cards = self.cards()
        at = next((number for number, card in enumerate(cards) if card.annotation.id == annotation.id), -1)
        near = cards[at + 1 : at + 2] or cards[max(at - 1, 0) : at]
        if near:
            near[0].setFocus()  # the keys go on where the eye is
        self.remove_asked.emit((annotation,))

    @Slot()
    def _on_copy_all(self) -> None:
        self.copy_asked.emit(tuple(self.annotations()))

    @Slot()
    def _on_filter(self) -> None:
        self._most = MOST
        self._lay_out()

    @Slot()
    def _on_more(self) -> None:
        self._most += MOST
        self._lay_out()


def _titled_once(shown: Sequence[Shown]) -> list[Shown]:
    """The title of a paper is said once where several of its annotations follow each other."""
    papers = [0, *(each.annotation.paper for each in shown)]
    return [
        replace(each, title="") if each.annotation.paper == before else each
        for before, each in zip(papers, shown, strict=False)
    ]
