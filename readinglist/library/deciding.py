"""What the user decides about papers that feeds show, and what is to happen to those still to come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from readinglist.errors import InputError, NotFoundError
from readinglist.library.adding import change_status, count_change
from readinglist.library.cleaning import clean_line, tag_name
from readinglist.library.database import Database, Transaction, now, stamp
from readinglist.library.decision_records import ACTIONS, WISHES, Decision, Offer, Rule, Watch, Wished
from readinglist.library.feed_days import SIGHT, UNDECIDED
from readinglist.library.query import Query
from readinglist.library.query_sql import where
from readinglist.library.reading import named
from readinglist.library.records import Status
from readinglist.library.tags import attach
from readinglist.library.undo import History

MORNING = time(4)
"""When a new day begins for what was put off."""

OPEN = f"{SIGHT} AND {UNDECIDED}"
LABELS = {Decision.SAVE: "Save", Decision.DISMISS: "Dismiss", Decision.LATER: "Put off until tomorrow:"}


def later_until(moment: datetime | None = None) -> str:
    """When what is put off at that moment comes back, as it stands in the tables: tomorrow at four, local time."""
    local = (moment or datetime.now(UTC)).astimezone()
    return stamp(datetime.combine(local.date() + timedelta(days=1), MORNING))


class Deciding:
    """Decisions, rules, watches and wishes. What the user does is an undoable step; any thread."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history

    # -- papers -------------------------------------------------------------------------------------------------

    def decide(self, papers: Sequence[int], decision: Decision | str, *, moment: datetime | None = None) -> None:
        """Decide about papers, in whatever feed they were seen: one step. NotFoundError if one of them is gone.

        `save`: to read, unless it is being read or was. `later`: undecided still, and out of sight until tomorrow.
        """
        decision = Decision(decision)
        with self._history.change(self._label(LABELS[decision], papers)) as tx:
            for paper in _existing(tx, papers):
                if decision is Decision.LATER:
                    _put_off(tx, paper, later_until(moment))
                    continue
                tx.db.execute("DELETE FROM later WHERE paper_id = ?", (paper,))
                status = _decided(tx, paper, decision)
                if status is not None:
                    change_status(tx.db, paper, status)
                tx.db.execute("UPDATE papers SET unread = 0 WHERE id = ?", (paper,))
            tx.touch(papers, listing=True, jobs=True, feeds=True)

    def back(self, papers: Sequence[int]) -> None:
        """What was put off is in sight again."""
        with self._history.change(self._label("Bring back", papers)) as tx:
            for paper in _existing(tx, papers):
                if tx.db.execute("DELETE FROM later WHERE paper_id = ?", (paper,)).rowcount:
                    count_change(tx.db, paper)
            tx.touch(papers, listing=True, feeds=True)

    def later(self) -> dict[int, str]:
        """The papers that are put off, and until when."""
        rows = self._database.current().execute("SELECT paper_id, until FROM later WHERE until > ?", (now(),))
        return {row[0]: row[1] for row in rows.fetchall()}

    # -- the like of papers ---------------------------------------------------------------------------------------

    def wish(self, papers: Sequence[int], kind: str, *, until: str | None = None) -> None:
        """More or less of the like of these papers, or none of it until a time (`mute`); ends what was said before."""
        if kind not in WISHES:
            raise InputError(f"Say more, less or mute; {kind} is none of them.")
        label = {"more": "More like", "less": "Less like", "mute": "Mute the like of"}[kind]
        with self._history.change(self._label(label, papers)) as tx:
            for paper in _existing(tx, papers):
                tx.db.execute("DELETE FROM wishes WHERE paper_id = ? AND kind <> ?", (paper, kind))
                tx.db.execute(
                    "INSERT INTO wishes VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at,"
                    " until = excluded.until",
                    (paper, kind, now(), until),
                )
                count_change(tx.db, paper)
            tx.touch(papers, listing=True, feeds=True)

    def unwish(self, papers: Sequence[int]) -> None:
        """Nothing is wished about the like of these papers any more."""
        with self._history.change(self._label("Forget the wish about", papers)) as tx:
            for paper in papers:
                if tx.db.execute("DELETE FROM wishes WHERE paper_id = ?", (paper,)).rowcount:
                    count_change(tx.db, paper)
            tx.touch(papers, listing=True, feeds=True)

    def wishes(self) -> list[Wished]:
        """What is wished now, the newest first."""
        rows = self._database.current().execute(
            """SELECT paper_id, kind, at, until FROM wishes JOIN papers ON papers.id = paper_id
            WHERE present AND trashed_at IS NULL AND (until IS NULL OR until > ?) ORDER BY at DESC, paper_id""",
            (now(),),
        )
        return [Wished(*row) for row in rows.fetchall()]

    # -- rules ----------------------------------------------------------------------------------------------------

    def rules(self) -> list[Rule]:
        """The rules for new papers, in the order in which they were made."""
        rows = self._database.current().execute("SELECT id, words, action, tag FROM rules ORDER BY id").fetchall()
        return [Rule(*row) for row in rows]

    def add_rule(self, words: str, action: str, tag: str = "") -> Rule:
        """A rule for new papers that match `words`, which the caller has parsed; InputError if it says too little."""
        words, tag = _rule(words, action, tag)
        with self._history.change(f"Add rule {words}") as tx:
            made = tx.db.execute(
                "INSERT INTO rules(words, action, tag, added_at) VALUES (?, ?, ?, ?)", (words, action, tag, now())
            ).lastrowid
            assert made is not None
            tx.touch(feeds=True)
        return Rule(made, words, action, tag)

    def change_rule(self, rule: int, words: str, action: str, tag: str = "") -> None:
        """Make another rule of it."""
        words, tag = _rule(words, action, tag)
        with self._history.change(f"Change rule {words}") as tx:
            if not tx.db.execute(
                "UPDATE rules SET words = ?, action = ?, tag = ? WHERE id = ?", (words, action, tag, rule)
            ).rowcount:
                raise NotFoundError("That rule is gone.")
            tx.touch(feeds=True)

    def remove_rule(self, rule: int) -> None:
        """Remove a rule; what it did stays."""
        with self._history.change("Remove a rule") as tx:
            if not tx.db.execute("DELETE FROM rules WHERE id = ?", (rule,)).rowcount:
                raise NotFoundError("That rule is gone.")
            tx.touch(feeds=True)

    def caught(self, query: Query, since: str) -> list[int]:
        """Papers that feeds showed on that day or since, and that match: what a rule would have caught; newest first.

        Whatever was decided about them, but not those in the Trash.
        """
        condition, parameters = where(query)
        rows = self._database.read().execute(
            f"""SELECT p.id FROM papers AS p JOIN sightings ON paper_id = p.id
            WHERE day >= ? AND p.present AND p.trashed_at IS NULL AND ({condition})
            GROUP BY p.id ORDER BY max(day) DESC, min(place), p.id""",
            (since, *parameters),
        )
        return [row[0] for row in rows.fetchall()]

    def matching(self, query: Query, papers: Sequence[int]) -> list[int]:
        """Those of the papers that match, in their order."""
        condition, parameters = where(query)
        rows = self._database.read().execute(
            f"SELECT p.id FROM json_each(?) AS given JOIN papers AS p ON p.id = given.value WHERE {condition}"
            " ORDER BY given.key",
            (json.dumps(list(papers)), *parameters),
        )
        return [row[0] for row in rows.fetchall()]

    def tag_by_rule(self, papers: Sequence[int], tag: str) -> None:
        """Tag papers that just arrived, as a rule says. The machine's: no undo step."""
        with self._database.write() as tx:
            attach(tx, papers, [tag_name(tag)])

    # -- watches --------------------------------------------------------------------------------------------------

    def watches(self) -> list[Watch]:
        """What is watched, in the order in which it was added, with how many offers wait."""
        rows = self._database.current().execute(
            f"""SELECT watches.id, ifnull(question, ''), ifnull(name, ''), added_at,
                (SELECT count(*) FROM offers JOIN papers ON papers.id = paper_id
                 WHERE watch_id = watches.id AND {OPEN})
            FROM watches LEFT JOIN tags ON tags.id = tag_id ORDER BY watches.id""",
            (now(),),
        )
        return [Watch(*row) for row in rows.fetchall()]

    def watch_question(self, question: str) -> Watch:
        """Keep a question; InputError if it is kept already."""
        question = clean_line(question)
        if not question:
            raise InputError("Say in plain words what to watch for.")
        if any(watch.question.casefold() == question.casefold() for watch in self.watches()):
            raise InputError(f"“{question}” is watched already.")
        return self._watch(f"Watch “{question}”", question, None)

    def watch_tag(self, tag: str) -> Watch:
        """Offer to a tag what would belong to it; NotFoundError if there is none, InputError if it is watched."""
        name = tag_name(tag)
        row = self._database.current().execute("SELECT id, name FROM tags WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise NotFoundError(f"There is no tag {name}. `readinglist tags` lists those there are.")
        if any(watch.tag == row["name"] for watch in self.watches()):
            raise InputError(f"The tag {row['name']} is watched already.")
        return self._watch(f"Watch tag {row['name']}", None, row["id"])

    def unwatch(self, watch: int) -> None:
        """Watch for it no longer; the papers that were offered stay."""
        with self._history.change("Stop watching") as tx:
            if not tx.db.execute("DELETE FROM watches WHERE id = ?", (watch,)).rowcount:
                raise NotFoundError("That is not watched any more.")
            tx.touch(feeds=True)

    def offer(self, watch: int, found: Iterable[tuple[int, float, str]]) -> list[int]:
        """Offer (paper, score, reason) to a watch; what was offered once is not again. Returns what is new.

        The machine's: no undo step.
        """
        with self._database.write() as tx:
            new = [
                paper
                for paper, score, reason in found
                if tx.db.execute(
                    """INSERT OR IGNORE INTO offers SELECT watches.id, papers.id, ?, ?, ? FROM watches, papers
                    WHERE watches.id = ? AND papers.id = ?""",
                    (score, reason, now(), watch, paper),
                ).rowcount
            ]
            tx.touch(new, feeds=bool(new))
        return new

    def offers(self, watch: int | None = None) -> list[Offer]:
        """What is offered to a watch, or to any, and not decided: newest first, then the nearest."""
        rows = self._database.current().execute(
            f"""SELECT watch_id, paper_id, score, reason, offers.at FROM offers JOIN papers ON papers.id = paper_id
            WHERE (watch_id = ? OR ? IS NULL) AND {OPEN}
            ORDER BY substr(offers.at, 1, 10) DESC, score DESC, paper_id""",
            (watch, watch, now()),
        )
        return [Offer(*row) for row in rows.fetchall()]

    def offered(self, watch: int) -> set[int]:
        """All that was ever offered to a watch, whatever was decided about it."""
        rows = self._database.current().execute("SELECT paper_id FROM offers WHERE watch_id = ?", (watch,))
        return {row[0] for row in rows.fetchall()}

    def offers_of(self, papers: Sequence[int]) -> dict[int, list[Offer]]:
        """What each of these papers was offered for, whatever was decided, the nearest first."""
        found: dict[int, list[Offer]] = {}
        for row in (
            self._database.current()
            .execute(
                """SELECT watch_id, paper_id, score, reason, at FROM offers
                WHERE paper_id IN (SELECT value FROM json_each(?)) ORDER BY score DESC""",
                (json.dumps(list(papers)),),
            )
            .fetchall()
        ):
            found.setdefault(row["paper_id"], []).append(Offer(*row))
        return found

    # -- inside -----------------------------------------------------------------------------------------------------

    def _watch(self, label: str, question: str | None, tag: int | None) -> Watch:
        with self._history.change(label) as tx:
            made = tx.db.execute(
                "INSERT INTO watches(question, tag_id, added_at) VALUES (?, ?, ?)", (question, tag, now())
            ).lastrowid
            tx.touch(feeds=True)
        return next(watch for watch in self.watches() if watch.id == made)

    def _label(self, verb: str, papers: Sequence[int]) -> str:
        count = len(set(papers))
        if count != 1:
            return f"{verb} {count} papers"
        return f"{verb} {named(self._database.current(), papers[0])}"


def _rule(words: str, action: str, tag: str) -> tuple[str, str]:
    words = clean_line(words)
    if not words:
        raise InputError("A rule needs words that it looks for.")
    if action not in ACTIONS:
        raise InputError(f"A rule can boost, mute or tag; {action} is none of them.")
    return words, tag_name(tag) if action == "tag" else ""


def _existing(tx: Transaction, papers: Sequence[int]) -> list[int]:
    for paper in papers:
        if not tx.db.execute("SELECT 1 FROM papers WHERE id = ? AND present", (paper,)).fetchone():
            raise NotFoundError(f"There is no paper {paper} in the library.")
    return list(dict.fromkeys(papers))


def _decided(tx: Transaction, paper: int, decision: Decision) -> Status | None:
    """The status that the decision leads to, None if the paper is there or further."""
    status = tx.db.execute("SELECT status FROM papers WHERE id = ?", (paper,)).fetchone()[0]
    if decision is Decision.DISMISS:
        return None if status == Status.DISMISSED else Status.DISMISSED
    return Status.TO_READ if status in (Status.INBOX, Status.DISMISSED) else None


def _put_off(tx: Transaction, paper: int, until: str) -> None:
    status = tx.db.execute("SELECT status FROM papers WHERE id = ?", (paper,)).fetchone()[0]
    if status not in (Status.INBOX, Status.DISMISSED):
        raise InputError(f"{named(tx.db, paper)} is decided already: it is {status}. Only the undecided are put off.")
    if status == Status.DISMISSED:
        change_status(tx.db, paper, Status.INBOX)
    tx.db.execute("INSERT INTO later VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until", (paper, until))
    count_change(tx.db, paper)
