"""Texts become vectors in a child process that holds the model."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.child_process import ChildCancelledError, ChildDiedError, ChildError, ChildProcess, ChildTimeoutError
from readinglist.child_serving import Message
from readinglist.errors import ModelError
from readinglist.search.model_files import check_chosen, check_default, default_folder

if TYPE_CHECKING:
    import numpy as np

Cuts = Sequence[tuple[int, int]]

CHUNK = 8
"""Texts per request: a query waits for one such chunk at the most, about half a second."""
TIME_LIMIT = 180.0
SHUT_DOWN = "The embedding model has been shut down."
LONGEST = 20_000
"""Characters of a text that are sent: more than any model reads."""


class Embedder:
    """The embedding model. Any thread may call it; the child starts with the first text and ends when idle."""

    def __init__(self, model_folder: Path | None = None, *, idle_seconds: float = 300.0) -> None:
        """`model_folder`: a sentence-transformers model that the user chose, else the one that is shipped."""
        self._chosen = model_folder
        self._idle_seconds = idle_seconds
        self._child = ChildProcess("readinglist.search.worker", low_priority=True)
        self._turn = threading.Condition()
        self._busy = False
        self._urgent = 0
        self._stamp: str | None = None
        self._folder: Path | None = None
        self._checking = threading.Lock()
        self._used = 0.0
        self._watch: threading.Thread | None = None
        self._closed = False

    @property
    def stamp(self) -> str:
        """Name and revision of the model, on all its vectors; reads the model's files once (0.3 s). ModelError."""
        with self._checking:
            if self._stamp is None:
                if self._chosen is None:
                    self._folder = default_folder()
                    self._stamp = check_default(self._folder)
                else:
                    self._folder = self._chosen.expanduser().absolute()
                    self._stamp = check_chosen(self._folder)
            return self._stamp

    @property
    def running(self) -> bool:
        """Whether the child process is there, so that an answer will not take seconds."""
        return self._child.pid is not None

    def warm(self) -> None:
        """Start the child ahead of the first text; returns at once."""
        with contextlib.suppress(ChildError):
            self._child.start()
            self._touch()

    def encode(self, texts: Sequence[str], *, urgent: bool = False) -> np.ndarray:
        """One vector of length 1 for each text, float32 (n, dimensions). ModelError.

        `urgent` texts (queries) go before the rest of what other threads are having encoded.
        """
        return self._encode(texts, None, urgent)[0]

    def encode_parts(self, texts: Sequence[str], cuts: Sequence[Cuts]) -> tuple[np.ndarray, list[np.ndarray]]:
        """As `encode`, and for each text a vector for each piece [start, end) of it: (pieces, dimensions).

        A piece's vector is the mean of its tokens as the model reads them inside the whole text, so that it costs
        almost nothing; it is zero where the text is longer than the model reads.
        """
        return self._encode(texts, cuts, False)

    def close(self) -> None:
        """End the child; what waits for it gets a ModelError."""
        with self._turn:
            self._closed = True
            watch = self._watch
            self._turn.notify_all()
        self._child.close()
        if watch is not None:
            watch.join()

    def _encode(
        self, texts: Sequence[str], cuts: Sequence[Cuts] | None, urgent: bool
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        import numpy as np

        self.warm()  # it imports while we read the model's files
        assert self.stamp and self._folder is not None
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))  # alike in length: little padding
        rows: dict[int, np.ndarray] = {}
        parts: dict[int, np.ndarray] = {}
        for start in range(0, len(order), CHUNK):
            chunk = order[start : start + CHUNK]
            message: Message = {
                "folder": str(self._folder),
                "texts": [_readable(texts[at]) for at in chunk],
                "cuts": None if cuts is None else [list(cuts[at]) for at in chunk],
            }
            with self._my_turn(urgent):
                answer, blob = self._ask(message)
            vectors = np.frombuffer(blob, dtype="<f4").reshape(-1, answer["dimensions"])
            rows.update(zip(chunk, vectors, strict=False))
            ends = np.cumsum([len(chunk), *answer["parts"]])
            parts.update(zip(chunk, np.split(vectors, ends)[1:-1], strict=False))
        in_order = range(len(texts))
        whole = np.stack([rows[at] for at in in_order]) if rows else np.zeros((0, 0), np.float32)
        return whole, [parts[at] for at in in_order if at in parts]

    @contextlib.contextmanager
    def _my_turn(self, urgent: bool) -> Iterator[None]:
        """One request at a time, urgent ones first."""
        with self._turn:
            self._urgent += urgent
            self._turn.wait_for(lambda: self._closed or (not self._busy and (urgent or not self._urgent)))
            self._urgent -= urgent
            if self._closed:
                raise ModelError(SHUT_DOWN)
            self._busy = True
        try:
            yield
        finally:
            with self._turn:
                self._busy = False
                self._used = time.monotonic()
                self._turn.notify_all()

    def _ask(self, message: Message) -> tuple[Message, bytes]:
        try:
            answer, blob = self._child.request(message, timeout=TIME_LIMIT)
        except ChildCancelledError as error:
            raise ModelError(SHUT_DOWN) from error
        except ChildTimeoutError as error:
            raise ModelError(f"The embedding model {error}. The computer may be too busy: try again later.") from error
        except ChildDiedError as error:
            if error.out_of_memory:
                raise ModelError("There is not enough memory for the embedding model. Close other programs.") from error
            raise ModelError(f"The embedding model's process {error}") from error
        if "error" in answer:
            raise ModelError(f"The embedding model in {self._folder} cannot be loaded: {answer['error']}")
        return answer, blob

    # -- ending the child when nobody needs it ------------------------------------------------------------------

    def _touch(self) -> None:
        with self._turn:
            self._used = time.monotonic()
            if self._watch is None and not self._closed:
                self._watch = threading.Thread(target=self._end_when_idle, name="embedder: idle", daemon=True)
                self._watch.start()

    def _end_when_idle(self) -> None:
        with self._turn:
            while not self._closed:
                left = self._used + self._idle_seconds - time.monotonic()
                if left <= 0 and not self._busy:
                    break
                self._turn.wait(None if self._busy else left)
            self._watch = None
        self._child.stop()


def _readable(text: str) -> str:
    """What the model gets of a text; an empty one would have no vector at all."""
    return text[:LONGEST] if text.strip() else "-"
