"""PDFs as hosts hand them out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tests.services.messages import Reply, Request
from tests.services.papers import PaperOnServer


def as_file(data: bytes) -> Reply:
    """With an ETag, so that parts of it can be had."""
    return Reply(
        data,
        type="application/pdf",
        headers=(("Last-Modified", "Thu, 02 Jan 2025 17:59:46 GMT"),),
        etag=f'"{hashlib.sha256(data).hexdigest()[:24]}"',
    )


class Publisher:
    """The house where the papers with a DOI have their PDFs: `/pdf/{doi}`."""

    def __init__(self, papers: Sequence[PaperOnServer]) -> None:
        self._files = {f"/pdf/{paper.doi}": as_file(paper.pdf) for paper in papers if paper.known_to("publisher")}

    def __call__(self, request: Request) -> Reply:
        return self._files.get(request.path) or Reply(b"<html><body>Not found</body></html>", 404, "text/html")
