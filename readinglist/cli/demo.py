"""`readinglist demo`: the main job on a library that is thrown away again, each step with its time."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from readinglist import sample
from readinglist.cli.interrupts import Interrupts
from readinglist.cli.output import many, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.errors import ReadingListError
from readinglist.library.records import Hit
from readinglist.program import Program

QUESTION = "write better descriptions of photos"
QUERY = 'text:"smart list"'
ASKED = "ColBERT"
NOTE = "Tried out by `readinglist demo`.\n\n- *late interaction* keeps one vector for each token"


@click.command("demo", cls=Command)
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Draw the window into PNG files in DIR instead of opening it.",
)
@with_state
def demo_command(state: State, pictures: Path | None) -> int:
    """Try everything on a sample library that is thrown away again; no network is used."""
    with (
        tempfile.TemporaryDirectory(prefix="reading-list-demo-", ignore_cleanup_errors=True) as folder,
        Program(Path(folder) / "library", offline=True) as program,
    ):
        demo = Demo(program, talk if state.json else click.echo, state.interrupts)
        demo.run()
        problem = state.windows.problem() if pictures is None else None
        if pictures is None and problem is None:
            state.show_json(demo.steps)
            talk("Opening the window on this library; it is thrown away when you close it.")
            return state.windows.open(program)
        if problem is not None:
            talk(f"No window opens, because {problem}. So here are pictures of it.")
            pictures = Path(tempfile.mkdtemp(prefix="reading-list-pictures-"))
        assert pictures is not None
        with demo.step("Draw the window, light and dark") as said:
            _make(pictures)
            drawn = state.windows.draw(program, pictures)
            if not drawn or not all(picture.stat().st_size > 0 for picture in drawn):
                raise ReadingListError("No picture of the window came out.")
            said.append(f"{many(len(drawn), 'picture')} in {pictures}")
        state.show_json(demo.steps)
    return 0


class Demo:
    """The steps, each checked; what goes wrong raises a ReadingListError that says which step it was."""

    def __init__(self, program: Program, say: Callable[[str], None], interrupts: Interrupts) -> None:
        self.program = program
        self._say = say
        self._interrupts = interrupts
        self.steps: list[dict[str, object]] = []

    def run(self) -> None:
        """All steps that need no screen."""
        program, library = self.program, self.program.library
        with self.step("Add the sample") as said:
            ids = sample.load(library, program.store)
            papers = library.papers.get_many(ids)
            _check(len(papers) >= 12, "the sample has too few papers")
            said.append(f"{many(len(papers), 'paper')}, {many(sum(len(p.documents) for p in papers), 'PDF')}")
        guide = next(paper for paper in papers if paper.documents)
        asked = library.papers.find(ASKED)
        with self.step("Tag and note") as said:
            library.tags.add([asked, guide.id], ["tried"])
            library.notes.set(asked, NOTE)
            found = library.papers.get(asked)
            _check("tried" in found.tags and found.note == NOTE, "the tag or the note is not there")
            said.append(f"{many(len(library.tags.all()), 'tag')} in the library")
        self._work(guide.id)
        with self.step(f"Search by words: {QUERY}") as said:
            hits = program.searcher.words(QUERY, limit=3)
            _check([hit.paper for hit in hits] == [guide.id], "the text of the PDF is not found")
            self._tell(said, hits)
        with self.step(f"Search by meaning: {QUESTION}") as said:
            hits = program.searcher.both(QUESTION, limit=3)
            first = library.papers.get(hits[0].paper) if hits else None
            _check(first is not None and "vision-language/captioning" in first.tags, "image captioning is not first")
            self._tell(said, hits)
        with self.step(f"Related to {found.title}") as said:
            hits = program.searcher.related([asked], limit=5)
            _check(bool(hits) and all(hit.reasons for hit in hits), "no related papers, or no reasons")
            self._tell(said, hits)

    def _work(self, guide: int) -> None:
        program = self.program
        with self.step("Read the PDF, embed all texts") as said:
            with self._interrupts.held_back():
                left = program.runner.run_until_idle(stopped=lambda: self._interrupts.came)
            _check(not left, "; ".join(group.reason or group.state for group in left))
            (document,) = program.library.papers.get(guide).documents
            _check(document.state == "read", document.reason or document.state)
            said.append(f"{document.original_name}: {many(document.pages or 0, 'page')}")

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time one step; what it puts into the list is said below it."""
        said: list[str] = []
        start = time.perf_counter()
        try:
            yield said
        except ReadingListError as error:
            raise ReadingListError(f"The step “{name}” failed: {error}") from error
        seconds = time.perf_counter() - start
        self.steps.append({"step": name, "seconds": round(seconds, 3)})
        self._say(f"{seconds:6.2f} s  {name}")
        for line in said:
            self._say(f"          {line}")

    def _tell(self, said: list[str], hits: Sequence[Hit]) -> None:
        papers = self.program.library.papers.get_many([hit.paper for hit in hits])
        for paper, hit in zip(papers, hits, strict=True):
            said.append(paper.title)
            if hit.reasons:
                said.append("  because " + "; ".join(reason.text for reason in hit.reasons))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadingListError(f"The folder {folder} cannot be made: {error.strerror}.") from error


def _check(fine: bool, problem: str) -> None:
    if not fine:
        raise ReadingListError(problem)
