"""The child process that learns what a person wants; only here scikit-learn and scipy are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readinglist.child_serving import Handler, Message, Progress, serve

if TYPE_CHECKING:
    from readinglist.recommend.learning import Task


class Known:
    """What the parent has told about papers in one session; a new session begins with nothing."""

    def __init__(self, session: str) -> None:
        from readinglist.recommend.nearness import Nearness
        from readinglist.recommend.term_matrix import TermMatrix

        self.session = session
        self.words = TermMatrix()
        self.meaning = Nearness()

    def answer(self, message: Message, blob: bytes) -> tuple[Message, bytes]:
        """Take in what is told, or answer what is asked."""
        match message["ask"]:
            case "terms":
                return self._take_terms(message, blob)
            case "vectors":
                return self._take_vectors(message, blob)
            case "alike":
                return self._alike(message)
        return self._rank(message)

    def _take_terms(self, message: Message, blob: bytes) -> tuple[Message, bytes]:
        import numpy as np

        self.words.drop(message["gone"])
        if message["papers"]:
            titles, lengths = np.array(message["titles"]), np.array(message["lengths"])
            self.words.put(message["papers"], titles, lengths, np.frombuffer(blob, np.uint32))
        return {}, b""

    def _take_vectors(self, message: Message, blob: bytes) -> tuple[Message, bytes]:
        import numpy as np

        vectors = np.frombuffer(blob, "<f2").reshape(len(message["papers"]), -1).astype(np.float32)
        self.meaning.put(message["papers"], vectors)
        return {}, b""

    def _alike(self, message: Message) -> tuple[Message, bytes]:
        from readinglist.recommend.learning import alike

        self._ready()
        return {}, alike(self.words, self.meaning, message["papers"], message["others"]).astype("<f4").tobytes()

    def _rank(self, message: Message) -> tuple[Message, bytes]:
        from readinglist.recommend.learning import rank

        self._ready()
        ranked = rank(self.words, self.meaning, _task(message))
        told = [*ranked.explanations, *([] if ranked.against is None else [ranked.against])]
        explained = [one.row() for one in told]
        return {"explained": explained}, ranked.scores.astype("<f8").tobytes()

    def _ready(self) -> None:
        self.words.ready()
        self.meaning.ready()


def _task(message: Message) -> Task:
    import numpy as np

    from readinglist.recommend.learning import Task

    wanted, unwanted = message["wanted"], message["unwanted"]
    return Task(
        wanted=[paper for paper, _, _ in wanted],
        weights=np.array([weight for _, weight, _ in wanted]),
        years=np.array([years for _, _, years in wanted]),
        unwanted=[paper for paper, _ in unwanted],
        costs=np.array([cost for _, cost in unwanted]),
        rejected=message["rejected"],
        candidates=message["candidates"],
        more=message["more"],
        less=message["less"],
        prior=np.array(message["prior"], dtype=np.float64),
        explained=message["explained"],
        doubted=message["doubted"],
    )


def start() -> Handler:
    """Load the libraries; what is known of papers comes with the requests."""
    import readinglist.recommend.learning  # noqa: F401  the slow part, done before the parent's clock starts

    sessions: list[Known] = []

    def answer(message: Message, blob: bytes, progress: Progress) -> tuple[Message, bytes]:
        if message["begin"]:
            sessions[:] = [Known(message["session"])]
        if not sessions or sessions[0].session != message["session"]:
            return {"lost": True}, b""
        return sessions[0].answer(message, blob)

    return answer


if __name__ == "__main__":
    serve(start)
