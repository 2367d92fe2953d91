"""The command that recognises the text of scans."""

from __future__ import annotations

from collections.abc import Sequence

import click

from readinglist.cli.organising import find_all, papers_argument
from readinglist.cli.output import many, paper_json, print_json, print_papers, talk
from readinglist.cli.state import Command, State, with_state
from readinglist.cli.work import Ticker
from readinglist.documents import tesseract
from readinglist.errors import InputError


@click.command("ocr", cls=Command)
@papers_argument
@click.option("--again", is_flag=True, help="Recognise pages anew that were recognised before (in other languages).")
@with_state
def ocr_command(state: State, papers: tuple[str, ...], again: bool) -> int:
    """Recognise the text of scanned PDFs with Tesseract, now."""
    ids = find_all(state, papers)
    program = tesseract.program()
    if program is None:
        raise InputError(tesseract.MISSING)
    tesseract.choose_languages(state.program.settings.ocr_languages, tesseract.languages_of(program))
    library = state.program.library
    documents = [document for of_paper in library.documents.of_many(ids).values() for document in of_paper]
    if not documents:
        raise InputError("None of these papers has a PDF yet. `readinglist attach` gives it one.")
    with library.write() as tx:
        for document in documents:
            if again:
                library.recognised.forget(tx, document.id)
            library.jobs.enqueue(tx, "ocr", document.paper, document.id)
    done = _work_off(state, [document.paper for document in documents])
    left = [job for paper in ids for job in library.jobs.of(paper) if job.kind == "ocr"]
    found = library.papers.get_many(ids)
    if state.json:
        print_json([paper_json(paper) for paper in found])
    else:
        print_papers(found)
    talk(f"Recognised the text of {many(done, 'PDF')}.")
    return 1 if left else 0


def _work_off(state: State, papers: Sequence[int]) -> int:
    """Have it done, and what was recognised read, and wait for both; how many PDFs were recognised."""
    runner, ticker, interrupts = state.program.runner, Ticker(), state.interrupts
    with interrupts.held_back():
        try:
            for kind in ("ocr", "extract"):
                runner.run_until_done(kind, papers, ticker.on_step, stopped=lambda: interrupts.came)
        finally:
            runner.stop()
            ticker.close()
    return ticker.done["ocr"]
