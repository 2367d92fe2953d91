"""What each action of the window does, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QActionGroup, QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from readinglist.gui import places
from readinglist.gui.paper_commands import all_starred, all_unread
from readinglist.gui.pdfs_there import Found
from readinglist.gui.places import DIGEST, DISMISSED, FIXED, HIGHLIGHTS, TODAY, TRASH, Kind, Place
from readinglist.gui.taking_in import summary_of
from readinglist.library.records import Hit, Row, Sort, Status

if TYPE_CHECKING:
    from readinglist.gui.details import DetailsPane
    from readinglist.gui.window import MainWindow
    from readinglist.intake import TakenIn

SORTS = {
    "sort-added": Sort.ADDED,
    "sort-title": Sort.TITLE,
    "sort-year": Sort.YEAR,
    "sort-read": Sort.READ,
    "sort-queue": Sort.QUEUE,
}

NO_PDF = "There is no PDF of this paper yet: drop one on it, or attach one."
HAS_PDF = "There is a PDF already."


class WindowActions(QObject):
    """Connects the actions with the window's parts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions = window.actions_
        self._papers: Sequence[int] = ()
        self.reading: tuple[int, ...] = ()
        """The paper whose PDF is in front: what is done to papers is done to it then."""
        for name, function in {**self._window_functions(), **self._paper_functions()}.items():
            self._actions[name].triggered.connect(function)
        for place in (TODAY, *FIXED, HIGHLIGHTS, DIGEST, DISMISSED, TRASH):
            self._actions[f"go-{place.kind.value}"].triggered.connect(self._going(place))
        group = QActionGroup(self)
        for name in SORTS:
            group.addAction(self._actions[name])
        group.triggered.connect(self._on_sort)
        window.list_pane.pages.empty_actions = self._actions.as_dict()
        self._connect()
        self.take_selection(())

    # -- what is chosen

    def take_selection(self, papers: Sequence[int]) -> None:
        """The user chose these papers: what can be done with them?"""
        papers = self.reading or papers
        self._papers = papers
        in_trash = self._window.listing.question.place.kind == Kind.TRASH
        for spec, action in self._actions.items():
            if spec.about_papers:
                action.setEnabled(bool(papers))
        for name in ("open-link", "edit-note", "edit-details", "attach", "why-not"):
            self._actions[name].setEnabled(len(papers) == 1)
        self._actions["merge"].setEnabled(len(papers) == 2)
        if self.reading:  # these act in the details, which are not to be seen
            for name in ("related", "edit-tags", "edit-note", "edit-details"):
                self._actions[name].setEnabled(False)
        self._actions["trash"].setText("Delete for Good…" if in_trash else "Move to Trash")
        self._actions["restore"].setEnabled(bool(papers) and in_trash)
        self._show_rows()
        if self._window.triage is not None:
            self._window.triage.renew()

    @Slot()
    def _show_rows(self) -> None:
        """What depends on the rows of the chosen papers: the checks, and whether there is a PDF to read."""
        one = self._row_of(self._papers[0]) if len(self._papers) == 1 else None
        read = self._actions["read-pdf"]
        read.setEnabled(one is not None and one.has_document)
        read.setToolTip(NO_PDF if one is not None and not one.has_document else "")
        # What is far off the screen is not read for this; a star on all but the unknown is then given to all.
        rows = [self._window.model.known(paper) for paper in self._papers[:200]]
        self._show_arrival(rows)
        self._actions["star"].setChecked(all_starred(rows))
        self._actions["unread"].setChecked(all_unread(rows))

    def _show_arrival(self, rows: Sequence[Row | None]) -> None:
        in_trash = self._window.listing.question.place.kind == Kind.TRASH
        have = bool(rows) and all(row is not None and row.has_document for row in rows)
        self._actions["look-up"].setEnabled(bool(rows) and not in_trash)
        find = self._actions["find-pdf"]
        find.setEnabled(bool(rows) and not have and not in_trash)
        find.setToolTip(HAS_PDF if have else "")

    def _row_of(self, paper: int) -> Row | None:
        model = self._window.model
        number = model.number_of(paper)
        return None if number is None else model.row(number)

    @Slot(object)
    def _on_shown(self, _answer: object) -> None:
        # Another place, or another state of the papers that are chosen in it.
        self.take_selection(self._window.view.selected())

    # -- tables of what does what

    def _window_functions(self) -> dict[str, Callable[..., object]]:
        window, boxes = self._window, self._window.boxes
        return {
            "add": lambda: boxes.open_add_box(),
            "paste": window.taking_in.paste,
            "add-files": self._on_add_files,
            "add-folder": self._on_add_folder,
            "open-library-folder": self._on_library_folder,
            "try-sample": self._on_try_sample,
            "drop-sample": self._on_drop_sample,
            "settings": lambda: boxes.open_settings(),
            "quit": window.close,
            "search": self._on_search,
            "palette": boxes.open_palette,
            "save-search": self._on_save_search,
            "save-list": window.list_editing.save,
            "select-all": window.view.selectAll,
            "empty-trash": self._on_empty_trash,
            "next-pane": lambda: self._go_round(1),
            "previous-pane": lambda: self._go_round(-1),
            "show-sidebar": window.panes.show_sidebar,
            "show-details": window.panes.show_details,
            "show-work": boxes.open_work_panel,
            "help": boxes.open_help,
            "about": boxes.open_about,
        }

    def _paper_functions(self) -> dict[str, Callable[..., object]]:
        papers, arrivals = self._window.papers, self._window.arrivals
        functions: dict[str, Callable[..., object]] = {
            "read-pdf": lambda: self._with_one(self._read_pdf),
            "open-link": lambda: self._with_one(papers.open_link),
            "copy-bibtex": lambda: self._with_all(papers.copy_bibtex),
            "copy-link": lambda: self._with_all(papers.copy_links),
            "related": self._on_related,
            "edit-tags": lambda: self._in_details(lambda details: details.focus_tags()),
            "edit-note": lambda: self._in_details(lambda details: details.focus_note()),
            "edit-details": lambda: self._in_details(lambda details: details.edit_details()),
            "attach": lambda: self._with_one(self.attach),
            "look-up": lambda: self._with_all(arrivals.look_up),
            "find-pdf": lambda: self._with_all(arrivals.find_pdf),
            "recognise": lambda: self._with_all(arrivals.recognise),
            "star": lambda on: self._with_all(papers.star, on),
            "unread": lambda on: self._with_all(papers.set_unread, on),
            "merge": lambda: self._with_all(papers.merge),
            "trash": self._on_trash,
            "restore": lambda: self._leaving(papers.restore),
        }
        for status in Status:
            functions[f"status-{status.value}"] = self._setting(status)
        return functions

    def _setting(self, status: Status) -> Callable[[], object]:
        def do() -> None:
            place = self._window.listing.question.place
            if places.leaves(place, status):
                self._leaving(lambda papers: self._window.papers.set_status(tuple(papers), status))
            else:
                self._with_all(self._window.papers.set_status, status)

        return do

    def _going(self, place: Place) -> Callable[[], object]:
        return lambda: self._window.go(place)

    def _with_one(self, function: Callable[[int], object]) -> None:
        if len(self._papers) == 1:
            function(self._papers[0])

    def _with_all(self, function: Callable[..., object], *values: object) -> None:
        if self._papers:
            function(tuple(self._papers), *values)

    def _leaving(self, function: Callable[[Sequence[int]], object]) -> None:
        """The chosen papers go away from the list: the next one is chosen then, so that one can go on."""
        if self._papers:
            self._window.list_pane.choose_line_after_refresh(self._window.view.first_selected_line())
            function(tuple(self._papers))

    # -- papers

    @Slot()
    def _on_trash(self) -> None:
        if self._window.listing.question.place.kind != Kind.TRASH:
            self._leaving(self._window.papers.trash)
        elif self._papers:
            self._window.trash.delete(self._papers)

    def _in_details(self, function: Callable[[DetailsPane], object]) -> None:
        self._window.panes.show_details(True)
        if self._window.boxes.details is not None:
            function(self._window.boxes.details)

    @Slot()
    def _on_related(self) -> None:
        if len(self._papers) > 1:
            self._window.show_related(self._papers)
        else:
            self._in_details(lambda details: details.show_tab("related"))

    def _read_pdf(self, paper: int) -> None:
        """Open the PDF: in a search at what was found, else where the user left off."""
        window = self._window
        question, hit = window.listing.question, window.model.hit_of(paper) or Hit(paper, 0.0)
        searched = question.searching and not self.reading
        window.papers.read_pdf(paper, Found(question.text, hit) if searched else None)

    @Slot(object)
    def _on_opened(self, paper: int) -> None:
        window = self._window
        if window.panes.details_shown:
            self._read_pdf(paper)
        else:
            window.panes.show_details(True)

    @Slot(object)
    def attach(self, paper: int) -> None:
        """Let the user choose PDF files for a paper."""
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(self._window, "Attach PDF", "", "PDF files (*.pdf)")
        if names:
            self._window.papers.attach(paper, [Path(name) for name in names])

    # -- adding

    @Slot()
    def _on_add_files(self) -> None:
        kinds = "Papers and bibliographies (*.pdf *.bib *.ris *.json *.txt *.html *.htm);;All files (*)"
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(self._window, "Add Files", "", kinds)
        if names:
            self._window.taking_in.take_files([Path(name) for name in names])

    @Slot()
    def _on_add_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(self._window, "Add a Folder of PDFs")
        if name:
            self._window.taking_in.take_files([Path(name)])

    @Slot(object)
    def _on_came(self, taken: TakenIn) -> None:
        window = self._window
        changed = bool(taken.added or taken.merged)
        if not changed and taken.failures:
            window.toast.show_trouble(summary_of(taken))
            return
        show = window.toast.show_done_in_part if taken.failures else window.toast.show_done
        show(summary_of(taken), self._actions["undo"] if taken.added else None)
        window.list_pane.show_papers(taken.added or taken.merged)

    @Slot()
    def _on_try_sample(self) -> None:
        program = self._window.program

        def load() -> object:
            from readinglist import sample

            return sample.load(program.library, program.store)

        self._window.user.do("Added the sample library", load, on_done=self._on_sample_loaded)

    @Slot(object)
    def _on_sample_loaded(self, _papers: object) -> None:
        self._window.list_pane.show_top()

    @Slot()
    def _on_drop_sample(self) -> None:
        library = self._window.library

        def remove() -> object:
            from readinglist import sample

            return sample.remove(library)

        self._window.user.do("Moved the sample to the Trash", remove)

    @Slot()
    def _on_library_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._window.program.folder)))

    @Slot()
    def _on_empty_trash(self) -> None:
        places = self._window.places
        self._window.trash.empty(places.counts.trash if places and places.counts else 0)

    # -- searching and looking round

    @Slot()
    def _on_search(self) -> None:
        self._window.field.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.field.line.selectAll()

    @Slot()
    def _on_save_search(self) -> None:
        window = self._window
        question = window.listing.question
        if not question.searching:
            window.toast.show_done("Type a search first; it can then be kept as a smart list")
            self._on_search()
            return
        window.list_editing.keep(question)

    def _go_round(self, step: int) -> None:
        window = self._window
        stops: list[QWidget] = [window.field.line, window.view]
        if window.panes.sidebar_shown:
            stops.insert(0, window.sidebar.view)
        if window.panes.details_shown and window.boxes.details is not None:
            stops.append(window.boxes.details)
        focus = window.focusWidget()
        here = next(
            (number for number, stop in enumerate(stops) if stop is focus or stop.isAncestorOf(focus)),
            -1 if step > 0 else 0,
        )
        stops[(here + step) % len(stops)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(object)
    def _on_sort(self, action: QObject) -> None:
        self._window.list_pane.set_sort(SORTS[action.objectName()])

    # -- menus and work

    @Slot(QPoint)
    def _on_paper_menu(self, position: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions.fill_menu(menu, "Paper")
        menu.popup(position)

    @Slot(object, QPoint)
    def _on_place_menu(self, place: Place, position: QPoint) -> None:
        if place.kind == Kind.WATCH:
            self._window.watched.popup(place, position)
        else:
            self._window.place_commands.popup(place, position, self._actions["empty-trash"])

    def _connect(self) -> None:
        window = self._window
        window.view.opened.connect(self._on_opened)
        window.view.menu_wanted.connect(self._on_paper_menu)
        window.model.dataChanged.connect(self._show_rows)
        window.list_pane.shown.connect(self._on_shown)
        window.sidebar.menu_wanted.connect(self._on_place_menu)
        window.sidebar.new_list_wanted.connect(self._on_save_search)
        window.sidebar.new_tag_wanted.connect(window.place_commands.new_tag)
        window.place_commands.query_edit_wanted.connect(window.list_editing.begin)
        window.list_editing.list_wanted.connect(window.place_commands.new_list)
        window.list_editing.begun.connect(window.sidebar.choose)
        window.list_editing.left.connect(window.go)
        window.place_commands.choice_wanted.connect(window.boxes.choose)
        window.taking_in.came.connect(self._on_came)
        window.status_line.work_wanted.connect(window.boxes.open_work_panel)
