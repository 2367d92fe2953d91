"""Triggers by which a note that changed asks for its meaning to be worked out."""

from __future__ import annotations

REST = "+20 seconds"
"""So long after the first of several changes, for who writes a note has it kept every few seconds."""


def _trigger(event: str, row: str) -> str:
    # Work on the paper that is due at once stays so.
    return f"""CREATE TRIGGER embed_notes_{event.split()[0].lower()} AFTER {event} ON notes
        WHEN (SELECT present FROM papers WHERE id = {row}.paper_id)
        BEGIN INSERT INTO jobs(kind, paper_id, not_before)
            SELECT 'embed', {row}.paper_id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '{REST}') WHERE true
            ON CONFLICT(kind, paper_id, ifnull(document_id, 0)) DO UPDATE SET generation = generation + 1,
                attempts = 0, error = NULL, cause = '', state = iif(state = 'failed', 'waiting', state); END"""


STATEMENTS = (
    _trigger("INSERT", "new"),
    _trigger("UPDATE OF text", "new"),
    _trigger("DELETE", "old"),
)
"""The migration. Notes that are there already are asked for by what looks for gaps in the index."""
