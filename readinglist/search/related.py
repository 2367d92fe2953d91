"""Which papers are like these: candidates by vectors and by rare words, scored closely, without the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import numpy as np

from readinglist.library.index_answers import Answers
from readinglist.library.index_text import PaperText, digest_of
from readinglist.library.index_words import forms_of, stem, stems_of, term_number, term_numbers
from readinglist.library.query import Everything, Words
from readinglist.library.records import Hit, Reason
from readinglist.search import bm25
from readinglist.search.frequencies import Frequencies
from readinglist.search.fusion import related_scores
from readinglist.search.openings import Opening, openings_of
from readinglist.search.packing import unpack_bytes
from readinglist.search.reasons import Side, reasons_for
from readinglist.search.stop_words import STOP_WORDS
from readinglist.search.vectors import NOTHING, PaperMatrix

ALL_ARE_CANDIDATES = 400
"""Up to this many papers are all looked at closely."""
BY_VECTORS, BY_WORDS = 160, 60
"""Candidates of a larger library, for one paper asked about."""
RAREST = 10
"""Words of a paper by which candidates are sought."""
MOST_HOLDING = 2_000
"""Papers that may hold these words all together: more would take too long."""
USUAL_WORDS = 180.0
"""Words of a title with abstract, for BM25's length norm."""
MOST_SEEDS = 12
NEAR = 1.5
"""Standard deviations by which a paper must be nearer in meaning than others are, if no shared word, author or tag
speaks for it."""
FEWEST, RATHER_NEAR = 3, 0.4
"""For the best so many this is near enough, since a small library has nothing nearer; not where only a title or the
beginning of a document is known, which is near to much by chance."""
MEASURED = 512
"""Papers of a large library that tell how near papers usually are."""
AT_LARGE, AT_LARGE_PAPERS = (0.33, 0.11), 25
"""Mean and deviation of the shipped model's cosines of two abstracts of one field (200 of the ACL Anthology), and how
many papers they count as: the few papers of a small library have no usual nearness of their own."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Papers that may be related, with what is needed to score them; row k of all is `ids[k]`."""

    ids: np.ndarray
    terms: list[bytes]
    """Numbers of the words of title and abstract."""
    openings: dict[int, Opening] = field(default_factory=dict)
    """Of those, and of the papers asked about, that have no abstract but a document."""


def related_to(
    answers: Answers,
    frequencies: Frequencies,
    matrix: PaperMatrix,
    hidden: Set[int],
    papers: Sequence[int],
    limit: int,
) -> list[Hit]:
    """The papers most like all of `papers`, best first, with reasons; fewer than `limit` if no more are like them.

    Never these papers or other versions of them, none that is `hidden`, and none without title and abstract: with
    those there is nothing to compare.
    """
    asked = answers.texts(papers[:: max(1, -(-len(papers) // MOST_SEEDS))]).values()
    frequencies.refresh()
    begun = openings_of(answers, matrix, [text.id for text in asked])
    seeds = [_told(text, begun) for text in asked if text.title or text.abstract]
    unwanted = hidden | answers.same_work(papers)
    if not seeds:
        return []
    candidates = gather(answers, _candidate_ids(answers, frequencies, matrix, seeds, begun, unwanted), matrix)
    if not len(candidates.ids):
        return []
    candidates.openings.update(begun)
    by_seed = np.stack([likeness(frequencies, matrix, candidates, seed) for seed in seeds])
    scores = by_seed.mean(axis=0)
    order = np.lexsort((-candidates.ids, -scores))[:limit]
    best = candidates.ids[order].tolist()
    sides = sides_of(answers, matrix, candidates.openings, [*(seed.id for seed in seeds), *best])
    nearness = [_nearness(matrix, candidates, order, seed) for seed in seeds]
    hits = []
    said = Counter[str]()
    for place, (at, paper) in enumerate(zip(order, best, strict=True)):
        closest = int(by_seed[:, at].argmax())  # of several papers the one that it is most like
        nearest = seeds[closest].id
        if not {nearest, paper} <= sides.keys():
            continue
        one, other = sides[nearest], sides[paper]
        reasons = reasons_for(one, other, frequencies, said, of_several=len(papers) > 1)
        begins = not candidates.openings.keys().isdisjoint((nearest, paper))
        thin = begins or not (one.text.abstract and other.text.abstract)
        near = float(nearness[closest][place])
        if np.isnan(near):  # without vectors words alone have chosen it, and of a bare title few did
            near = -np.inf if thin else np.inf
        if near >= _least(reasons, place, begins, thin):
            hits.append(Hit(paper, float(scores[at]), reasons))
    return hits


def _least(reasons: Sequence[Reason], place: int, begins: bool, thin: bool) -> float:
    """How near a hit must be in meaning to be shown for these reasons.

    `begins`: of one of the two the beginning of a document speaks, which is long and shares words with much; `thin`:
    that, or not even an abstract.
    """
    kinds = {reason.kind for reason in reasons}
    if kinds & {"author", "tag"} or (kinds != {"meaning"} and not begins):
        return -np.inf
    return RATHER_NEAR if kinds != {"meaning"} or (place < FEWEST and not thin) else NEAR


def _told(text: PaperText, openings: Mapping[int, Opening]) -> PaperText:
    """The paper with the beginning of its document in the place of an abstract that it lacks."""
    opening = openings.get(text.id)
    return text if opening is None else replace(text, abstract=opening.text)


def _vector(matrix: PaperMatrix, openings: Mapping[int, Opening], paper: int) -> np.ndarray | None:
    opening = openings.get(paper)
    return matrix.of(paper) if opening is None else opening.whole


def _cosines(matrix: PaperMatrix, candidates: Candidates, vector: np.ndarray) -> np.ndarray:
    cosines = matrix.cosines(candidates.ids, vector)
    for at, paper in enumerate(candidates.ids.tolist() if candidates.openings else ()):
        if paper in candidates.openings:
            cosines[at] = candidates.openings[paper].whole @ vector
    return cosines


def _candidate_ids(
    answers: Answers,
    frequencies: Frequencies,
    matrix: PaperMatrix,
    seeds: Sequence[PaperText],
    openings: Mapping[int, Opening],
    unwanted: Set[int],
) -> list[int]:
    if answers.paper_count() <= ALL_ARE_CANDIDATES:
        return [paper for paper in answers.shown(Everything()) if paper not in unwanted]
    share = min(len(seeds) or 1, 4)
    found: dict[int, None] = {}
    for text in seeds:
        vector = _vector(matrix, openings, text.id)
        if vector is not None:
            found.update(dict.fromkeys(_nearest(matrix, vector, BY_VECTORS // share, unwanted)))
        words = rarest_words(text, frequencies)
        found.update(dict.fromkeys(paper for paper, _ in answers.with_any(words, BY_WORDS // share)))
    return [paper for paper in found if paper not in unwanted]


def _nearest(matrix: PaperMatrix, vector: np.ndarray, count: int, unwanted: Set[int]) -> list[int]:
    """The papers with the nearest vectors; those that are unwanted take no places of others."""
    asked = count + 50
    while True:
        papers = [paper for paper in matrix.nearest(vector, asked) if paper not in unwanted]
        if len(papers) >= count or asked >= len(matrix):
            return papers[:count]
        asked *= 8


def rarest_words(text: PaperText, frequencies: Frequencies) -> list[Words]:
    """The words of title and abstract by which to look for papers like it: rare, but not in it alone."""
    forms = {stem(form): form for form in forms_of(f"{text.title}\n{text.abstract}") if form not in STOP_WORDS}
    counted = sorted((frequencies.in_library(root), form) for root, form in forms.items() if len(root) > 1)
    chosen: list[Words] = []
    total = 0
    for count, form in counted:
        if count < 2:
            continue
        total += count
        if chosen and (len(chosen) == RAREST or total > MOST_HOLDING):
            break
        chosen.append(Words(form))
    return chosen


def gather(answers: Answers, ids: Sequence[int], matrix: PaperMatrix = NOTHING) -> Candidates:
    """Those of the papers that have a title or an abstract, with what is needed to score them."""
    terms = {paper: main for paper, (main, _) in answers.terms(ids).items() if main}
    known = [paper for paper in ids if paper in terms]
    openings = openings_of(answers, matrix, known)
    terms |= {paper: terms[paper] + term_numbers(stems_of(opening.text)) for paper, opening in openings.items()}
    return Candidates(np.array(known, dtype=np.int64), [terms[paper] for paper in known], openings)


def likeness(frequencies: Frequencies, matrix: PaperMatrix, candidates: Candidates, text: PaperText) -> np.ndarray:
    """How related each candidate is to one paper; a score compares within one call."""
    counts = Counter(stem(form) for form in forms_of(f"{text.title}\n{text.abstract}"))
    weights = {term_number(root): count * frequencies.idf(root) for root, count in counts.items()}
    words = bm25.scores(weights, candidates.terms, USUAL_WORDS)
    vector, title = _vector(matrix, candidates.openings, text.id), matrix.title(text.id)
    nothing = np.full(len(candidates.ids), np.nan, dtype=np.float32)
    cosines = nothing if vector is None else _cosines(matrix, candidates, vector)
    title_cosines = nothing if title is None else matrix.title_cosines(candidates.ids, title)
    return related_scores(words, cosines, title_cosines)


def _nearness(matrix: PaperMatrix, candidates: Candidates, places: np.ndarray, seed: PaperText) -> np.ndarray:
    """By how many standard deviations candidates are nearer to the seed than usual; nan where that is unknown."""
    vector = _vector(matrix, candidates.openings, seed.id)
    if vector is None or not len(matrix):
        return np.full(len(places), np.nan)
    usual, spread = usual_nearness(matrix, vector, seed.id)
    result: np.ndarray = (_cosines(matrix, candidates, vector)[places] - usual) / spread
    return result


def usual_nearness(matrix: PaperMatrix, vector: np.ndarray, paper: int) -> tuple[float, float]:
    """Mean and standard deviation of the cosines of a paper's vector to those of the library."""
    step = max(1, len(matrix) // MEASURED)
    cosines = (matrix.rows[::step] @ vector)[matrix.ids[::step] != paper]
    all_papers, (mean, deviation) = len(cosines) + AT_LARGE_PAPERS, AT_LARGE
    usual = (cosines.sum() + AT_LARGE_PAPERS * mean) / all_papers
    spread = ((cosines - usual) ** 2).sum() + AT_LARGE_PAPERS * (deviation**2 + (mean - usual) ** 2)
    return float(usual), float(np.sqrt(spread / all_papers))


def sides_of(
    answers: Answers, matrix: PaperMatrix, openings: Mapping[int, Opening], papers: Sequence[int]
) -> dict[int, Side]:
    """What the reasons need of each paper."""
    texts, marks = answers.texts(papers), answers.marks(papers)
    sentences = answers.sentences(matrix.stamp, papers) if len(matrix) else {}
    digests = answers.digests(matrix.stamp, papers) if sentences else {}
    sides = {}
    for paper, text in texts.items():
        fresh = paper in sentences and digests.get(paper) == digest_of(text.title, text.abstract)
        vectors = unpack_bytes(sentences[paper], matrix.dimensions) if fresh else None
        if paper in openings:
            vectors = openings[paper].of_sentences()
        sides[paper] = Side(_told(text, openings), marks[paper], vectors)
    return sides
