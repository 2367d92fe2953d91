"""The moments of look-up, download and publishing at which a crash would do the most harm."""

from __future__ import annotations

from dataclasses import dataclass

LOOK_UP = "readinglist.jobs.look_up:LookUpHandler"
DOWNLOAD = "readinglist.jobs.download:DownloadHandler"
STORE = "readinglist.documents.store:DocumentStore"
PART = "readinglist.http_client.partial:Part"
HOSTS = "readinglist.library.hosts:Hosts"
JOBS = "readinglist.library.jobs:Jobs"
TOLD = "readinglist.library.database:Database._tell"
"""Called as soon as a transaction is through."""


@dataclass(frozen=True, slots=True)
class Point:
    """A call of a function of the program, or the return from it."""

    name: str
    function: str
    event: str
    within: str | None = None
    """A function that has to be under way in the same thread."""
    most: int = 1
    """It comes at least so often in each round, so that any of these times can be the one."""

    @property
    def arguments(self) -> list[str]:
        """As tests.crash.killed wants them, but for which time it is to be."""
        return [self.function, self.event, *(("--within", self.within) if self.within else ())]


POINTS = (
    Point("jobs are taken", TOLD, "call", f"{JOBS}.claim", most=4),
    # Turns and calls.
    Point("before a host's turn is taken", f"{HOSTS}.take_turn", "call", most=4),
    Point("with a host's turn in hand", f"{HOSTS}.take_turn", "return", most=4),
    Point("before a host's turn is given back", f"{HOSTS}.end_turn", "call", most=4),
    Point("a host's turn is given back", f"{HOSTS}.end_turn", "return", most=4),
    # Look-up.
    Point("arXiv is about to be asked for all", f"{LOOK_UP}._ask_arxiv", "call"),
    Point("arXiv has told of all", f"{LOOK_UP}._ask_arxiv", "return"),
    Point("a paper was found", f"{LOOK_UP}._keep", "call", most=3),
    Point("the job is gone and the paper not filled", f"{JOBS}.finish", "return", f"{LOOK_UP}._keep", most=3),
    Point("a paper is filled", "readinglist.library.papers:Papers.fill", "return", f"{LOOK_UP}._keep", most=3),
    Point("its download is asked for", f"{JOBS}.enqueue_download", "return", f"{LOOK_UP}._keep", most=3),
    Point("the look-up's transaction is through", TOLD, "call", f"{LOOK_UP}._keep", most=3),
    Point("a look-up has ended", f"{LOOK_UP}._keep", "return", most=3),
    # Download.
    Point("a part is about to be begun", f"{PART}.restart", "call", most=2),
    Point("the note is about to be written", f"{PART}.remember", "call", most=2),
    Point("the note is written", f"{PART}.remember", "return", most=2),
    Point("before bytes are written", f"{PART}.write", "call", most=4),
    Point("the first bytes are there", f"{PART}.write", "return"),
    Point("some bytes are there", f"{PART}.write", "return", most=6),
    Point("the part is complete", f"{PART}.finish", "call", most=2),
    Point("the part is on the disk", f"{PART}.finish", "return", most=2),
    Point("the download is over", "readinglist.http_client.downloads:fetch", "return", most=2),
    # Publishing.
    Point("before it is published", f"{STORE}.publish_part", "call", most=2),
    Point("its job is gone and nothing else done", f"{JOBS}.finish", "return", f"{STORE}.publish_part", most=2),
    Point("before the rename", "readinglist.documents.files:publish", "call", most=2),
    Point("after the rename", "readinglist.documents.files:publish", "return", most=2),
    Point("the name is on the disk", "readinglist.documents.files:settle", "return", most=2),
    Point("the row is there, the commit is not", "readinglist.library.documents:Documents.add", "return", most=2),
    Point("the publishing transaction is through", TOLD, "call", f"{STORE}.publish_part", most=2),
    Point("it is published", f"{STORE}.publish_part", "return", most=2),
    Point("before what is left of the part goes", "readinglist.documents.parts:discard_parts", "call", most=2),
    Point("a download has ended", f"{DOWNLOAD}._publish", "return", most=2),
)
COOLED = Point("it is written down when a host may be asked again", f"{HOSTS}.cool", "return")


def named(name: str) -> Point:
    """The point of that name."""
    return next(point for point in POINTS if point.name == name)
