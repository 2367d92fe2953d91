"""What is offered to something that is watched, as a page like those of feeds. Reads; any thread but the GUI's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readinglist.errors import NotFoundError
from readinglist.gui.places import Place
from readinglist.gui.today.asking import ALL_DAYS, FeedPage, ForYou, decided_of, unread_of
from readinglist.gui.today.orders import held
from readinglist.gui.watched.places import place_of
from readinglist.library.feed_records import Ranked

if TYPE_CHECKING:
    from readinglist.library import Library
    from readinglist.library.decision_records import Watch


def read_watch(
    library: Library, place: Place, *, unread: bool = False, stood: Sequence[int] = ()
) -> tuple[list[int], FeedPage]:
    """The papers that are offered, and why each came near; `stood` is how they stood before."""
    watch = watch_of(library, place)
    offers = {offer.paper: offer for offer in library.deciding.offers(watch.id)}
    papers = list(offers)
    fresh = unread_of(library, papers)
    shown = fresh if unread else papers
    decided = [] if unread else decided_of(library, stood, shown)
    # A paper that was decided stays in sight, and says still why it was here.
    for paper, found in library.deciding.offers_of(decided).items():
        offers.update((paper, offer) for offer in found if offer.watch == watch.id)
    reasons = {
        offer.paper: Ranked(offer.paper, offer.score, (("watch", offer.reason.replace("*", "")),))
        for offer in offers.values()
    }
    page = FeedPage(
        day=ALL_DAYS,
        papers=len(papers),
        undecided=len(papers),
        unread=len(fresh),
        ranking=ForYou(reasons),
        title=watch.name,
    )
    return (held([*shown, *decided], stood) if stood else shown), page


def watch_of(library: Library, place: Place) -> Watch:
    """What is watched there. NotFoundError if it no longer is."""
    found = next((one for one in library.deciding.watches() if place_of(one).name.lower() == place.name.lower()), None)
    if found is None:
        raise NotFoundError(f"“{place.title}” is not watched any more.")
    return found
