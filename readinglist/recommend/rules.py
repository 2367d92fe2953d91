"""The user's rules for new papers: what they say about tags is done when the papers arrive."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from readinglist.errors import ReadingListError
from readinglist.library import Library
from readinglist.search import parse

log = logging.getLogger(__name__)

PREVIEWED = timedelta(days=30)


def tag_arrived(library: Library, papers: Sequence[int]) -> None:
    """Tag new papers as the rules say; what boosts or mutes is looked at when papers are ranked."""
    rules = [rule for rule in library.deciding.rules() if rule.action == "tag"]
    if not rules or not papers:
        return
    library.index.catch_up()  # the words of the papers are to be found
    for rule in rules:
        try:
            caught = library.deciding.matching(parse(rule.words), papers)
        except ReadingListError as error:
            log.warning("The rule %s is not understood any more: %s", rule.words, error)
            continue
        if caught:
            library.deciding.tag_by_rule(caught, rule.tag)


def would_catch(library: Library, words: str) -> list[int]:
    """What a rule would have caught in the last month, newest first. QueryError if the words are no query."""
    query = parse(words)
    library.index.catch_up()
    since = datetime.now(UTC) - PREVIEWED
    return library.deciding.caught(query, since.date().isoformat())
