"""Search by words: each word must occur; what holds them in title, abstract, note or tags comes before mere pages."""

from __future__ import annotations

from collections.abc import Sequence

from readinglist.library.index_answers import Answers, PageHit
from readinglist.library.query import And, Everything, Query, Words
from readinglist.search.question import positive_words

MOST_WHILE_TYPING = 1_000
PAGES_RANKED = 300
SHORTEST_ON_PAGES = 4
"""Letters of a prefix that is looked for on pages while typing; shorter ones stand on most pages anyway."""


def ranked(answers: Answers, query: Query, limit: int | None, *, typing: bool) -> list[tuple[int, float]]:
    """(paper, score) of all papers that match, best first. While typing at most MOST_WHILE_TYPING."""
    if typing:
        limit = MOST_WHILE_TYPING if limit is None else min(limit, MOST_WHILE_TYPING)
    wanted = positive_words(query)
    if not wanted:
        return [(paper, 0.0) for paper in answers.newest(query, limit)]
    conjunction = _conjunction(query)
    if conjunction is not None:
        words, rest = conjunction
        found = answers.with_all(words, rest, limit)
        if (limit is not None and len(found) >= limit) or not _pages_may_help(answers, wanted, typing):
            return found
    else:
        matching = set(answers.shown(query))
        found = [(paper, score) for paper, score in answers.with_any(wanted) if paper in matching]
    known = {paper for paper, _ in found}
    others = [paper for paper in answers.shown(query) if paper not in known]
    return [*found, *_by_pages(answers, wanted, others, found)][:limit]


def _conjunction(query: Query) -> tuple[list[Words], Query] | None:
    """The words that must all be in a paper's metadata or pages, and the rest; None if it is not so simple."""
    parts = query.parts if isinstance(query, And) else (query,)
    words = [part for part in parts if isinstance(part, Words) and part.field != "text"]
    rest = [part for part in parts if part not in words]
    if not words or any(positive_words(part) for part in rest):
        return None
    return words, And(tuple(rest)) if rest else Everything()


def _pages_may_help(answers: Answers, wanted: Sequence[Words], typing: bool) -> bool:
    anywhere = [words for words in wanted if words.field is None]
    if not anywhere or not answers.has_pages():
        return False
    return not typing or all(len(words.text) >= SHORTEST_ON_PAGES for words in anywhere if words.prefix)


def _by_pages(
    answers: Answers, wanted: Sequence[Words], papers: Sequence[int], before: Sequence[tuple[int, float]]
) -> list[tuple[int, float]]:
    """The papers by their best page, below what came `before`; those without a ranked page at the end, newest first."""
    if not papers:
        return []
    best = best_pages(answers, wanted)
    top = max((hit.score for hit in best.values()), default=1.0)
    floor = before[-1][1] if before else 1.0
    scored = [(paper, floor * 0.99 * best[paper].score / max(top, 1e-9) if paper in best else 0.0) for paper in papers]
    return sorted(scored, key=lambda pair: (-pair[1], -pair[0]))


def best_pages(answers: Answers, wanted: Sequence[Words]) -> dict[int, PageHit]:
    """For each paper its best page among the best of all."""
    best: dict[int, PageHit] = {}
    for hit in answers.pages_with_any(on_pages(wanted), PAGES_RANKED):
        best.setdefault(hit.paper, hit)
    return best


def on_pages(wanted: Sequence[Words]) -> list[Words]:
    """Those of the words that may stand on a page."""
    return [words for words in wanted if words.field in {None, "text"}]
