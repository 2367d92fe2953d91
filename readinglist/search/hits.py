"""What a hit shows: why it was found, and the piece of text that says it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from readinglist.library.index_answers import Answers, PageHit
from readinglist.library.index_text import PaperText, digest_of
from readinglist.library.index_words import Word, stems_of, words_of
from readinglist.library.landing import Landing
from readinglist.library.records import Reason
from readinglist.search.frequencies import Frequencies
from readinglist.search.packing import unpack_bytes
from readinglist.search.passages import PassageHit
from readinglist.search.question import Question
from readinglist.search.sentences import sentences_of
from readinglist.search.snippets import Snippet, page_label, shorten, snippets_for
from readinglist.search.stop_words import STOP_WORDS

MOST_NAMED = 4
TELLING_WORD = 1.5
"""Least inverse document frequency of a word that is named as a reason."""
QUOTED = 24
"""Words of a passage that are shown on its page."""
CLOSE = 0.25
"""Least cosine that is called close."""


@dataclass(frozen=True, slots=True)
class Near:
    """Cosines of papers to the question, nan where unknown, and for some the passage that is nearer than the paper."""

    papers: np.ndarray
    cosines: np.ndarray
    passages: dict[int, PassageHit]


class HitReader:
    """Reads the papers of one answer. `vector` is the question's, empty if there is none."""

    def __init__(
        self, answers: Answers, frequencies: Frequencies, question: Question, stamp: str, vector: np.ndarray
    ) -> None:
        self._answers = answers
        self._frequencies = frequencies
        self._question = question
        self._stamp = stamp
        self._vector = vector
        self._words = self._telling_words()

    def read(
        self, papers: Sequence[int], near: Near, pages: Mapping[int, PageHit]
    ) -> dict[int, tuple[tuple[Reason, ...], str, Landing | None]]:
        """Reasons and snippet of each paper, and where the snippet stands in a file, if it does."""
        texts = self._answers.texts(papers)
        by_words = snippets_for(self._answers, self._question.words, papers, pages)
        cosines = dict(zip(near.papers.tolist(), near.cosines.tolist(), strict=True))
        read = {}
        for paper, text in texts.items():
            passage, page = near.passages.get(paper), pages.get(paper)
            reasons = self._reasons(text, cosines.get(paper, np.nan), passage, page)
            if any(reason.kind == "words" for reason in reasons) and paper in by_words:
                shown = by_words[paper]
            else:
                shown = self._nearest_text(text, passage)
                shown = shown if shown.shown else by_words.get(paper, shown)
            read[paper] = (reasons, shown.shown, shown.landing)
        return read

    def _telling_words(self) -> list[Word]:
        words = {word.stem: word for word in reversed(list(words_of(self._question.text)))}
        telling = [
            word
            for word in words.values()
            if word.form not in STOP_WORDS and self._frequencies.idf(word.stem) >= TELLING_WORD
        ]
        return sorted(telling, key=lambda word: -self._frequencies.idf(word.stem))

    def _reasons(
        self, text: PaperText, cosine: float, passage: PassageHit | None, page: PageHit | None
    ) -> tuple[Reason, ...]:
        held = set(stems_of("\n".join(text.columns)))
        reasons = []
        if named := self._named(held):
            reasons.append(Reason("words", f"has {named}"))
        elif page is not None and (named := self._named(set(stems_of(self._answers.page(page.document, page.page))))):
            reasons.append(Reason("words", f"has {named} on page {page.page + 1} of its PDF"))
        if passage is not None and cosine >= CLOSE and (found := self._passage(passage)):
            reasons.append(Reason("meaning", f"close in meaning on page {found[0]} of its PDF"))
        elif cosine >= CLOSE:
            reasons.append(Reason("meaning", "close in meaning"))
        if not reasons:
            by_words = np.isnan(cosine)
            reasons.append(
                Reason("words", "has some of the words") if by_words else Reason("meaning", "near in meaning")
            )
        return tuple(reasons)

    def _named(self, stems: set[str]) -> str:
        text = self._question.text
        named = [text[word.start : word.end] for word in self._words if word.stem in stems]
        return ", ".join(f"*{word}*" for word in named[:MOST_NAMED])

    def _nearest_text(self, text: PaperText, passage: PassageHit | None) -> Snippet:
        """The passage or sentence that is nearest to the question, the beginning of the abstract if that is unknown."""
        if passage is not None and (found := self._passage(passage)):
            place = Landing(passage.document, found[0], quote=" ".join(found[1].split()[:QUOTED]))
            return Snippet(page_label(found[0]) + shorten(found[1]), place)
        sentences = [text.abstract[start:end] for start, end in sentences_of(text.abstract)]
        if not sentences or not len(self._vector):
            return Snippet(shorten(text.abstract))
        blob = self._answers.sentences(self._stamp, [text.id]).get(text.id)
        fresh = self._answers.digests(self._stamp, [text.id]).get(text.id) == digest_of(text.title, text.abstract)
        if blob is None or not fresh:
            return Snippet(shorten(text.abstract))
        vectors = unpack_bytes(blob, len(self._vector))
        return Snippet(shorten(sentences[int((vectors @ self._vector).argmax())]))

    def _passage(self, hit: PassageHit) -> tuple[int, str] | None:
        return self._answers.passage(self._stamp, hit.document, hit.number)
