"""Which annotations are meant, as SQL."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.library.tags import BELOW, SHOWN, below

ANNOTATED = """FROM annotations AS a LEFT JOIN documents AS d ON d.id = a.document_id
    JOIN papers ON papers.id = ifnull(d.paper_id, a.paper_id)"""
SELECT = f"SELECT a.*, papers.id AS paper {ANNOTATED}"

ORDERS = {
    "paper": "papers.id, a.document_id IS NULL, a.document_id, a.page, json_extract(a.quads, '$[0][1]'),"
    " json_extract(a.quads, '$[0][0]'), a.id",
    "time": "ifnull(a.created, a.modified) DESC, a.id DESC",
}

# What a file brought goes with the file; what the user made of it stays, also where the file was taken away.
ALIVE = "a.removed_at IS NULL AND (d.id IS NULL OR d.removed_at IS NULL OR a.origin = 'here' OR a.edited)"

# Where papers were merged, one that came with both files went from one of them, and is seen in both.
LEFT_OUT = f"""SELECT r.page, r.key FROM annotations AS r WHERE r.document_id = ? AND r.origin = 'pdf'
    AND r.removed_at IS NOT NULL AND r.key NOT IN (SELECT a.key {ANNOTATED} WHERE {ALIVE} AND papers.id =
        (SELECT paper_id FROM documents WHERE id = r.document_id))"""


@dataclass(frozen=True, slots=True)
class Filter:
    """What annotations are asked for; None is any. A tag stands for those nested in it, too."""

    paper: int | None = None
    document: int | None = None
    tag: str | None = None
    colour: str | None = None


def conditions(wanted: Filter) -> tuple[str, tuple[str | int, ...]]:
    """A condition on SELECT with its parameters."""
    parts: list[str] = [ALIVE]
    parameters: list[str | int] = []
    if wanted.paper is not None:
        # Both columns have an index; the paper that SELECT computes has none.
        parts.append("(a.document_id IN (SELECT id FROM documents WHERE paper_id = ?) OR a.paper_id = ?)")
        parameters += [wanted.paper, wanted.paper]
    elif wanted.document is None:
        parts.append(SHOWN)
    if wanted.document is not None:
        parts.append("a.document_id = ?")
        parameters.append(wanted.document)
    if wanted.colour is not None:
        parts.append("a.colour = ?")
        parameters.append(wanted.colour)
    if wanted.tag is not None:
        parts.append(f"a.id IN (SELECT annotation_id FROM annotation_tags JOIN tags ON tags.id = tag_id WHERE {BELOW})")
        parameters += below(wanted.tag)
    return " AND ".join(parts), tuple(parameters)
