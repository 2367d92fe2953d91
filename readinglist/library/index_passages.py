"""What lies next door asks of the index: passages of documents and of notes, with their vectors."""

from __future__ import annotations

import json
from collections.abc import Sequence

from readinglist.library.index_asking import Asking
from readinglist.library.index_text import digest_of

MODEL = "(SELECT id FROM idx.models WHERE stamp = ?)"
WANTED = "(SELECT json_extract(value, '$[0]') AS document, json_extract(value, '$[1]') AS number FROM json_each(?))"
NOTES_TO_EMBED = """SELECT n.paper_id FROM notes AS n JOIN papers ON papers.id = n.paper_id AND present = 1
    WHERE trim(n.text) <> '' AND NOT EXISTS
    (SELECT 1 FROM idx.note_passages WHERE model_id = ? AND paper_id = n.paper_id) ORDER BY 1"""
NOTES_GONE = "SELECT paper_id FROM idx.note_passages EXCEPT SELECT id FROM papers"

Place = tuple[int, int]
"""A document (or the paper of a note), and the number of a passage of it."""


class PassageAnswers(Asking):
    """Pages count from 1, passages from 0."""

    def of_document(self, stamp: str, document: int) -> tuple[list[tuple[int, str]], bytes] | None:
        """(page, text) of each passage, and their packed vectors; None if that model has not embedded the document."""
        sql = f"SELECT texts, vectors FROM idx.passages WHERE document_id = ? AND model_id = {MODEL}"
        rows = self._all(sql, (document, stamp))
        return ([(page, text) for page, text in json.loads(rows[0][0])], rows[0][1]) if rows else None

    def texts(self, stamp: str, places: Sequence[Place]) -> dict[Place, tuple[int, str]]:
        """(page, text) of these passages of documents."""
        rows = self._all(
            "SELECT document, number, json_extract(p.texts, '$[' || number || '][0]'),"
            f" json_extract(p.texts, '$[' || number || '][1]') FROM {WANTED}"
            f" CROSS JOIN idx.passages AS p ON p.document_id = document AND p.model_id = {MODEL}",
            (json.dumps([list(place) for place in places]), stamp),
        )
        return {(row[0], row[1]): (row[2], row[3]) for row in rows if row[3] is not None}

    def note_texts(self, stamp: str, places: Sequence[Place]) -> dict[Place, str]:
        """The text of these passages of notes, but of those that were changed after they were embedded."""
        rows = self._all(
            f"SELECT document, number, p.digest, n.text, json_extract(p.texts, '$[' || number || ']') FROM {WANTED}"
            " CROSS JOIN idx.note_passages AS p ON p.paper_id = document"
            f" AND p.model_id = {MODEL} JOIN notes AS n ON n.paper_id = p.paper_id",
            (json.dumps([list(place) for place in places]), stamp),
        )
        return {(row[0], row[1]): row[4] for row in rows if row[4] is not None and digest_of(row[3]) == bytes(row[2])}

    def notes_since(self, stamp: str, made: int) -> list[tuple[int, int, bytes]]:
        """(made, paper, packed vectors) of the notes that the model embedded after `made`, in that order."""
        sql = (
            f"SELECT made, paper_id, vectors FROM idx.note_passages WHERE model_id = {MODEL} AND made > ? ORDER BY made"
        )
        return [(row[0], row[1], row[2]) for row in self._all(sql, (stamp, made))]

    def stale_notes(self, stamp: str, papers: Sequence[int]) -> dict[int, str]:
        """The notes of these papers that the model has not embedded as they are now; empty for one that is gone."""
        rows = self._all(
            "SELECT p.id, ifnull(n.text, ''), v.digest FROM json_each(?) AS w JOIN papers AS p ON p.id = w.value"
            " LEFT JOIN notes AS n ON n.paper_id = p.id LEFT JOIN idx.note_passages AS v"
            f" ON v.paper_id = p.id AND v.model_id = {MODEL}",
            (json.dumps(list(papers)), stamp),
        )
        return {
            paper: note
            for paper, note, digest in rows
            if (note.strip() or digest is not None) and digest != digest_of(note)
        }
