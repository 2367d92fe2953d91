"""What the user showed about papers, for learning what they want; and which papers wait for a decision."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.library.annotation_sql import ALIVE, ANNOTATED
from readinglist.library.database import Database, now

WEIGHTS = {"to-read": 1.0, "reading": 1.3, "read": 1.3, "inbox": 0.0}
"""What it counts by itself that a paper was saved; a dismissed one counts -1."""
STARRED, ANNOTATED_TOO, NOTED, TAGGED = 1.0, 0.7, 0.5, 0.2
"""What the signs of interest in a paper add."""
WISHED = 2.0

_AT = "ifnull((SELECT max(at) FROM status_changes WHERE paper_id = p.id), p.added_at)"
_THERE = "p.present = 1 AND p.trashed_at IS NULL"
_DISMISSED = f"SELECT p.id, {_AT} FROM papers AS p WHERE {_THERE} AND p.status = 'dismissed' ORDER BY p.id"
_WANTED = f"""SELECT p.id, p.status, p.starred, {_AT},
    EXISTS (SELECT 1 FROM notes WHERE paper_id = p.id AND trim(text) <> ''),
    EXISTS (SELECT 1 FROM paper_tags WHERE paper_id = p.id)
    FROM papers AS p WHERE {_THERE} AND (p.status IN ('to-read', 'reading', 'read')
        OR (p.starred AND p.status = 'inbox')) ORDER BY p.id"""
_LATER = "SELECT json_group_array(paper_id) FROM later WHERE until > ?"
_UNDECIDED = """SELECT json_group_array(id) FROM papers WHERE present = 1 AND trashed_at IS NULL AND status = 'inbox'
    AND id NOT IN (SELECT paper_id FROM later WHERE until > ?)"""
_WISHES = """SELECT w.paper_id, w.kind, w.at FROM wishes AS w JOIN papers AS p ON p.id = w.paper_id
    WHERE p.present = 1 AND p.trashed_at IS NULL AND (w.until IS NULL OR w.until > ?) ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Signal:
    """What the user showed about one paper: `weight` above 0 for a wanted one, below 0 for an unwanted one.

    `at` is an ISO time, and `how` one of starred, annotated, read, reading, saved, dismissed, more and less.
    """

    paper: int
    weight: float
    at: str
    how: str


@dataclass(frozen=True, slots=True)
class Judgements:
    """All that is known of what the user wants, and the papers that wait for a decision, in order of their ids."""

    signals: tuple[Signal, ...] = ()
    undecided: tuple[int, ...] = ()
    later: frozenset[int] = frozenset()
    """Undecided too, but out of sight for now."""
    muted: tuple[int, ...] = ()
    """Papers whose like is not to be shown."""

    @property
    def decisions(self) -> int:
        """On how many papers the user has decided or said a wish."""
        return len({signal.paper for signal in self.signals})


class Judging:
    """Reads what the user decided. Any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def version(self) -> tuple[object, ...]:
        """Changes with anything that a ranking of undecided papers depends on beside the index."""
        db, moment = self._database.read(), now()
        counts = db.execute(
            """SELECT (SELECT value FROM change_counter), (SELECT count(*) FROM later WHERE until > ?1),
            (SELECT count(*) FROM wishes WHERE until IS NULL OR until > ?1), (SELECT count(*) FROM sightings),
            (SELECT total(upvotes) FROM showings)""",
            (moment,),
        ).fetchone()
        return (*counts, *self.rules())

    def now(self) -> Judgements:
        """What the user showed up to this moment."""
        db, moment = self._database.read(), now()
        annotated = {row[0] for row in db.execute(f"SELECT DISTINCT papers.id {ANNOTATED} WHERE {ALIVE}").fetchall()}
        signals = [Signal(row[0], -1.0, row[1], "dismissed") for row in db.execute(_DISMISSED).fetchall()]
        signals += [
            _wanted(paper, status, bool(starred), at, paper in annotated, bool(noted), bool(tagged))
            for paper, status, starred, at, noted, tagged in db.execute(_WANTED).fetchall()
        ]
        wishes = db.execute(_WISHES, (moment,)).fetchall()
        for paper, kind, at in wishes:
            if kind in ("more", "less"):
                signals.append(Signal(paper, WISHED if kind == "more" else -WISHED, at, kind))
        undecided = json.loads(db.execute(_UNDECIDED, (moment,)).fetchone()[0])
        later = json.loads(db.execute(_LATER, (moment,)).fetchone()[0])
        muted = [paper for paper, kind, _ in wishes if kind == "mute"]
        return Judgements(tuple(signals), tuple(sorted(undecided)), frozenset(later), tuple(muted))

    def popularity(self, papers: Sequence[int]) -> dict[int, tuple[int, str]]:
        """(upvotes, day on which it was seen last, else the day it was added) of each of the papers."""
        rows = self._database.read().execute(
            """SELECT p.id, ifnull(s.upvotes, 0), ifnull((SELECT max(day) FROM sightings WHERE paper_id = p.id),
                ifnull(p.feed_date, substr(p.added_at, 1, 10)))
            FROM json_each(?) AS wanted JOIN papers AS p ON p.id = wanted.value
            LEFT JOIN showings AS s ON s.paper_id = p.id""",
            (json.dumps(list(papers)),),
        )
        return {row[0]: (row[1], row[2]) for row in rows.fetchall()}

    def rules(self) -> list[tuple[str, str]]:
        """(words in the query language, `boost` or `mute`) of each rule that says how much papers are wanted."""
        sql = "SELECT words, action FROM rules WHERE action IN ('boost', 'mute') ORDER BY id"
        return [(row[0], row[1]) for row in self._database.read().execute(sql).fetchall()]

    def people(self, wanted: Sequence[int], candidates: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
        """For each candidate those of its authors who wrote two or more of the wanted papers, with how many.

        Names must be the same to the letter: of common family names there are many.
        """
        db = self._database.read()
        known = {
            (row[0], row[1]): row[2]
            for row in db.execute(
                """SELECT family, given, count(*) FROM authors WHERE paper_id IN (SELECT value FROM json_each(?))
                GROUP BY family, given HAVING count(*) > 1 AND length(given) > 2""",
                (json.dumps(list(wanted)),),
            ).fetchall()
        }
        found: dict[int, list[tuple[str, int]]] = {}
        if known:
            rows = db.execute(
                """SELECT paper_id, family, given FROM authors WHERE paper_id IN (SELECT value FROM json_each(?))
                AND family IN (SELECT value FROM json_each(?)) ORDER BY paper_id, position""",
                (json.dumps(list(candidates)), json.dumps(sorted({family for family, _ in known}))),
            ).fetchall()
            for paper, family, given in rows:
                if (family, given) in known:
                    found.setdefault(paper, []).append((f"{given} {family}", known[family, given]))
        return found


def _wanted(paper: int, status: str, starred: bool, at: str, annotated: bool, noted: bool, tagged: bool) -> Signal:
    signs = STARRED * starred + ANNOTATED_TOO * annotated + NOTED * noted + TAGGED * tagged
    how = "starred" if starred else "annotated" if annotated else status if status in ("read", "reading") else "saved"
    return Signal(paper, WEIGHTS[status] + signs, at, how)
