"""The middle pane: search field, filters, order, and the list of papers or what stands in for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from readinglist.errors import QueryError
from readinglist.gui import places
from readinglist.gui.answers import Answer, Question
from readinglist.gui.details_flow import Flow
from readinglist.gui.empty_words import words_for
from readinglist.gui.list_pages import ListPages, gathers
from readinglist.gui.listing import Listing
from readinglist.gui.paper_delegate import PaperDelegate, found_text
from readinglist.gui.paper_model import PaperModel
from readinglist.gui.paper_view import PaperView
from readinglist.gui.places import Filter, Kind, Place
from readinglist.gui.search_field import SearchField
from readinglist.gui.theme import Theme
from readinglist.gui.today.asking import ALL_DAYS
from readinglist.gui.today.header import TodayHeader
from readinglist.gui.today.orders import Order
from readinglist.gui.today.row import TodayDelegate
from readinglist.gui.words import many
from readinglist.library.records import Sort

SORTS = {
    Sort.ADDED: "Newest first",
    Sort.TITLE: "By title",
    Sort.YEAR: "By year",
    Sort.READ: "Last read first",
    Sort.QUEUE: "Queue order",
}
BEST = "Best match"


MOST_CHOSEN = 20
"""Papers that are chosen at once when they have come in."""


class ListPane(QWidget):
    """Shows the answers of a Listing and turns what the user does here into its questions."""

    shown = Signal(object)
    """The Answer that is on the screen now."""
    went = Signal(object)
    """The list went to this Place by itself, to show papers that were asked for."""

    def __init__(
        self, theme: Theme, listing: Listing, model: PaperModel, field: SearchField, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("pane", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._listing, self.model = theme, listing, model
        self._answer: Answer | None = None
        self._faulty: str | None = None
        """The text of which a mistake was told."""
        self._wanted: tuple[int, ...] = ()
        self._elsewhere: list[Place] = []
        """Places where the wanted papers may be, if they are not here."""
        self._line_after = -1
        self._first_of_day: tuple[int, ...] | None = None
        """What a new day began with, empty until it is here, None once its order is known."""
        self._order = Order.FOR_YOU
        self._focus_wanted = False
        self._shown_before: Sequence[int] | None = None
        """What the list held before an undo, until its answer is here."""
        self.field = field
        self.delegate = PaperDelegate(theme, self)
        self.feed_delegate = TodayDelegate(theme, self)
        self.view = PaperView(model, self.delegate, self)
        self.pages = ListPages(theme, self.view)
        self.empty = self.pages.empty
        self.head = QHBoxLayout()
        self.head.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self._filters = QButtonGroup(self)
        self._filter_row = QHBoxLayout()
        self._make_filters()
        self.sort_button = QPushButton(SORTS[Sort.ADDED])
        self._make_sort_button()
        self.feed_head = TodayHeader(theme)
        self.feed_head.hide()
        self._lay_out()
        self._connect()
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def _lay_out(self) -> None:
        rule = QFrame()
        rule.setProperty("kind", "separator")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.head)
        layout.addLayout(self._filter_row)
        layout.addWidget(self.feed_head)
        layout.addWidget(rule)
        layout.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self._listing.answered.connect(self._on_answered)
        self._listing.faulty.connect(self._on_faulty)
        self.field.asked.connect(self._on_asked)
        self.field.left.connect(self._on_field_left)
        self.field.finished.connect(self._on_field_finished)
        self.feed_head.day_wanted.connect(self._on_day)
        self.feed_head.order_wanted.connect(self.set_order)
        self.feed_head.unread_wanted.connect(self.set_only_unread)

    @property
    def complete(self) -> bool:
        """Whether the list shows all there is: of a search, what was found by meaning too."""
        return self._answer is not None and self._answer.question == self._listing.question and self._answer.complete

    @property
    def searched(self) -> bool:
        """Whether what is listed was found by a search; a text that cannot be read leaves the former list."""
        return self._answer is not None and self._answer.shown.searching

    @property
    def controls(self) -> list[QWidget]:
        """What stands between the search field and the list, in the order of Tab."""
        return [self._scope, *self._filters.buttons(), self.sort_button, *self.feed_head.controls]

    # -- asking

    def go(self, place: Place, *, text: str = "", everywhere: bool = False) -> None:
        """Show a place, or search in it."""
        sort = None if text.strip() else places.sort_of(place)
        self.field.set_text(text)
        question = Question(place, Filter.ALL, sort, text, everywhere)
        before = self._listing.question
        if question.of_feeds:
            chosen = before.filter if before.of_feeds else Filter.ALL
            question = replace(question, filter=chosen, order=self._order)
        self._ask(question)

    def ask(self, question: Question) -> None:
        """Show the papers of a question; field, filters and order follow it."""
        if question.text != self.field.text:
            self.field.set_text(question.text)
        self._ask(question)

    def set_sort(self, sort: Sort | None) -> None:
        """Order the list otherwise; None is best match, while searching."""
        self._ask(replace(self._listing.question, sort=sort, related=()))

    @Slot(object)
    def set_order(self, order: Order) -> None:
        """Order a page of feeds, anew if it is in that order already; the others follow."""
        self._order = order
        self._ask(replace(self._listing.question, order=order))

    @Slot(bool)
    def set_only_unread(self, on: bool) -> None:
        """Show only what was not looked at yet on a page of feeds."""
        self._ask(replace(self._listing.question, filter=Filter.UNREAD if on else Filter.ALL))

    @Slot(str)
    def _on_day(self, day: str) -> None:
        self._ask(replace(self._listing.question, day=day or None))
        self.view.setFocus()
        self.view.clearSelection()
        self._first_of_day = ()
        self.choose_line_after_refresh(0)

    def want_selected(self, papers: tuple[int, ...]) -> None:
        """Choose these papers as soon as the list shows them."""
        self._wanted, self._elsewhere = papers, []
        self._choose_wanted()

    def show_papers(self, papers: tuple[int, ...], *, focus: bool = False) -> None:
        """Choose these papers here, or go where they are; of a whole import the first, lest a key changes them all.

        `focus`: the user asked for them, so that the keys go to the list.
        """
        self._want(papers if len(papers) <= MOST_CHOSEN else papers[:1], focus)
        self._listing.ask_again()

    def return_to(self, question: Question, papers: tuple[int, ...]) -> None:
        """Show what was shown before, with these papers chosen and the keys going to the list."""
        self._want(papers, True)
        self.went.emit(question.place)
        self.ask(question)

    def choose_what_comes_back(self, before: Sequence[int]) -> None:
        """Choose what the list shows at its next answer and did not hold `before`."""
        self._shown_before = before
        self._listing.ask_again()

    def _want(self, papers: tuple[int, ...], focus: bool) -> None:
        self._wanted, self._focus_wanted = papers, focus
        self._elsewhere = [places.LIBRARY, Place(Kind.INBOX), Place(Kind.RECENT), places.TRASH]
        if focus:
            self.view.setFocus()

    @Slot()
    def show_top(self) -> None:
        """Go to the library and choose the first that is listed."""
        self.go(places.LIBRARY)
        self.went.emit(places.LIBRARY)
        self.view.clearSelection()
        self.choose_line_after_refresh(0)

    def choose_line_after_refresh(self, line: int) -> None:
        """The chosen papers are about to go: choose what stands on that line then."""
        self._line_after = line

    def set_density(self, density: str) -> None:
        """Rows `comfortable` or `compact`."""
        for delegate in (self.delegate, self.feed_delegate):
            delegate.set_density(density)
        self.view.take_row_height()

    def _ask(self, question: Question) -> None:
        self._shown_before = None
        self._show_question(question)
        self._listing.ask(question)

    @Slot(str)
    def _on_asked(self, text: str) -> None:
        question = self._listing.question
        sort = question.sort
        if self.field.saves_to:
            sort = sort or Sort.ADDED  # a list is by words, never by what fits best
        elif bool(text.strip()) != question.searching:
            sort = None if text.strip() else places.sort_of(question.place)
        everywhere = question.everywhere and bool(text.strip())
        self._ask(replace(question, text=text, sort=sort, everywhere=everywhere, related=()))

    @Slot(object)
    def _on_filter(self, button: QPushButton) -> None:
        self._ask(replace(self._listing.question, filter=Filter(button.text())))

    @Slot(bool)
    def _on_scope(self, within: bool) -> None:
        if self._listing.question.related:
            self.go(places.LIBRARY)
        else:
            self._ask(replace(self._listing.question, everywhere=not within))

    @Slot(object)
    def _on_sort(self, action: QAction) -> None:
        self.set_sort(action.data())

    @Slot(object)
    def _on_faulty(self, fault: QueryError | None) -> None:
        self._faulty = None if fault is None else self._listing.question.text
        if fault is not None:
            self.field.show_problem(str(fault), fault.position, fault.length)
        elif self._answer is None or self._answer.error is None:
            self.field.show_problem("")
        if self._answer is not None:
            self._show_empty(self._answer)

    @Slot()
    def _on_field_finished(self) -> None:
        if self._listing.finish_typing() and self.pages.lists:
            self._go_to_list()

    @Slot()
    def _on_field_left(self) -> None:
        self._listing.finish_typing()
        self._go_to_list()

    def _go_to_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.view.selected():
            self.view.select_line(max(self.view.current_line(), 0))

    # -- showing

    @Slot(object)
    def _on_answered(self, answer: Answer) -> None:
        before = self._answer
        self._answer = answer
        self._show_problem(answer)
        self._show_page(answer)
        if answer.complete or not answer.hits:  # until then rows keep their height: the pieces of text come later
            self.delegate.set_snippets(any(found_text(hit) for hit in answer.hits.values()))
        self.view.take_row_height()
        if before is not None and (before.shown == answer.shown or _same_page(before, answer)):
            self.model.refresh(answer.ids, answer.hits)
            if before.page is not None and answer.page is not None and before.page.ranking != answer.page.ranking:
                self._show_order()
        else:
            self.model.set_papers(answer.ids, answer.hits)
            self.view.scrollToTop()
        self._choose_what_came_back(answer.ids)
        self._choose_wanted()
        if answer.complete and not self._elsewhere:
            self._wanted = ()  # they are not here, and are not to be chosen when they turn up much later
        self._choose_line_after()
        self._show_empty(answer)
        if self._focus_wanted and answer.ids:
            self._focus_wanted = False
            self.view.setFocus()
        self.shown.emit(answer)

    def _show_page(self, answer: Answer) -> None:
        """A page of feeds has a head and rows of its own."""
        question, page = answer.shown, answer.page
        self.model.in_feeds = page is not None
        self.model.set_ranked(page.ranking.ranked if page is not None and page.ranking is not None else {})
        if page is not None:
            self.feed_head.show_page(page, question.order, unread=question.filter == Filter.UNREAD)
            self.feed_delegate.dated = page.day == ALL_DAYS
        self.view.set_delegate(self.delegate if page is None else self.feed_delegate)

    def _show_order(self) -> None:
        """Rows went elsewhere: show the chosen one, or the top; a day begins with the first of its order."""
        first, self._first_of_day = self._first_of_day, None
        if first and self.view.selected() == first:
            self.view.select_line(0)
        elif self.view.selected():
            self.view.scrollTo(self.view.currentIndex())
        else:
            self.view.begin_at_top()

    def _choose_what_came_back(self, ids: Sequence[int]) -> None:
        before, self._shown_before = self._shown_before, None
        if before is not None:
            known = set(before)
            back = [paper for paper in ids if paper not in known]
            if back:
                self.view.select(back)

    def _choose_wanted(self) -> None:
        if not self._wanted:
            return
        if any(self.model.number_of(paper) is not None for paper in self._wanted):
            self.view.select(self._wanted)
            self._wanted, self._elsewhere = (), []
        elif self._elsewhere:
            place = self._elsewhere.pop(0)
            self.go(place)
            self.went.emit(place)

    def _choose_line_after(self) -> None:
        if self._line_after >= 0 and not self.view.selected():
            self.view.select_line(self._line_after)
            self._line_after = -1
            if self._first_of_day is not None:
                self._first_of_day = self.view.selected()

    def _show_problem(self, answer: Answer) -> None:
        error = answer.error
        if error is None or not answer.question.searching:
            # What was told of this text stays: meaning that joins, or a change of the library, mends no query.
            if answer.readable and self._faulty != answer.question.text:
                self.field.show_problem("")
        elif isinstance(error, QueryError):
            self.field.show_problem(str(error), error.position, error.length)
        else:
            self.field.show_problem(str(error))

    def _show_empty(self, answer: Answer) -> None:
        kind = answer.question.place.kind
        if gathers(answer.question) and (answer.ids or kind == Kind.DIGEST) and self.pages.show_own(kind):
            return
        if answer.ids:
            self.pages.show_list()
            return
        faulty = self._faulty == answer.question.text
        if not (answer.readable or answer.error or faulty):
            return  # the text is on its way: there is nothing new to say
        looking = answer.by_meaning and not answer.complete and self._listing.meaning
        self.pages.say(words_for(answer, looking=looking, faulty=faulty))

    def _show_question(self, question: Question) -> None:
        for button in self._filters.buttons():
            button.setChecked(button.text() == question.filter.value)
        everywhere = question.place.kind in (Kind.LIBRARY, Kind.DIGEST) or question.place.is_feed
        self.field.show_place("" if everywhere else question.place.title)
        narrow = question.searching and not everywhere
        self._scope.setVisible(narrow or bool(question.related))
        self._scope.setText(f"Related to {many(question.related)}" if narrow is False else f"In {question.place.title}")
        self._scope.setChecked(not question.everywhere)
        for button in self._filters.buttons():
            button.setEnabled(not question.related)
            button.setVisible(not gathers(question) and not question.of_feeds)
        self.sort_button.setVisible(not gathers(question) and not question.of_feeds)
        self.feed_head.setVisible(question.of_feeds)
        label = BEST if question.sort is None else SORTS[question.sort]
        self.sort_button.setText(label)
        for action in self.sort_menu.actions():
            action.setChecked(action.data() == question.sort)
            if action.data() is None:
                action.setVisible(question.searching or bool(question.related))

    # -- parts

    def _make_filters(self) -> None:
        self._filters.setExclusive(True)
        self._scope = QPushButton()
        self._scope.setProperty("kind", "chip")
        self._scope.setCheckable(True)
        self._scope.setToolTip("Search only here; let go of it to search everywhere")
        self._scope.clicked.connect(self._on_scope)
        for chosen in Filter:
            button = QPushButton(chosen.value)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setChecked(chosen == Filter.ALL)
            button.setAccessibleName(places.SPOKEN[chosen])
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._filters.addButton(button)
        self._filters.buttonClicked.connect(self._on_filter)
        chips = Flow(self)  # with large text they do not fit on one line
        chips.set_items([self._scope, *self._filters.buttons()])
        self._scope.hide()
        self._filter_row.addWidget(chips, 1, Qt.AlignmentFlag.AlignVCenter)

    def _make_sort_button(self) -> None:
        self.sort_button.setProperty("kind", "quiet")
        self.sort_button.setAccessibleName("Order of the list")
        self._theme.dress(self.sort_button, "sort", size=15)
        self.sort_menu = QMenu(self)
        group = QActionGroup(self)
        for sort, label in ((None, BEST), *SORTS.items()):
            action = self.sort_menu.addAction(label)
            action.setCheckable(True)
            action.setData(sort)
            group.addAction(action)
        group.triggered.connect(self._on_sort)
        self.sort_button.setMenu(self.sort_menu)
        self._filter_row.addWidget(self.sort_button, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self.head.setContentsMargins(px(20), px(12), px(20), px(8))
        self.head.setSpacing(px(8))
        self._filter_row.setContentsMargins(px(20), 0, px(12), px(8))
        self._filter_row.setSpacing(px(6))
        self.view.take_row_height()


def _same_page(one: Answer, other: Answer) -> bool:
    """Whether both are the same day of the same feed, in whatever order: what is chosen stays so."""
    there = one.page is not None and other.page is not None
    return there and (one.shown.place, one.shown.day) == (other.shown.place, other.shown.day)
