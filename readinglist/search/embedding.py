"""What background work has the model make: vectors of papers and of the passages of their documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from readinglist.library import Library
from readinglist.library.index import PaperVectors
from readinglist.library.index_text import PaperText, digest_of
from readinglist.search.embedder import Cuts, Embedder
from readinglist.search.sentences import sentences_of

GROUP = 32
"""Papers or passages between two looks whether to stop."""


def index_papers(
    library: Library,
    embedder: Embedder,
    papers: Sequence[int],
    *,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[int]:
    """Embed title and abstract of these papers and store the vectors; those that are up to date cost nothing.

    Returns the papers that are done, gone ones too; fewer than asked for only if `cancelled` said so. ModelError.
    """
    from readinglist.search.packing import pack_bytes, pack_half

    texts = {paper: text for paper, text in library.index.answers.texts(papers).items() if text.title.strip()}
    known = library.index.answers.digests(embedder.stamp, list(texts))
    stale = [text for text in texts.values() if known.get(text.id) != digest_of(text.title, text.abstract)]
    waiting = {text.id for text in stale}
    stale.sort(key=lambda text: -len(text.abstract))  # alike in length: little padding
    for start in range(0, len(stale), GROUP):
        if cancelled is not None and cancelled():
            break
        group = stale[start : start + GROUP]
        wholes, parts = embedder.encode_parts(*zip(*(_cut(text) for text in group), strict=True))
        titles = embedder.encode([text.title for text in group])
        library.index.set_paper_vectors(
            embedder.stamp,
            [
                PaperVectors(
                    text.id,
                    digest_of(text.title, text.abstract),
                    pack_half(whole),
                    pack_bytes(title[None]),
                    pack_bytes(sentences),
                )
                for text, whole, title, sentences in zip(group, wholes, titles, parts, strict=True)
            ],
        )
        waiting.difference_update(text.id for text in group)
        if on_progress is not None:
            on_progress((start + len(group)) / len(stale))
    return [paper for paper in papers if paper not in waiting]


def index_document(
    library: Library,
    embedder: Embedder,
    document: int,
    passages: Sequence[tuple[int, str]],
    *,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Embed the passages (page from 1, text) of a document and store them; False if `cancelled` said so. ModelError."""
    import numpy as np

    from readinglist.search.packing import pack_bytes

    made = []
    for start in range(0, len(passages), GROUP):
        if cancelled is not None and cancelled():
            return False
        made.append(embedder.encode([text for _, text in passages[start : start + GROUP]]))
        if on_progress is not None:
            on_progress(min(1.0, (start + GROUP) / len(passages)))
    vectors = pack_bytes(np.vstack(made)) if made else b""
    library.index.set_passages(embedder.stamp, document, passages, vectors)
    return True


def _cut(text: PaperText) -> tuple[str, Cuts]:
    """What the model reads of a paper, and where the sentences of the abstract stand in it."""
    title = text.title.strip()
    head = f"{title}{'' if title.endswith(('.', '?', '!')) else '.'} "
    return head + text.abstract, [(start + len(head), end + len(head)) for start, end in sentences_of(text.abstract)]
