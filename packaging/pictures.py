"""Draw each main view, light and dark, at 1440x900 and 1024x700: python packaging/pictures.py DIR [SOURCE...]

The library is the sample, its PDF read and all indexed; each SOURCE (a file or folder) is added to it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from readinglist import sample
from readinglist.documents import PageServer
from readinglist.gui.pictures import draw
from readinglist.library import Library
from readinglist.library.annotation_records import Mark
from readinglist.library.query import Has
from readinglist.library.records import PaperRecord, Person
from readinglist.program import Program

TRANSFORMER = PaperRecord(
    title="Attention Is All You Need",
    authors=tuple(
        Person.from_name(name)
        for name in (
            *("Ashish Vaswani", "Noam Shazeer", "Niki Parmar", "Jakob Uszkoreit", "Llion Jones", "Aidan N. Gomez"),
            *("Łukasz Kaiser", "Illia Polosukhin"),
        )
    ),
    date="2017-06-12",
    arxiv_id="1706.03762",
)
RANK = PaperRecord(
    title="Attention is Not All You Need: Pure Attention Loses Rank Doubly Exponentially with Depth",
    authors=tuple(Person.from_name(name) for name in ("Yihe Dong", "Jean-Baptiste Cordonnier", "Andreas Loukas")),
    year=2021,
    venue="ICML",
    arxiv_id="2103.03404",
)
SPEECH = PaperRecord(
    title="Attention is All You Need in Speech Separation",
    authors=tuple(
        Person.from_name(name)
        for name in ("Cem Subakan", "Mirco Ravanelli", "Samuele Cornell", "Mirko Bronzi", "Jianyuan Zhong")
    ),
    year=2021,
    venue="ICASSP 2021",
    doi="10.1109/icassp39728.2021.9413901",
)
STUCK = (
    (PaperRecord(doi="10.1038/nature14539", title="Deep learning", year=2015, venue="Nature"), "no-pdf", "download"),
    (PaperRecord(doi="10.1126/science.aaa8415", title="Machine learning", year=2015), "wrong-content", "download"),
    (PaperRecord(arxiv_id="2005.99999"), "not-found", "look-up"),
)
REASONS = {
    "no-pdf": "No free copy of the PDF is known. Unpaywall, which knows most open copies, was not asked: it wants an"
    " e-mail address. Give yours in the settings.",
    "wrong-content": "www.science.org sent a web page instead of a PDF.",
    "not-found": "arXiv, Hugging Face and DataCite do not know arXiv 2005.99999. Check it, or fill in title and authors"
    " yourself.",
    "choice": "Several papers may be this one, but that is not certain. Choose one, or add an id.",
}
MEGABYTE = 1_000_000
MARKED = (
    (1, "One box takes it all", "yellow", "Also from the browser's address line.", ("to try",)),
    (1, "The same paper never enters twice.", "green", "", ()),
    (1, "takes back every change, one step per action, also after a restart", "purple", "", ("undo", "to try")),
    (2, "Meaning joins a moment later and brings papers that say the same in other words", "blue", "How?", ()),
)


def mark_guide(library: Library) -> None:
    """Mark some sentences of the sample's guide."""
    for paper in library.papers.get_many(library.papers.select(Has("pdf"))):
        for document in paper.documents:
            server = PageServer(document.path)
            try:
                for page, quote, colour, comment, tags in MARKED:
                    quads = server.locate(page, quote) if document.state == "read" else None
                    if quads:
                        mark = Mark(page, "highlight", quads, server.quote(page, quads))
                        library.annotations.add(document.id, mark, comment=comment, colour=colour, tags=tags)
            finally:
                server.close()


def add_arriving(library: Library) -> None:
    """Add papers on their way into the library, each of which stands somewhere else; services offer something."""
    for record, cause, kind in STUCK:
        authors = (Person("LeCun", "Yann"), Person("Bengio", "Yoshua"), Person("Hinton", "Geoffrey"))
        known = replace(record, authors=authors) if record.title == "Deep learning" else record
        _fail(library, _add(library, known), kind, cause)
    asked = _add(library, PaperRecord(title="All you need is attention"))
    _fail(library, asked, "look-up", "choice")
    offered = [("arxiv", TRANSFORMER), ("arxiv", RANK), ("crossref", SPEECH)]
    with library.write() as tx:
        library.choices.set(tx, asked, "same-title", offered)
    _fetch(library, _add(library, replace(SPEECH, title="Speech separation with attention", doi="10.1000/182")))
    _refresh(library)


def _add(library: Library, record: PaperRecord) -> int:
    added = library.papers.add([record], source="pasted")
    return (*added.added, *added.merged)[0]


def _fail(library: Library, paper: int, kind: str, cause: str) -> None:
    with library.write() as tx:
        library.jobs.ask(tx, kind, [paper])
    for job in library.jobs.claim([kind]):
        library.jobs.fail(job, REASONS[cause], cause=cause)


def _fetch(library: Library, paper: int) -> None:
    with library.write() as tx:
        library.jobs.ask(tx, "download", [paper])
    for job in library.jobs.claim(["download"]):
        library.jobs.progress(job, 0.26, round(3.2 * MEGABYTE), round(12.4 * MEGABYTE))


def _refresh(library: Library) -> None:
    """The paper on sentence embeddings, whose venue the user wrote, and of which arXiv says more."""
    paper = library.papers.find("1908.10084")
    here = library.papers.get(paper)
    library.papers.edit(paper, venue="EMNLP 2019")
    theirs = PaperRecord(
        title=here.title,
        authors=here.authors,
        date="2019-08-27",
        year=2019,
        venue="EMNLP-IJCNLP 2019",
        abstract=here.abstract.replace("some 65 hours", "about 65 hours").replace("Puts BERT", "Puts BERT and RoBERTa")
        + " The code is open.",
        arxiv_id=here.arxiv_id,
        arxiv_version=1,
    )
    with library.write() as tx:
        library.choices.set(tx, paper, "refresh", [("arxiv", theirs)])


def main(arguments: list[str]) -> int:
    """Draw into the folder that the arguments name; returns the exit code."""
    if not arguments or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as folder, Program(Path(folder) / "library", offline=True) as program:
        program.library.feeds.add("hf-daily", "daily", "Daily Papers")  # what a page of it brings is seen there
        sources = [Path(name) for name in arguments[1:]]
        if sources:
            program.intake.paths(sources)
        sample.load(program.library, program.store)
        broken = Path(folder) / "broken-download.pdf"
        broken.write_bytes(b"%PDF-1.5\nand then the line went dead")
        program.intake.paths([broken])
        program.runner.run_until_idle()
        # What waits and what failed is to be seen as well.
        program.runner.pause_all()
        program.change_settings(work_paused=True)
        program.intake.text("arXiv:2005.11401")
        mark_guide(program.library)
        add_arriving(program.library)
        for path in draw(program, Path(arguments[0])):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
