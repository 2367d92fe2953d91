"""What the user does with annotations in the window, wherever their cards stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from readinglist.gui.annotation_list import AnnotationList
from readinglist.gui.annotation_tag_box import TagBox
from readinglist.gui.details_words import things
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation

Annotations = Sequence[Annotation]


class AnnotationCommands(QObject):
    """Changes go to the user's thread, as steps that undo takes back."""

    said = Signal(str)
    """Something that changes nothing was done."""
    note_changing = Signal()
    """The note of a paper is about to get more text: what is typed there has to be saved first."""

    def __init__(self, library: Library, reads: Reads, user: UserThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._reads, self._user = library, reads, user

    def serve(self, cards: AnnotationList) -> None:
        """Do what is asked for in this list."""
        cards.comment_written.connect(self.comment)
        cards.colour_chosen.connect(self.colour)
        cards.copy_asked.connect(self.copy)
        cards.note_asked.connect(self.add_to_note)
        cards.remove_asked.connect(self.remove)
        cards.tag_box_opened.connect(self.serve_tags)

    @Slot(object)
    def serve_tags(self, box: TagBox) -> None:
        """Do what is asked for in this box."""
        box.added.connect(self.tag)
        box.removed.connect(self.untag)
        box.known_wanted.connect(self._on_known_wanted)

    @Slot(object)
    def _on_known_wanted(self, box: TagBox) -> None:
        self._reads.ask(self._library.tags.all, box.set_known, key="tags")

    @Slot(object, str)
    def tag(self, annotations: Annotations, name: str) -> None:
        """Give them a tag."""
        change = partial(self._library.annotations.tag, _ids(annotations), [name])
        self._user.do(f"Tagged {_many(annotations)} with {name}", change)

    @Slot(object, str)
    def untag(self, annotations: Annotations, name: str) -> None:
        """Take a tag off them."""
        change = partial(self._library.annotations.tag, _ids(annotations), remove=[name])
        self._user.do(f"Took {name} off {_many(annotations)}", change)

    @Slot(object, str)
    def comment(self, annotation: Annotation, comment: str) -> None:
        """Write the comment of an annotation."""
        change = partial(self._library.annotations.edit, [annotation.id], comment=comment)
        self._user.do("Edited a comment", change)

    @Slot(object, str)
    def colour(self, annotations: Annotations, colour: str) -> None:
        """Give them another colour."""
        change = partial(self._library.annotations.edit, _ids(annotations), colour=colour)
        self._user.do(f"Coloured {_many(annotations)} {colour}", change)

    @Slot(object)
    def remove(self, annotations: Annotations) -> None:
        """Delete them."""
        self._user.do(f"Deleted {_many(annotations)}", partial(self._library.annotations.remove, _ids(annotations)))

    @Slot(object)
    def add_to_note(self, annotations: Annotations) -> None:
        """Put them at the end of the notes of their papers."""
        self.note_changing.emit()
        change = partial(add_to_notes, self._library, tuple(annotations))
        self._user.do(f"Added {_many(annotations)} to the note", change)

    @Slot(object)
    def copy(self, annotations: Annotations) -> None:
        """Put them into the clipboard as Markdown."""
        given = tuple(annotations)
        self._reads.ask(partial(markdown_of, self._library, given), self._on_markdown, key="annotation markdown")

    def _on_markdown(self, found: tuple[str, int]) -> None:
        text, count = found
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"Copied {things(count, 'annotation')} as Markdown")


def markdown_of(library: Library, annotations: Annotations) -> tuple[str, int]:
    """The Markdown of one annotation by itself, or of several under the titles of their papers; how many. Reads."""
    from readinglist.exchange import annotation_markdown, annotations_markdown

    if len(annotations) == 1:
        paper = library.papers.get(annotations[0].paper)
        return annotation_markdown(paper, annotations[0]) + "\n", 1
    groups = [
        (library.papers.get(paper), list(each)) for paper, each in groupby(annotations, key=lambda one: one.paper)
    ]
    return annotations_markdown(groups), len(annotations)


def add_to_notes(library: Library, annotations: Annotations) -> None:
    """Append each to its paper's note as one undo step; what stands in the note already is not put there again."""
    from readinglist.exchange import annotation_markdown

    with library.change(f"Add {_many(annotations)} to the note"):
        for annotation in annotations:
            paper = library.papers.get(annotation.paper)
            library.notes.append(paper.id, annotation_markdown(paper, annotation))


def _ids(annotations: Annotations) -> list[int]:
    return [annotation.id for annotation in annotations]


def _many(annotations: Annotations) -> str:
    return things(len(annotations), "annotation")
