"""What opens over or beside the list when it is first asked for: details, add box, work panel, palette, sheets."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from shiboken6 import isValid

from readinglist.gui.digest_post import DigestPost

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from readinglist.gui.add_box import AddBox
    from readinglist.gui.command_palette import Command, CommandPalette
    from readinglist.gui.details import DetailsPane
    from readinglist.gui.details_standing import Standing
    from readinglist.gui.differences_reading import Comparison
    from readinglist.gui.differences_sheet import DifferencesSheet
    from readinglist.gui.help_sheet import HelpSheet
    from readinglist.gui.settings_dialog import SettingsDialog
    from readinglist.gui.window import MainWindow
    from readinglist.gui.work_panel import WorkPanel


class WindowBoxes(QObject):
    """Makes each box once, when it is needed, so that the first paint does not pay for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._closed = False
        self.details: DetailsPane | None = None
        self.add_box: AddBox | None = None
        self.work_panel: WorkPanel | None = None
        self.palette: CommandPalette | None = None
        self.help_sheet: HelpSheet | None = None
        self.settings_dialog: SettingsDialog | None = None
        self.differences: DifferencesSheet | None = None
        self.post = DigestPost(window.program, window.user, self)
        """Makes and sends digests."""
        self.post.said.connect(window.toast.show_done)
        self.post.troubled.connect(window.toast.show_trouble)

    # -- details

    @Slot()
    def make_details(self) -> None:
        """Build the details pane, once, and show what is chosen in it."""
        if self.details is not None or self._closed:
            return
        from readinglist.gui.details import DetailsPane

        window = self._window
        self.details = DetailsPane(
            program=window.program,
            theme=window.theme,
            bridge=window.bridge,
            reads=window.reads,
            user=window.user,
            parent=window.details_place,
        )
        layout = window.details_place.layout()
        assert layout is not None
        layout.addWidget(self.details)
        self.details.set_actions(window.actions_.as_dict())
        self.details.paper_chosen.connect(window.show_paper)
        self.details.query_chosen.connect(window.search_for)
        self.details.place_asked.connect(window.opening.open_link)
        self.details.annotation_asked.connect(window.opening.open_annotation)
        self.details.troubled.connect(window.toast.show_trouble)
        self.details.ranked_of = window.model.ranked_of
        if window.triage is not None:
            self.details.decided.connect(window.triage.decide)
        self.details.annotations.said.connect(window.toast.show_done)
        self.details.files_dropped.connect(window.taking_in.take)
        arriving = self.details.arriving
        arriving.choice_taken.connect(window.arrivals.take)
        arriving.choice_refused.connect(window.arrivals.refuse)
        arriving.compared.connect(self.open_differences)
        arriving.settings_asked.connect(self.open_network_settings)
        arriving.standing_read.connect(self._on_standing)
        window.choices.changed.connect(arriving.renew)
        if window.remembered_tab:
            self.details.show_tab(window.remembered_tab)
        self.details.show_papers(window.view.selected())

    # -- highlights

    def make_highlights(self) -> QWidget:
        """Build the page that gathers what is marked in all papers."""
        from readinglist.gui.annotation_commands import AnnotationCommands
        from readinglist.gui.highlights_page import HighlightsPage

        window = self._window
        page = HighlightsPage(window.theme, window.library, window.reads, window.bridge)
        page.cards.opened.connect(window.opening.open_annotation)
        commands = AnnotationCommands(window.library, window.reads, window.user, page)
        commands.serve(page.cards)
        commands.said.connect(window.toast.show_done)
        commands.note_changing.connect(self._on_note_changing)
        return page

    def make_digest(self) -> QWidget:
        """Build the page that tells what came."""
        from readinglist.gui.digest_page import DigestPage

        window = self._window
        page = DigestPage(window.theme, self.post, window.bridge)
        page.link_given.connect(window.opening.open_link)
        page.settings_asked.connect(self.open_mail_settings)
        return page

    @Slot()
    def _on_note_changing(self) -> None:
        if self.details is not None:
            self.details.flush()

    def show_details_of(self, papers: Sequence[int]) -> None:
        """Show these papers in the details."""
        if self.details is not None:
            self.details.show_papers(papers)

    @property
    def tab(self) -> str:
        """The tab of the details that is open."""
        return self.details.tab if self.details is not None else self._window.remembered_tab

    # -- boxes

    def open_add_box(self, text: str = "") -> None:
        """Open the box that takes anything."""
        window = self._window
        if self.add_box is None:
            from readinglist.gui.add_box import AddBox

            self.add_box = AddBox(
                program=window.program,
                theme=window.theme,
                reads=window.reads,
                parent=window,
            )
            self.add_box.taken_in.connect(window.taking_in.came)
            self.add_box.link_given.connect(window.opening.open_link)
        self.add_box.open(text)

    def open_work_panel(self) -> None:
        """Open the list of running work, or close it if it is open."""
        window = self._window
        if self.work_panel is None:
            from readinglist.gui.work_panel import WorkPanel

            self.work_panel = WorkPanel(
                program=window.program,
                theme=window.theme,
                bridge=window.bridge,
                reads=window.reads,
                parent=window,
            )
            self.work_panel.set_actions(window.actions_.as_dict())
            self.work_panel.wanted.connect(self._on_wanted)
            self.work_panel.network_wanted.connect(window.network.act)
            window.feeds.show_in(self.work_panel.feeds)
        if self.work_panel.isVisible():
            self.work_panel.close()
        else:
            self.work_panel.open()

    @Slot(str, object)
    def _on_wanted(self, what: str, paper: int | None) -> None:
        """The panel of running work offers what is done elsewhere."""
        window = self._window
        if paper is None:
            self.open_network_settings()
        elif what == "page":
            window.papers.open_link(paper)
        elif what == "attach":
            window.wiring.attach(paper)
        else:
            window.panes.show_details(True)
            window.show_paper(paper)

    def open_palette(self) -> None:
        """Open the command palette, or close it if it is open."""
        if self.palette is not None and self.palette.isVisible():
            self.palette.close_palette()
            return
        from readinglist.gui.palette_commands import commands

        window = self._window
        go, edit_query = self._coming_up(window.go), self._coming_up(window.list_editing.begin)
        self._palette().open(commands(window.actions_, window.places, go, edit_query))

    @Slot(object, str)
    def choose(self, offered: Sequence[Command], prompt: str) -> None:
        """Let the user choose one of these in the palette."""
        self._palette().open(offered, prompt, papers=False)

    def move_palette(self, host: QWidget) -> None:
        """Let the palette lie over another window."""
        if self.palette is not None:
            self.palette.move_to(host)

    def _coming_up(self, go: Callable[..., object]) -> Callable[..., None]:
        """The same, with the main window before that of a PDF, for it shows what was gone to."""

        def run(*given: object) -> None:
            go(*given)
            if self._window.reading.own_windows.front is not None:
                self._window.raise_up()

        return run

    def _palette(self) -> CommandPalette:
        if self.palette is None:
            from readinglist.gui.command_palette import CommandPalette
            from readinglist.gui.palette_commands import papers_like

            window = self._window
            program, show, follow = window.program, self._coming_up(window.show_paper), window.opening.open_link
            like, host = partial(papers_like, program, show, follow), window.reading.window_in_front
            self.palette = CommandPalette(window.theme, window.reads, like, host)
        return self.palette

    def open_help(self) -> None:
        """Show all shortcuts."""
        from readinglist.gui.help_sheet import HelpSheet

        if self.help_sheet is not None and isValid(self.help_sheet):  # it goes with the window that it was over
            self.help_sheet.deleteLater()
        window = self._window
        self.help_sheet = HelpSheet(window.theme, window.actions_, window.reading.window_in_front)
        self.help_sheet.show()

    @Slot(object)
    def open_differences(self, comparison: Comparison) -> None:
        """Show what a service says beside what is there."""
        if self.differences is None:
            from readinglist.gui.differences_sheet import DifferencesSheet

            window = self._window
            self.differences = DifferencesSheet(window.theme, window)
            self.differences.taken.connect(window.arrivals.take_fields)
            self.differences.refused.connect(window.arrivals.refuse)
        self.differences.open(comparison)

    @Slot(object)
    def _on_standing(self, standing: Standing) -> None:
        # What is compared may have been decided elsewhere.
        sheet = self.differences
        choice = sheet.choice if sheet is not None else None
        if sheet is None or choice is None or choice.paper != standing.paper:
            return
        if choice not in standing.choices or not standing.new_fields:
            sheet.close()

    @Slot()
    def open_network_settings(self) -> None:
        """Show what the user can choose about the network."""
        self.open_settings("network")

    @Slot()
    def open_mail_settings(self) -> None:
        """Show what the user can choose about digests and mail."""
        self.open_settings("mail")

    def open_settings(self, page: str = "") -> None:
        """Show the settings; `page` is one of PAGES of the dialog, the first if it is empty."""
        from readinglist.gui.settings_dialog import SettingsDialog

        window = self._window
        if self.settings_dialog is not None:
            self.settings_dialog.deleteLater()
        # A run that was started offline is so, whatever is written down.
        settings = replace(window.choices.settings, offline=window.choices.offline)
        self.settings_dialog = SettingsDialog(window.theme, settings, window.program.folder, window)
        self.settings_dialog.changed.connect(window.choices.set)
        mail = self.settings_dialog.mail
        mail.password_given.connect(self.post.keep_password)
        mail.trial_wanted.connect(self.post.try_out)
        self.post.answered.connect(mail.show_answer)
        if page:
            self.settings_dialog.show_page(page)
        self.settings_dialog.show()

    def open_about(self) -> None:
        """Say what this is."""
        from PySide6.QtCore import qVersion
        from PySide6.QtWidgets import QMessageBox

        from readinglist import __version__

        box = QMessageBox(self._window)
        box.setWindowTitle("About Reading List")
        box.setText(f"Reading List {__version__}")
        box.setInformativeText(
            "A library for people who read papers. Everything stays in one folder on your disk.\n\n"
            f"Free software under the GNU AGPL, version 3 or later.\nQt {qVersion()}, Python"
            f" {platform.python_version()}. The font is Inter, under the SIL Open Font License."
        )
        box.open()

    def close(self) -> None:
        """The window goes: close what could still write or wait."""
        self._closed = True
        self.post.close()
        for box in (self.work_panel, self.add_box, self.help_sheet, self.settings_dialog):
            if box is not None and isValid(box):
                box.close()
        if self.add_box is not None:
            self.add_box.stop()
        if self.details is not None:
            self.details.close()
