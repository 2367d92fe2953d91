"""The main window: puts the parts together and lets each hear of the others."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from readinglist.gui import window_state
from readinglist.gui.actions import Actions
from readinglist.gui.answers import Answer, Question, what_is_missed
from readinglist.gui.arrival_commands import ArrivalCommands
from readinglist.gui.arrival_news import ArrivalNews
from readinglist.gui.bridge import Bridge
from readinglist.gui.choices import Choices
from readinglist.gui.feeds.commands import FeedCommands
from readinglist.gui.focus_return import FocusReturn
from readinglist.gui.guard import guarded
from readinglist.gui.list_editing import ListEditing
from readinglist.gui.list_pane import ListPane
from readinglist.gui.listing import Listing
from readinglist.gui.looked_at import LookedAt
from readinglist.gui.network import Network
from readinglist.gui.news import News
from readinglist.gui.online_search import OnlineSearch
from readinglist.gui.opening import Opening, Way
from readinglist.gui.panes import Panes
from readinglist.gui.paper_commands import PaperCommands
from readinglist.gui.paper_model import PaperModel
from readinglist.gui.place_commands import PlaceCommands
from readinglist.gui.places import LIBRARY, Filter, Kind, Place
from readinglist.gui.queue.commands import QueueCommands
from readinglist.gui.reading import Reading
from readinglist.gui.search_field import SearchField
from readinglist.gui.sidebar import Sidebar
from readinglist.gui.sidebar_content import Places
from readinglist.gui.status_line import StatusLine
from readinglist.gui.tabs import Tabs
from readinglist.gui.taking_in import TakingIn, acceptable
from readinglist.gui.theme import Theme
from readinglist.gui.toast import Toast
from readinglist.gui.today.triage import Triage
from readinglist.gui.trail import Trail
from readinglist.gui.trash_commands import TrashCommands
from readinglist.gui.undoing import Undoing
from readinglist.gui.watched.commands import WatchCommands
from readinglist.gui.watched.rules import RuleCommands
from readinglist.gui.watched.wishing import Wishing
from readinglist.gui.window_actions import WindowActions
from readinglist.gui.window_boxes import WindowBoxes
from readinglist.gui.window_buttons import WindowButtons
from readinglist.gui.window_state import WindowState, question_of
from readinglist.gui.work import Reads, UserThread
from readinglist.gui.work_watch import WorkWatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readinglist.program import Program
    from readinglist.search import Completion
    from readinglist.settings import Settings


class MainWindow(QMainWindow):
    """One library's window. `show()` it, then `begin()` once it has been painted; closing it ends its threads."""

    painted = Signal()
    """The first paint is done."""
    _was_painted = False  # Qt sends events before __init__ is through

    def __init__(self, program: Program, theme: Theme, *, remember: bool = True) -> None:
        """`remember` False neither takes over sizes and place of the last time nor keeps those of this time."""
        super().__init__()
        self._remember = remember
        self.program, self.theme = program, theme
        self.library = program.library
        self.setWindowTitle("Reading List")
        self.setAcceptDrops(True)
        self._state = window_state.load(program.folder) if remember else WindowState()
        self._places: Places | None = None
        self.reads, self.user = Reads(), UserThread()
        self.bridge = Bridge(self.library, self)
        self.listing = Listing(program, self.reads, self)
        self.model = PaperModel(self.library.papers.rows, self, shown_of=self.library.feeds.shown)
        self._make_panes()
        self._make_commands()
        self.trail = Trail(self.listing, self.list_pane, self.actions_, self)
        self.boxes = WindowBoxes(self)
        self.list_pane.pages.builders |= {
            Kind.HIGHLIGHTS: self.boxes.make_highlights,
            Kind.DIGEST: self.boxes.make_digest,
        }
        self.triage: Triage | None = None
        self.wiring = WindowActions(self)
        self.triage = Triage(self)
        self.reading = Reading(self)
        self.looked_at = LookedAt(self.view, self.model, self)
        self._connect()
        self._make_later_parts()
        self._restore()
        self._order_tabs()
        self.focus_return = FocusReturn(self, self.view)
        self.view.setFocus()

    def _make_panes(self) -> None:
        """What is seen, and what tells in it how things stand."""
        program, theme = self.program, self.theme
        self.sidebar = Sidebar(theme)
        self.field = SearchField(theme, self.reads, self._completions)
        self.list_pane = ListPane(theme, self.listing, self.model, self.field)
        self.view = self.list_pane.view
        self.details_place = QWidget()
        self.details_place.setProperty("pane", "details")
        QVBoxLayout(self.details_place).setContentsMargins(0, 0, 0, 0)
        self.panes = Panes(theme, self.sidebar, self.list_pane, self.details_place)
        self.tabs = Tabs(theme, self.panes)
        self.setCentralWidget(self.tabs)
        self.actions_ = Actions(self, self.view, theme)
        self.status_line = StatusLine(theme, self)
        self.setStatusBar(self.status_line)
        self.network = Network(program, self.reads, self.actions_["offline"], self)
        self.work_watch = WorkWatch(program, self.reads, self.status_line, self)
        self.toast = Toast(theme, self.list_pane)
        self.buttons = WindowButtons(theme, self.actions_, self.sidebar, self.list_pane, self.panes, self)

    def _make_commands(self) -> None:
        """What does the user's bidding, and what follows the library."""
        program, theme = self.program, self.theme
        self.choices = Choices(program, theme, self.user, self.actions_, self)
        self.undoing = Undoing(self.library, self.user, self.actions_, self.toast, self.list_pane, self)
        self.news = News(self.library, self.bridge, self.reads, self.listing, self.model, self)
        self.papers = PaperCommands(program, self.model, self.reads, self.user, self)
        self.opening = Opening(self.library, self.reads, self)
        self.arrivals = ArrivalCommands(program, self.bridge, self.reads, self.user, self)
        self.arrival_news = ArrivalNews(self.arrivals, self.toast, self.list_pane, self)
        self.place_commands = PlaceCommands(theme, self.library, self.user, self)
        self.trash = TrashCommands(program, self.user, self.toast, self.list_pane, self)
        self.taking_in = TakingIn(program, self.user, self)
        save_list = self.actions_["save-list"]
        self.list_editing = ListEditing(program, self.listing, self.list_pane, self.user, self.toast, save_list, self)

    def _make_later_parts(self) -> None:
        """What joins a window whose parts hear of each other already."""
        self.queue = QueueCommands(self)
        self.feeds = FeedCommands(self)
        self.online = OnlineSearch(self)
        self.watched = WatchCommands(self)
        self.wishing = Wishing(self)
        self.rules = RuleCommands(self)

    # -- life

    def begin(self) -> None:
        """Ask for what the window shows, and let the background work begin."""
        self.list_pane.ask(question_of(self._state))
        self.list_pane.want_selected(self._state.selected)
        self.news.read_all()
        self.actions_.dress()
        for problem in self.program.problems:
            self.toast.show_trouble(problem)
        self.reads.ask(load_details, self._on_details_loaded)
        self.network.follow()
        self.boxes.post.begin()
        self.user.do("", self._start_work, undoable=False)
        self.feeds.begin()

    @Slot(object)
    def _on_details_loaded(self, _: object) -> None:
        self.boxes.make_details()
        self.reading.warm.want()

    def _start_work(self) -> None:
        # On the user's thread, for it imports what drives PDFs and the model.
        runner = self.program.runner
        if self.program.settings.work_paused:
            runner.pause_all()
        runner.start()
        runner.follow_feeds()
        self.program.follow_ranking()
        self.program.look_after()

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._remember:
            window_state.save(self.program.folder, self._now())
        self.focus_return.close()
        self.reading.close()
        self.boxes.close()
        self.feeds.close()
        self.online.close()
        self.bridge.close()
        self.looked_at.close()
        self.network.close()
        self.work_watch.close()
        self.listing.close()
        self.reads.close()
        self.user.close()
        event.accept()

    @property
    def busy(self) -> bool:
        """Whether something is being read, changed, or about to be told."""
        at_work = self.reads.busy or self.user.busy or self.bridge.busy or self.news.resting
        return (
            at_work
            or self.view.settling
            or self.reading.busy
            or self.boxes.post.busy
            or self.feeds.busy
            or self.online.busy
        )

    def raise_up(self) -> None:
        """Come to the front: another start asked for this library."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if not self._was_painted and event.type() == QEvent.Type.Paint:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
        return done

    def _order_tabs(self) -> None:
        """Tab goes as the eye does: sidebar, head of the list, list; then the details, then the status bar."""
        buttons, line = self.buttons, self.status_line
        stops: list[QWidget] = [line.work, line.network, buttons.theme_button, buttons.menu_button, self.sidebar.view]
        stops += [buttons.sidebar_button, self.field.line, self.field.save_button, buttons.add_button]
        stops += [buttons.narrow_menu_button, buttons.details_button, *self.list_pane.controls, self.view]
        for one, next_one in itertools.pairwise(stops):
            QWidget.setTabOrder(one, next_one)

    # -- going places

    @Slot(object)
    def go(self, place: Place) -> None:
        """Show a place in the list."""
        self.tabs.show_library()
        self.sidebar.choose(place)
        self.list_pane.go(place)

    @Slot(str)
    def search_for(self, text: str) -> None:
        """Show what a query finds."""
        self.tabs.show_library()
        self.trail.leave()
        self.sidebar.choose(LIBRARY)
        self.list_pane.go(LIBRARY, text=text)

    @Slot(object)
    def show_paper(self, paper: int) -> None:
        """Choose a paper, where it is or in a place that holds it; the keys act on it then."""
        self.tabs.show_library()
        self.trail.leave()
        self.list_pane.show_papers((paper,), focus=True)

    @Slot(object)
    def show_note(self, paper: int) -> None:
        """Choose a paper and show its note."""
        self.show_paper(paper)
        self.raise_up()
        if self.boxes.details is not None:
            self.boxes.details.show_tab("note")

    @Slot(object)
    def _on_no_file(self, way: Way) -> None:
        self.show_paper(way.paper)
        if way.landing.annotation is not None and self.boxes.details is not None:
            self.boxes.details.show_tab("highlights")

    @Slot(object)
    def show_related(self, papers: Sequence[int]) -> None:
        """List what is related to all of these."""
        self.tabs.show_library()
        self.trail.leave()
        self.sidebar.choose(LIBRARY)
        self.list_pane.ask(Question(LIBRARY, sort=None, related=tuple(papers)))

    @property
    def remembered_tab(self) -> str:
        """The tab of the details that was open last time."""
        return self._state.tab

    @Slot(object)
    def _on_place_left(self, gone: Place, instead: Place | None) -> None:
        if self.sidebar.view.place == gone or self.listing.question.place == gone:
            self.go(instead or LIBRARY)

    # -- what the parts say

    def _connect(self) -> None:
        self.sidebar.place_chosen.connect(self.list_pane.go)
        self.sidebar.papers_dropped.connect(self.papers.drop_on)
        self.sidebar.renamed.connect(self.place_commands.rename)
        self.list_pane.shown.connect(self._on_shown)
        self.list_pane.went.connect(self.sidebar.choose)
        self.view.chosen.connect(self._on_chosen)
        self.view.files_dropped.connect(self.taking_in.take)
        self.news.places_read.connect(self._on_places)
        self.news.list_counts_read.connect(self.sidebar.model.set_list_counts)
        self.news.steps_read.connect(self.undoing.show_steps)
        self.choices.changed.connect(self._on_settings)
        self.network.changed.connect(self._show_network)
        self.status_line.network_wanted.connect(self.network.act)
        self.news.work_read.connect(self.work_watch.take_counts)
        self.news.places_read.connect(self.place_commands.take_places)
        self.place_commands.left.connect(self._on_place_left)
        self.papers.choice_wanted.connect(self.boxes.choose)
        self.place_commands.edit_wanted.connect(self._on_edit_wanted)
        self.taking_in.begun.connect(self.status_line.show_doing)
        self.field.entered.connect(self._on_search_entered)
        for part in (self.papers, self.taking_in, self.opening):
            part.troubled.connect(self.toast.show_trouble)
        for says in (self.papers, self.opening):
            says.said.connect(self.toast.show_done)
        self.opening.no_file.connect(self._on_no_file)
        for gives in (self.field, self.taking_in):
            gives.link_given.connect(self.opening.open_link)
        self.arrivals.moved.connect(self.show_paper)
        self.looked_at.seen.connect(self.papers.opened)

    @Slot(object)
    def _on_places(self, places: Places) -> None:
        self._places = places
        self.sidebar.set_content(places)

    @property
    def places(self) -> Places | None:
        """Counts, lists and tags as they were read last."""
        return self._places

    @Slot(object)
    def _on_edit_wanted(self, place: Place) -> None:
        # A tag that was just made is in the sidebar only after the next reading.
        self.sidebar.edit_when_there(place)

    @Slot(object)
    def _on_shown(self, answer: Answer) -> None:
        place, page = answer.question.place, answer.page
        title = page.feeds[0].title if page is not None and page.feeds and place.kind == Kind.FEED else place.title
        self.setWindowTitle(f"{title} — Reading List")
        self.status_line.show_missed("")
        if answer.hits:
            program = self.program
            self.reads.ask(lambda: what_is_missed(program), self._on_missed, key="missed")
        self._show_counts()

    @Slot(object)
    def _on_missed(self, words: str) -> None:
        if self.listing.question.searching:
            self.status_line.show_missed(words)

    @Slot(object)
    def _on_chosen(self, papers: Sequence[int]) -> None:
        self.boxes.show_details_of(papers)
        self.wiring.take_selection(papers)
        self._show_counts()
        self.looked_at.take(papers, counts=self.listing.question.filter != Filter.UNREAD)

    @Slot()
    def _on_search_entered(self) -> None:
        # The model takes seconds to load: begin while the user still types.
        program = self.program
        if self.listing.meaning:
            self.listing.beside(lambda: program.embedder.warm())

    def _show_counts(self) -> None:
        searched = self.list_pane.searched
        page = self.list_pane.pages.own(Kind.DIGEST)
        count = None if page is not None and page.isVisible() else self.model.rowCount()
        self.status_line.show_papers(count, len(self.view.selected()), searching=searched)

    def _completions(self, text: str, cursor: int) -> Sequence[Completion]:
        from readinglist.search import complete  # the first paint does not need it

        return complete(text, cursor, tags=[tag.name for tag in self._places.tags] if self._places else [])

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self.list_pane.set_density(settings.density)
        self._show_network()

    @Slot()
    def _show_network(self) -> None:
        # The switch is shown as soon as it is moved, whatever is still on its way.
        state = "offline" if self.choices.offline else self.network.state
        self.status_line.show_network(state)
        self.list_pane.feed_head.set_offline(state == "offline")
        self.work_watch.take_state(paused=self.choices.settings.work_paused, network=state)

    # -- dropping anywhere

    @guarded(None)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if acceptable(event.mimeData()):
            event.acceptProposedAction()

    @guarded(None)
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if acceptable(event.mimeData()):
            event.acceptProposedAction()

    @guarded(None)
    def dropEvent(self, event: QDropEvent) -> None:
        if self.taking_in.take(event.mimeData()):
            event.acceptProposedAction()

    # -- remembering

    def _restore(self) -> None:
        state = self._state
        if not (state.geometry and self.restoreGeometry(QByteArray.fromBase64(state.geometry.encode()))):
            self.resize(1440, 900)
        self.panes.restore(state.panes, sidebar=state.sidebar, details=state.details)
        self.sidebar.view.set_folded(state.folded)
        self.sidebar.choose(question_of(state).place)
        self.reading.own_windows.geometry = state.own_window
        self.choices.show()

    def _now(self) -> WindowState:
        question = self.listing.question
        sidebar, details = self.panes.wanted
        return WindowState(
            geometry=self.saveGeometry().toBase64().toStdString(),
            panes=self.panes.widths,
            sidebar=sidebar,
            details=details,
            place=question.place.kind.value,
            name=question.place.name,
            filter=question.filter.value,
            sort=question.sort.value if question.sort else "",
            text=question.text,
            selected=self.view.selected()[:100],
            folded=self.sidebar.view.folded,
            tab=self.boxes.tab,
            own_window=self.reading.own_windows.place,
        )


def load_details() -> None:
    """Import what details and open PDFs are made of, beside the GUI thread; the first paint does not need it."""
    import readinglist.gui.details
    import readinglist.gui.reader.reader_tab  # noqa: F401
