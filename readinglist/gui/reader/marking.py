"""Makes marks of what is chosen on the pages, and changes the mark that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QPointF, Signal, Slot

from readinglist.documents import page_wishes
from readinglist.documents.pages import Quad, quad_of
from readinglist.gui.annotation_commands import AnnotationCommands
from readinglist.gui.annotation_list import CommentField
from readinglist.gui.annotation_tag_box import TagBox
from readinglist.gui.reader.marks import NOTE_SIDE
from readinglist.gui.reader.open_pdf import OpenPdf
from readinglist.gui.reader.reading_view import ReadingView
from readinglist.gui.work import UserThread
from readinglist.library import Library
from readinglist.library.annotation_records import COLOURS, Annotation, Mark

NOTHING_CHOSEN = "Select some words first: drag over them, or double-click one."


@dataclass(frozen=True, slots=True)
class _Wish:
    """Words of some pages that are to be marked; `quotes` are what each page answered that they say."""

    kind: str
    colour: str
    chosen: Mapping[int, tuple[Quad, ...]]
    quotes: dict[int, str] = field(default_factory=dict)


class Marking(QObject):
    """Each thing done is one step that undo takes back."""

    said = Signal(str)
    field_changed = Signal()
    """A comment or tags are about to be written over the pages, or no more."""
    fresh_changed = Signal()

    def __init__(
        self,
        library: Library,
        user: UserThread,
        pdf: OpenPdf,
        view: ReadingView,
        document: int,
        author: Callable[[], str],
    ) -> None:
        super().__init__(view)
        self._library, self._user, self._pdf, self._view = library, user, pdf, view
        self._document, self._author = document, author
        self._field: CommentField | TagBox | None = None
        self._waiting = 0
        self._fresh: int | None = None
        view.mark_chosen.connect(self.forget_fresh)

    @property
    def busy(self) -> bool:
        """Whether the words of a mark are still being asked for."""
        return bool(self._waiting)

    @property
    def field(self) -> CommentField | TagBox | None:
        """Where a comment is written or tags are put on over the pages, if one is."""
        return self._field

    @property
    def fresh(self) -> Annotation | None:
        """What was marked last, until words or a mark are chosen: the keys for a comment and tags mean it."""
        return None if self._fresh is None else self._view.mark(self._fresh)

    @Slot()
    def forget_fresh(self) -> None:
        """What was marked last is no longer what the keys mean."""
        self._take_fresh(None)

    def take_made(self, made: object) -> None:
        """These were made just now (ids)."""
        if isinstance(made, list) and made:
            self._take_fresh(int(made[0]))

    def _take_fresh(self, number: int | None) -> None:
        if number != self._fresh:
            self._fresh = number
            self.fresh_changed.emit()

    def colour(self, commands: AnnotationCommands, colour: str) -> None:
        """Highlight what is chosen, or give the chosen mark that colour."""
        mark = self._chosen()
        if mark is not None:
            commands.colour((mark,), colour)
        else:
            self.make("highlight", colour)

    def underline(self) -> None:
        """Underline the chosen words, or turn the chosen mark from a highlight into an underline or back."""
        mark = self._chosen()
        if mark is None:
            self.make("underline")
        elif mark.origin == "here" and mark.kind in ("highlight", "underline"):
            on = mark.kind == "highlight"
            self._user.do(
                "Underlined instead" if on else "Highlighted instead",
                partial(self._library.annotations.underline, mark.id, on),
            )

    def make(self, kind: str, colour: str = COLOURS[0]) -> None:
        """Highlight or underline the chosen words, a mark for each page they are on."""
        chosen = self._view.quads_selected()
        if not chosen:
            self.said.emit(NOTHING_CHOSEN)
            return
        self._view.clear_selection()
        wish = _Wish(kind, colour, chosen)
        self._waiting += 1
        for page, quads in chosen.items():
            came, refused = partial(self._on_quote, wish, page), partial(self._on_no_quote, wish, page)
            self._pdf.ask(page_wishes.quote(page, quads), came, refused)

    def _on_no_quote(self, wish: _Wish, page: int, _error: Exception) -> None:
        self._on_quote(wish, page, "")

    def _on_quote(self, wish: _Wish, page: int, quote: str) -> None:
        wish.quotes[page] = quote
        if len(wish.quotes) < len(wish.chosen):
            return
        self._waiting -= 1
        made = [Mark(number, wish.kind, quads, wish.quotes[number]) for number, quads in wish.chosen.items()]
        label = "Underlined" if wish.kind == "underline" else "Highlighted"
        self._user.do(f"{label} {_words(made)}", partial(self._add, made, wish.colour), on_done=self.take_made)

    def _add(self, made: list[Mark], colour: str, comment: str = "") -> list[int]:
        author = self._author()
        with self._library.change(f"Mark {_words(made)}"):
            return [
                self._library.annotations.add(self._document, mark, colour=colour, comment=comment, author=author)
                for mark in made
            ]

    # -- margin notes and comments

    def note(self, at: QPointF) -> None:
        """Write a margin note beside the chosen words, or at a place of the viewport."""
        chosen = self._view.quads_selected()
        if chosen:
            page, quads = next(iter(chosen.items()))
            placed = self._view.layout_.page(page)
            x, y = max(quads[0][0] - NOTE_SIDE - 4, 2.0), quads[0][1]
        else:
            placed, (x, y) = self._view.page_at(at)
        size = placed.view.page
        x = min(max(x, 0.0), max(size.width - NOTE_SIDE, 0.0))
        y = min(max(y, 0.0), max(size.height - NOTE_SIDE, 0.0))
        quad = quad_of((x, y, x + NOTE_SIDE, y + NOTE_SIDE))
        draft = Annotation(
            *(0, 0, self._document, placed.number, "note", (quad,), "", "", COLOURS[0], (), "", "here", "", None, None)
        )
        self._view.clear_selection()
        self._write(draft)

    def comment(self, mark: Annotation | None = None) -> None:
        """Write the comment of a mark, the chosen one or the one just made if none is given."""
        mark = mark or self._chosen() or self.fresh
        if mark is not None:
            self._write(mark)

    def tags(self, commands: AnnotationCommands) -> None:
        """Put tags on the chosen mark or the one just made, or take them off."""
        mark = self._chosen() or self.fresh
        if mark is not None:
            self.leave()
            box = self._field = TagBox(self._view.theme, mark, self._view.viewport())
            commands.serve_tags(box)
            self._open(box)
            box.begin()

    def show_marks(self, marks: Sequence[Annotation]) -> None:
        """They may carry other tags now."""
        box = self._field
        if isinstance(box, TagBox):
            found = next((mark for mark in marks if mark.id == box.annotation), None)
            if found is None:
                self.leave()
            else:
                box.show_annotation(found)
                box.adjustSize()

    def _write(self, mark: Annotation) -> None:
        self.leave()
        field = self._field = CommentField(self._view.theme, mark, self._view.viewport())
        field.kept.connect(self._on_kept)
        self._open(field)
        field.field.setFocus()

    def _open(self, field: CommentField | TagBox) -> None:
        view = self._view
        field.left.connect(self.leave)
        view.bring_quads(field.mark.page, field.mark.quads)
        field.setFixedWidth(view.theme.px(330))
        field.adjustSize()
        self.place()
        field.show()
        field.raise_()
        self.field_changed.emit()

    @Slot()
    def place(self) -> None:
        """The pages were moved: the field goes with its mark."""
        if self._field is None:
            return
        mark = self._field.mark
        rect = self._view.rect_of(mark.page, mark.quads)
        room = self._view.viewport().rect()
        y = rect.bottom() + 8
        if y + self._field.height() > room.height():
            y = max(rect.top() - 8 - self._field.height(), 4)
        x = min(max(rect.left(), 4), room.width() - self._field.width() - 4)
        self._field.move(round(x), round(y))

    @Slot()
    def leave(self) -> None:
        """Write no comment any more."""
        if self._field is not None:
            field, self._field = self._field, None
            field.hide()
            field.deleteLater()
            self.field_changed.emit()
            self._view.setFocus()

    @Slot(object, str)
    def _on_kept(self, mark: Annotation, comment: str) -> None:
        self.leave()
        if mark.id:
            change = partial(self._library.annotations.edit, [mark.id], comment=comment)
            self._user.do("Edited a comment", change)
        elif comment.strip():
            made = [Mark(mark.page, "note", mark.quads)]
            self._user.do("Wrote a margin note", partial(self._add, made, mark.colour, comment), on_done=self.take_made)

    def _chosen(self) -> Annotation | None:
        return None if self._view.chosen is None else self._view.mark(self._view.chosen)


def _words(made: list[Mark]) -> str:
    quote = " ".join(mark.quote for mark in made)
    if not quote:
        return f"a place on page {made[0].page}"
    return f"“{quote}”" if len(quote) <= 40 else f"“{quote[:39].rstrip()}…”"
