"""A library whose program is killed again and again, and all that has to hold after each time."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from readinglist.documents import DocumentStore
from readinglist.documents.parts import paper_of_part
from readinglist.intake import Intake
from readinglist.library import Library
from readinglist.library.hosts import Hosts
from readinglist.library.records import Paper
from tests.conftest import ROOT
from tests.crash.points import Point
from tests.services.papers import PaperOnServer, many_papers
from tests.services.process import ServicesProcess

KINDS = ("arxiv", "arxiv", "crossref", "arxiv", "europepmc", "arxiv", "unpaywall")
PDF_SIZE = 300_000
TO_COME = 90.0
"""Seconds within which the program must have come to a named point, however busy the machine is."""


class Trial:
    """The services in a process of their own, and a library of those of their papers that were added so far."""

    def __init__(self, folder: Path, papers: int, *, seed: int, latency: float) -> None:
        self.folder = folder / "library"
        self.chance = random.Random(seed)
        self.papers = many_papers(papers, kinds=KINDS, pages=2, pdf_size=PDF_SIZE)
        self.added: list[PaperOnServer] = []
        self._nameless: set[Path] = set()
        self._work = ("--library", str(self.folder), "work", "--until-idle")
        self._no_model = folder / "no model"
        with Library.open(self.folder):
            pass
        # Loading the model takes longer than a round and is killed elsewhere (test_work.py).
        self.choose(with_model=False)
        self.services = ServicesProcess(
            *("--papers", str(papers), "--kinds", *KINDS, "--pages", "2"),
            *("--pdf-size", str(PDF_SIZE), "--latency", str(latency)),
        )

    def __enter__(self) -> Trial:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.services.close()

    def choose(self, *, with_model: bool) -> None:
        """Write the settings."""
        lines = ['contact = "reader@example.org"', *([] if with_model else [f'model_folder = "{self._no_model}"'])]
        (self.folder / "settings.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def add(self, count: int) -> list[PaperOnServer]:
        """The user adds so many more papers: by their ids, and the last of them by its title alone."""
        new = self.papers[len(self.added) : len(self.added) + count]
        with Library.open(self.folder) as library:
            intake = Intake(library, DocumentStore(library))
            intake.text("\n".join(_id_of(paper) for paper in new[:-1]))
            intake.title(new[-1].title)
        self.added += new
        return new

    # -- what services do -------------------------------------------------------------------------------------------

    def misbehave(self, new: Sequence[PaperOnServer]) -> None:
        """Some trouble for the next run; of one call never three times, which would cost its job an attempt."""
        chance, order = self.chance, self.services.order
        order(behave="")
        slow, cut, broken = chance.sample([*self.added[-9:], *new], k=3)
        order(misbehave="slow", with_={"bytes_per_second": 500_000}, **_file_of(slow), times=1)
        order(misbehave="cut", with_={"after": chance.randrange(PDF_SIZE)}, **_file_of(cut), times=1)
        if chance.random() < 0.5:
            order(misbehave="status", with_={"code": 500}, **_file_of(broken), times=1)
        service = chance.choice(("arxiv", "huggingface", "crossref", "europepmc", "arxiv_pdf"))
        trouble = chance.randrange(6)
        if trouble == 0:
            order(misbehave="status", with_={"code": 429, "retry_after": 1}, service=service, times=1)
        elif trouble == 1 and service != "arxiv_pdf":
            order(misbehave="status", with_={"code": 500}, service=service, times=2)
        elif trouble == 2 and service != "arxiv_pdf":
            order(misbehave="cut", with_={"after": 200}, service=service, times=1)

    # -- the program ------------------------------------------------------------------------------------------------

    def start(self, *before: str) -> subprocess.Popen[bytes]:
        """`readinglist work --until-idle`, or the same behind `before`; the log of calls begins anew."""
        self.services.order(forget=True)
        return subprocess.Popen(
            [sys.executable, "-m", *(before or ("readinglist",)), *self._work],
            cwd=ROOT,
            env=os.environ | self.services.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def kill_some_time(self) -> str:
        """Start it and kill it at any moment, more or less so many calls after its start; returns which."""
        calls, more = self.chance.choice((0, 1, 2, 4, 8, 16, 30, 50)), self.chance.uniform(0, 0.6)
        worker = self.start()
        if calls:
            self.services.order(wait="", calls=calls, timeout=4)
        try:
            # No condition to wait for: that the moment is any is what is tried here.
            _, said = worker.communicate(timeout=more if calls else self.chance.uniform(0.1, 2.0))
        except subprocess.TimeoutExpired:
            worker.kill()
            _, said = worker.communicate()
        assert worker.returncode in (0, -signal.SIGKILL), said.decode()
        return f"after {calls} calls" + (", all done" if worker.returncode == 0 else "")

    def kill_at(self, point: Point, nth: int = 1) -> int:
        """Start it and have it killed there; its process id. Fails where it does not come to that point."""
        worker = self.start("tests.crash.killed", *point.arguments, "--nth", str(nth), "--")
        try:
            _, said = worker.communicate(timeout=TO_COME)
        except subprocess.TimeoutExpired:
            worker.kill()
            _, said = worker.communicate()
            raise AssertionError(f"never came to “{point.name}”, {nth}: {said.decode()}") from None
        assert worker.returncode == -signal.SIGKILL, f"{worker.returncode} at “{point.name}”, {nth}: {said.decode()}"
        return worker.pid

    def finish(self, *, seconds: float = 240) -> dict[str, Any]:
        """Let it work until nothing is left to do; what it says of that."""
        self.services.order(behave="")
        self.services.order(forget=True)
        done = subprocess.run(
            [sys.executable, "-m", "readinglist", *self._work, "--json"],
            cwd=ROOT,
            env=os.environ | self.services.environ,
            capture_output=True,
            check=False,
            timeout=seconds,
        )
        assert done.returncode == 0, done.stderr.decode()
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    def hurry(self) -> None:
        """The user wants what waits for a later time now."""
        with Library.open(self.folder) as library:
            library.jobs.retry([job.id for job in library.jobs.list()])

    def turns(self) -> list[tuple[str, int]]:
        """The turns that stand in hosts.db: group and process id."""
        db = sqlite3.connect(self.folder / "hosts.db")
        try:
            return db.execute("SELECT name, pid FROM turns").fetchall()
        except sqlite3.OperationalError:  # killed before there were tables
            return []
        finally:
            db.close()

    def calls(self, service: str) -> list[dict[str, Any]]:
        """The calls to a service since the last start, as tests.services.Call has them."""
        found: list[dict[str, Any]] = self.services.state(calls=service)["calls"]
        return found

    @property
    def resumed(self) -> int:
        """How often, since the last start, only the rest of a file was asked for."""
        return sum("range" in call["headers"] for call in (*self.calls("arxiv_pdf"), *self.calls("publisher")))

    # -- what has to hold -------------------------------------------------------------------------------------------

    def check(self) -> tuple[int, int]:
        """All that holds after a kill; how many papers are known, and how many have their PDF."""
        self._check_databases()
        with Library.open(self.folder, create=False) as library:
            library.index.catch_up()
            assert library.index.check() == []
            spent = [job for job in library.jobs.list() if job.attempts or job.state not in ("waiting", "running")]
            assert not spent, f"jobs that a kill has cost something: {spent}"
            papers = library.papers.get_many(range(1, len(self.added) + 50))
            assert len(papers) == len(self.added), "each paper is there once"
            known = [paper for paper in papers if self._check_paper(library, paper)]
            self._check_nameless(library, papers)
            self._check_parts(library, papers)
        self._check_turns()
        return len(known), sum(bool(paper.documents) for paper in papers)

    def check_finished(self) -> None:
        """All that holds when nothing is left to do, model included."""
        known, published = self.check()
        assert known == published == len(self.added)
        with Library.open(self.folder, create=False) as library:
            assert library.jobs.list() == []
            papers = library.papers.get_many(range(1, len(self.added) + 50))
            assert {paper.title for paper in papers} == {paper.title for paper in self.added}
            assert {one.state for paper in papers for one in paper.documents} == {"read"}
            files = {one.path.name for paper in papers for one in paper.documents}
            assert {path.name for path in library.documents_folder.iterdir()} == {".partial", *files}
            assert list(library.partial_folder.iterdir()) == []

    def _check_databases(self) -> None:
        for name in ("library.db", "index.db", "hosts.db"):
            if (self.folder / name).exists():
                db = sqlite3.connect(self.folder / name)
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], name
                assert db.execute("PRAGMA foreign_key_check").fetchall() == [], name
                db.close()

    def _check_paper(self, library: Library, paper: Paper) -> bool:
        """What stands is right, and what does not has a job; whether title and authors are there."""
        jobs = {job.kind for job in library.jobs.of(paper.id)}
        on_server = self._on_server(paper)
        names = tuple(author.name for author in paper.authors)
        assert paper.title in ("", on_server.title)
        assert names in ((), on_server.authors)
        known = bool(names and paper.title and (paper.arxiv_id or paper.doi))
        assert known or "look-up" in jobs, f"nobody looks up {paper}"
        assert len(paper.documents) <= 1
        assert paper.documents or jobs & {"look-up", "download"}, f"nobody fetches {paper}"
        for document in paper.documents:
            data = document.path.read_bytes()
            assert hashlib.sha256(data).hexdigest() == document.sha256
            assert data == on_server.pdf, f"not what the server has: {document}"
            assert document.state == "read" or (document.state == "waiting" and "extract" in jobs)
        return known

    def _check_nameless(self, library: Library, papers: Sequence[Paper]) -> None:
        """A kill between rename and commit leaves one whole file without a row, which its paper's next try takes up."""
        named = {document.path for paper in papers for document in paper.documents}
        nameless = set(library.documents_folder.glob("*.pdf")) - named
        wanted = library.jobs.papers("download")
        due = {self._on_server(one).pdf for one in papers if not one.documents and one.id in wanted}
        assert all(path.read_bytes() in due for path in nameless), nameless
        assert len(nameless) <= len(self._nameless) + 1
        self._nameless = nameless

    def _check_parts(self, library: Library, papers: Sequence[Paper]) -> None:
        """Whatever has arrived of a file is how it begins."""
        by_id = {paper.id: self._on_server(paper) for paper in papers}
        for path in library.partial_folder.iterdir():
            paper = paper_of_part(path.name)
            assert paper is not None, path
            if path.suffix == ".part":
                assert by_id[paper].pdf.startswith(path.read_bytes()), path

    def _check_turns(self) -> None:
        """What a dead process had in hand keeps nobody away."""
        groups = {"arxiv", *(group for group, _ in self.turns())}
        hosts = Hosts(self.folder)
        for group in groups:
            assert hosts.take_turn(group, 1, 0.0) is None, group
            hosts.end_turn(group)
        hosts.close()

    def _on_server(self, paper: Paper) -> PaperOnServer:
        return next(
            one
            for one in self.added
            if (paper.arxiv_id or paper.doi or paper.title) in (one.arxiv_id, one.doi, one.title)
        )


def _id_of(paper: PaperOnServer) -> str:
    return f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else f"https://doi.org/{paper.doi}"


def _file_of(paper: PaperOnServer) -> dict[str, str]:
    """Where its PDF is asked for."""
    if paper.arxiv_id:
        return {"service": "arxiv_pdf", "path": f"/pdf/{paper.arxiv_id}*"}
    return {"service": "publisher", "path": f"/pdf/{paper.doi}"}
