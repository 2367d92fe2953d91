"""Our end of the child process that learns: it is told of papers once, and then asked about them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readinglist.child_process import ChildCancelledError, ChildDiedError, ChildError, ChildProcess
from readinglist.child_serving import Message
from readinglist.errors import ModelError
from readinglist.library.index_answers import Answers
from readinglist.library.index_words import forms_of
from readinglist.recommend.order import Explained

if TYPE_CHECKING:
    import numpy as np

TOLD_AT_ONCE = 5_000
"""Papers in one message: the pipes carry some megabytes at a time."""
TIME_LIMIT = 300.0


class _LostError(Exception):
    """The child is a new one, and knows nothing."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A score for each candidate, in their order, and for the best of them what speaks for them."""

    scores: np.ndarray
    explained: dict[int, Explained]
    against: Explained | None = None
    """What speaks against the one that was doubted."""


class Learner:
    """Knows the terms and vectors of all papers of a library, in a child process. Any thread."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._child = ChildProcess("readinglist.recommend.worker", low_priority=False)
        self._lock = threading.Lock()
        self._forget()

    @property
    def running(self) -> bool:
        """Whether the child process is there, so that an answer takes no seconds."""
        return self._child.pid is not None

    def warm(self) -> None:
        """Start the child ahead of the first question; returns at once."""
        if not self.running:
            self._child.start()

    def rest(self) -> None:
        """End the child until it is needed again."""
        self._child.stop()

    def close(self) -> None:
        """End the child for good; what waits for it gets a ModelError."""
        self._child.close()

    def rank(self, task: Message) -> Scored:
        """Have candidates scored: `task` as the worker reads it. ModelError."""
        import numpy as np

        answer, blob = self._ask({"ask": "rank"} | task)
        told = [Explained.of(row) for row in answer["explained"]]
        against = told.pop() if task["doubted"] is not None else None
        return Scored(np.frombuffer(blob, "<f8"), {one.paper: one for one in told}, against)

    def alike(self, papers: Sequence[int], others: Sequence[int]) -> np.ndarray:
        """How like each of the papers is to each of the others, 0 to 1: (papers, others). ModelError."""
        import numpy as np

        _, blob = self._ask({"ask": "alike", "papers": list(papers), "others": list(others)})
        return np.frombuffer(blob, "<f4").reshape(len(papers), len(others))

    # -- inside -------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._session = secrets.token_hex(8)
        self._begun = False
        self._told: dict[int, bytes] = {}
        self._generation, self._stamp, self._made, self._seen = "", "", 0, -1

    def _ask(self, message: Message) -> tuple[Message, bytes]:
        with self._lock:
            for _ in range(2):
                try:
                    self._tell()
                    return self._send(message)
                except _LostError:
                    self._forget()
                except ChildCancelledError as error:
                    raise ModelError("The ranking has been shut down.") from error
                except ChildDiedError as error:
                    self._forget()
                    if error.out_of_memory:
                        raise ModelError("There is not enough memory for the ranking. Close other programs.") from error
                    raise ModelError(f"The ranking's process {error}") from error
                except ChildError as error:
                    self._forget()
                    raise ModelError(f"The ranking's process {error}") from error
            raise ModelError("The ranking's process ends again and again. Try again later.")

    def _send(self, message: Message, blob: bytes = b"") -> tuple[Message, bytes]:
        head = {"session": self._session, "begin": not self._begun}
        self._begun = True
        answer, data = self._child.request(head | message, blob, timeout=TIME_LIMIT)
        if answer.get("lost"):
            raise _LostError
        return answer, data

    def _tell(self) -> None:
        """Tell the child what is new since it was told last."""
        generation, stamp = self._answers.generation(), self._answers.fullest_model() or ""
        if (generation, stamp) != (self._generation, self._stamp):
            self._forget()
            self._generation, self._stamp = generation, stamp
        seen = self._answers.seen()
        if seen != self._seen:
            self._tell_words()
            self._seen = seen
        if stamp and self._answers.made() != self._made:
            made = self._answers.vectors_since(stamp, self._made)
            for start in range(0, len(made), TOLD_AT_ONCE):
                some = made[start : start + TOLD_AT_ONCE]
                self._send({"ask": "vectors", "papers": [row[1] for row in some]}, b"".join(row[2] for row in some))
            self._made = made[-1][0] if made else self._answers.made()

    def _tell_words(self) -> None:
        now = self._answers.indexed()
        new = [paper for paper, digest in now.items() if self._told.get(paper) != digest]
        gone = [paper for paper in self._told if paper not in now]
        for start in range(0, max(len(new), 1 if gone else 0), TOLD_AT_ONCE):
            self._tell_terms(new[start : start + TOLD_AT_ONCE], gone if start == 0 else [])
        self._told = now

    def _tell_terms(self, papers: Sequence[int], gone: Sequence[int]) -> None:
        terms, titles = self._answers.terms(papers), self._answers.titles(papers)
        known = [paper for paper in papers if paper in terms]
        mains = [terms[paper][0] for paper in known]
        message = {
            "ask": "terms",
            "gone": list(gone),
            "papers": known,
            "titles": [len(forms_of(titles.get(paper, ""))) for paper in known],
            "lengths": [len(main) // 4 for main in mains],
        }
        self._send(message, b"".join(mains))
