"""For you: how well undecided papers are ranked, ours against four others, with authors of papers as its users.

What an author wrote up to 2017 is what they saved; what they wrote in 2018 to 2020 is to be found among all papers of
these years. No method sees who wrote what. Run it with `-m benchmark`; the vectors of some 23,000 abstracts take the
model twenty minutes and more, so READINGLIST_VECTOR_CACHE may name a folder to keep them in (they are told apart by the
model and the texts), and READINGLIST_FOR_YOU_CORPUS another corpus: lines of JSON with title, abstract, year, authors.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from readinglist.library import Library
from readinglist.library.index import PaperVectors
from readinglist.library.index_text import digest_of
from readinglist.library.index_words import stems_of
from readinglist.library.judgements import Judgements, Signal
from readinglist.library.records import PaperRecord, Status
from readinglist.recommend.recommender import Recommender
from readinglist.search import Embedder
from readinglist.search.packing import pack_bytes, pack_half
from readinglist.search.stop_words import STOP_WORDS
from tests.benchmarks.conftest import versus

pytestmark = [pytest.mark.benchmark, pytest.mark.shared]

Report = Callable[[str], None]
Ranker = Callable[[list[int]], np.ndarray]
"""From the rows that somebody saved to a score for each candidate."""

LAST_SAVED, LAST = 2017, 2020
FEWEST_SAVED, FEWEST_SOUGHT = 5, 2
USERS, SEED = 500, 7
RESAMPLED = 10_000
AHEAD_OF_SVM = 4.5
TIMED, CANDIDATES_TIMED, SLOWER_THAN_SVM = 20, 10_000, 5.0
"""The SVM is given its matrix and gives bare scores; ours reads what was decided, and says why."""
VECTORS_AT_ONCE = 256


@dataclass(frozen=True)
class Corpus:
    """The papers, and for each user which rows they saved and which are to be found."""

    papers: list[dict[str, Any]]
    years: np.ndarray
    past: np.ndarray
    candidates: np.ndarray
    users: list[tuple[list[int], list[int]]]


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Corpus:
    path = os.environ.get("READINGLIST_FOR_YOU_CORPUS") or shared / "data/corpora/acl-anthology-2021-02.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in lines]
    papers = [paper for paper in papers if paper.get("abstract") and paper.get("year") and int(paper["year"]) <= LAST]
    years = np.array([int(paper["year"]) for paper in papers])
    written: dict[str, list[int]] = defaultdict(list)
    for row, paper in enumerate(papers):
        for author in sorted(set(paper["authors"])):
            written[author].append(row)
    users = []
    for author in sorted(written):
        saved = [row for row in written[author] if years[row] <= LAST_SAVED]
        sought = [row for row in written[author] if years[row] > LAST_SAVED]
        if len(saved) >= FEWEST_SAVED and len(sought) >= FEWEST_SOUGHT:
            users.append((saved, sought))
    random.Random(SEED).shuffle(users)
    past, candidates = np.flatnonzero(years <= LAST_SAVED), np.flatnonzero(years > LAST_SAVED)
    return Corpus(papers, years, past, candidates, users[:USERS])


@pytest.fixture(scope="module")
def vectors(corpus: Corpus, embedder: Embedder, report: Report) -> np.ndarray:
    """What the program's model makes of the texts as the program gives them to it."""
    texts = [_for_model(paper) for paper in corpus.papers]
    key = hashlib.blake2b("\0".join([embedder.stamp, *texts]).encode(), digest_size=16).hexdigest()
    folder = os.environ.get("READINGLIST_VECTOR_CACHE")
    kept = Path(folder) / f"{key}.npy" if folder else None
    if kept is not None and kept.exists():
        found: np.ndarray = np.load(kept)
        return found
    report(f"{len(texts):,} abstracts to embed" + (f", kept as {kept}" if kept else ""))
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    made: np.ndarray | None = None
    for start in range(0, len(order), VECTORS_AT_ONCE):
        some = order[start : start + VECTORS_AT_ONCE]
        rows = embedder.encode([texts[row] for row in some])
        made = np.zeros((len(texts), rows.shape[1]), np.float32) if made is None else made
        made[some] = rows
    assert made is not None
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, made)
    return made


@pytest.fixture(scope="module")
def filled(
    corpus: Corpus, vectors: np.ndarray, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Library, np.ndarray]]:
    """A library with all the papers, without their people; and the paper of each row."""
    with Library.open(tmp_path_factory.mktemp("for_you") / "library") as library:
        ids: list[int] = []
        for start in range(0, len(corpus.papers), 5_000):
            records = [
                # With a DOI for each no two are taken for one paper that happens to stand there twice.
                PaperRecord(title=paper["title"], abstract=paper["abstract"], doi=f"10.5555/row.{start + at}")
                for at, paper in enumerate(corpus.papers[start : start + 5_000])
            ]
            ids += library.papers.add(records, source="benchmark", status=Status.INBOX).added
        assert len(ids) == len(corpus.papers)
        library.index.catch_up()
        for start in range(0, len(ids), 1_000):
            some = ids[start : start + 1_000]
            texts = library.index.answers.texts(some)
            library.index.set_paper_vectors(
                embedder.stamp,
                [
                    PaperVectors(
                        paper,
                        digest_of(texts[paper].title, texts[paper].abstract),
                        pack_half(vector),
                        pack_bytes(vector[None]),
                        b"",
                    )
                    for paper, vector in zip(some, vectors[start : start + 1_000], strict=True)
                ],
            )
        yield library, np.array(ids)


@pytest.fixture(scope="module")
def recommender(filled: tuple[Library, np.ndarray]) -> Iterator[Recommender]:
    """The program's own, with its child process."""
    recommender = Recommender(filled[0])
    recommender.rank(limit=1)  # so that its process is older than the test that watches for new ones
    yield recommender
    recommender.close()


# ---------------------------------------------------------------------------------------------------- who is compared


def ours(corpus: Corpus, recommender: Recommender, ids: np.ndarray) -> Ranker:
    """What the program does, but for reading from the library what was decided: its child, its variety."""
    candidates = tuple(ids[corpus.candidates].tolist())

    def judged(saved: Sequence[int]) -> Judgements:
        wanted = set(saved)
        signals = [
            Signal(int(ids[row]), 1.0, f"{corpus.years[row]}-07-01T00:00:00Z", "saved")
            if row in wanted
            else Signal(int(ids[row]), -1.0, f"{corpus.years[row]}-07-01T00:00:00Z", "dismissed")
            for row in corpus.past.tolist()
        ]
        return Judgements(tuple(signals), candidates)

    return lambda saved: recommender.score(judged(saved)).scores


def arxiv_sanity(corpus: Corpus) -> Ranker:
    """tf-idf and one linear SVM for each user, with the settings of arxiv-sanity-lite."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    made = TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",
        ngram_range=(1, 2),
        max_features=20_000,
        sublinear_tf=True,
        max_df=0.1,
        min_df=5,
    ).fit_transform([f"{paper['title']} {paper['abstract']}" for paper in corpus.papers])
    rows = made.tocsr()
    candidates = rows[corpus.candidates]

    def rank(saved: list[int]) -> np.ndarray:
        truth = np.zeros(rows.shape[0])
        truth[saved] = 1
        model = LinearSVC(C=0.01, class_weight="balanced", max_iter=10_000, tol=1e-6, random_state=0).fit(rows, truth)
        scores: np.ndarray = model.decision_function(candidates)
        return scores

    return rank


def nearest_to_mean(corpus: Corpus, vectors: np.ndarray) -> Ranker:
    candidates = vectors[corpus.candidates]
    return lambda saved: candidates @ vectors[saved].mean(axis=0)


def nearest_to_any(corpus: Corpus, vectors: np.ndarray) -> Ranker:
    candidates = vectors[corpus.candidates]
    return lambda saved: (candidates @ vectors[saved].T).max(axis=1)


def bm25_of_titles(corpus: Corpus) -> Ranker:
    """BM25 (k1 1.2, b 0.75, stemmed) of the candidates for the titles of what was saved, joined."""
    from scipy import sparse

    number: dict[str, int] = {}
    row, column = [], []
    for at, paper in enumerate(corpus.papers):
        for stem in stems_of(f"{paper['title']}\n{paper['abstract']}"):
            row.append(at)
            column.append(number.setdefault(stem, len(number)))
    shape = (len(corpus.papers), len(number))
    counts = sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=shape)
    holding = np.asarray((counts > 0).sum(axis=0)).ravel()
    idf = np.log1p((shape[0] - holding + 0.5) / (holding + 0.5))
    length = np.asarray(counts.sum(axis=1)).ravel()
    norm = 1.2 * (1 - 0.75 + 0.75 * length / length.mean())
    counts.data = counts.data * 2.2 / (counts.data + np.repeat(norm, np.diff(counts.indptr))) * idf[counts.indices]
    candidates = counts[corpus.candidates]

    def rank(saved: list[int]) -> np.ndarray:
        query = np.zeros(shape[1])
        for at in saved:
            for stem in stems_of(corpus.papers[at]["title"]):
                query[number[stem]] += stem not in STOP_WORDS
        scores: np.ndarray = candidates @ query
        return scores

    return rank


# ------------------------------------------------------------------------------------------------------ how they did


def measures(scores: np.ndarray, sought: set[int]) -> tuple[float, float, float]:
    """Recall@20, Recall@100 and nDCG@10, in percent."""
    hits = np.array([place in sought for place in np.argsort(-scores, kind="stable")[:100].tolist()])
    discount = 1 / np.log2(np.arange(2, 12))
    ideal = discount[: min(len(sought), 10)].sum()
    recall_20, recall_100 = hits[:20].sum() / len(sought), hits.sum() / len(sought)
    return 100 * recall_20, 100 * recall_100, 100 * float((hits[:10] * discount).sum() / ideal)


def interval(differences: np.ndarray) -> tuple[float, float]:
    """95 % of the means of resampled users (paired bootstrap)."""
    drawn = np.random.default_rng(0).integers(0, len(differences), (RESAMPLED, len(differences)))
    low, high = np.percentile(differences[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def test_what_authors_wrote_next(
    corpus: Corpus,
    vectors: np.ndarray,
    filled: tuple[Library, np.ndarray],
    recommender: Recommender,
    report: Report,
) -> None:
    place = {int(row): at for at, row in enumerate(corpus.candidates)}
    rankers = {
        "ours": ours(corpus, recommender, filled[1]),
        "tf-idf + SVM (arxiv-sanity-lite)": arxiv_sanity(corpus),
        "embedding, nearest to the mean": nearest_to_mean(corpus, vectors),
        "embedding, nearest to any": nearest_to_any(corpus, vectors),
        "BM25, titles joined": bm25_of_titles(corpus),
    }
    report(f"{len(corpus.users)} users, {len(corpus.past):,} papers before, {len(corpus.candidates):,} to rank")
    means = {}
    for name, ranker in rankers.items():
        rows = [measures(ranker(saved), {place[row] for row in sought}) for saved, sought in corpus.users]
        table = np.array(rows)
        means[name] = table.mean(axis=1)
        recall_20, recall_100, ndcg = table.mean(axis=0)
        line = f"{name:34} R@20 {recall_20:.1f}  R@100 {recall_100:.1f}  nDCG@10 {ndcg:.1f}  mean {table.mean():.2f}"
        if name != "ours":
            difference = means["ours"] - means[name]
            low, high = interval(difference)
            line += f"  ours {difference.mean():+.2f} [{low:.2f}, {high:.2f}]"
            report(line)
            assert low > 0
        else:
            report(line)
    assert (means["ours"] - means["tf-idf + SVM (arxiv-sanity-lite)"]).mean() >= AHEAD_OF_SVM


def test_speed(corpus: Corpus, filled: tuple[Library, np.ndarray], recommender: Recommender, report: Report) -> None:
    """One more decision, then the whole ranking of 10,000 papers and reasons; the SVM learns and scores as many."""
    library, ids = filled
    few = replace(corpus, candidates=corpus.candidates[:CANDIDATES_TIMED])
    svm = arxiv_sanity(few)
    saved, _ = max(corpus.users, key=lambda user: len(user[0]))
    library.papers.set_status(ids[corpus.past].tolist(), Status.DISMISSED)
    library.papers.set_status(ids[corpus.candidates[CANDIDATES_TIMED:]].tolist(), Status.DISMISSED)
    library.papers.set_status(ids[saved].tolist(), Status.READ)
    mine, theirs = [], []
    recommender.rank(limit=1)
    for number in range(TIMED):
        library.papers.star([int(ids[saved[number % len(saved)]])], on=number < len(saved))
        begin = time.perf_counter()
        ranking = recommender.rank(limit=50)
        mine.append(time.perf_counter() - begin)
        assert len(ranking.ranked) == 50
        begin = time.perf_counter()
        svm(saved)
        theirs.append(time.perf_counter() - begin)
    line, ratio = versus(f"ranking {CANDIDATES_TIMED:,} papers, with reasons", mine, "that SVM", theirs)
    report(line)
    assert ratio < SLOWER_THAN_SVM


def _for_model(paper: dict[str, Any]) -> str:
    title = paper["title"].strip()
    return f"{title}{'' if title.endswith(('.', '?', '!')) else '.'} {paper['abstract']}"
