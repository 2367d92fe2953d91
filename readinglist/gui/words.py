"""Small pieces of the sentences that the window says."""

from __future__ import annotations

from collections.abc import Sized


def many(papers: Sized) -> str:
    """`1 paper`, `12 papers`."""
    return "1 paper" if len(papers) == 1 else f"{len(papers):,} papers"
