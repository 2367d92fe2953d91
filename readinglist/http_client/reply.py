"""An answer's head, and its body piece by piece, unpacked without ever holding more than a piece."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from readinglist.http_client.errors import HttpError, WrongContentError
from readinglist.http_client.trouble import Kind, Trouble

PIECE = 128 * 1024
"""Bytes that are read, unpacked, hashed and written at once."""
DRAINED = 64 * 1024
"""A body that nobody wants is read up to so many bytes, to keep its connection for the next call."""


@dataclass(slots=True)
class Reply:
    """The head of an answer. `read` brings the next bytes as they came over the wire, b"" at the end; Trouble."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    read: Callable[[], bytes]
    url: str = ""
    """The true URL that was asked, after redirects."""

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def encoding(self) -> str:
        """How the body is packed: "", `gzip`, `deflate`, or something that nobody asked for."""
        encoding = self.headers.get("content-encoding", "").strip().lower()
        return {"identity": "", "x-gzip": "gzip"}.get(encoding, encoding)

    @property
    def length(self) -> int | None:
        """Bytes of the body on the wire, as the host says."""
        said = self.headers.get("content-length", "")
        return int(said) if re.fullmatch(r"[0-9]{1,15}", said) and "transfer-encoding" not in self.headers else None

    @property
    def range(self) -> tuple[int | None, int | None]:
        """First byte and size of the whole, as `Content-Range` says: `bytes 100-199/200`, `bytes */200`."""
        said = re.fullmatch(
            r"bytes\s+(?:([0-9]{1,15})-[0-9]{1,15}|\*)/([0-9]{1,15}|\*)", self.headers.get("content-range", "").strip()
        )
        if not said:
            return None, None
        first, whole = said.groups()
        return int(first) if first else None, int(whole) if whole != "*" else None

    def discard(self) -> None:
        """Nobody wants the body: read it if it is small, so that the connection can be used again."""
        length = self.length
        if length is not None and length <= DRAINED:
            with suppress(HttpError, Trouble):
                while self.read():
                    pass

    def pieces(self, who: str) -> Iterator[bytes]:
        """The body, unpacked, in pieces of at most PIECE bytes; WrongContentError for a packing that nobody asked for.

        Trouble if it ends before its end.
        """
        match self.encoding:
            case "":
                while piece := self.read():
                    yield piece
            case "gzip":
                yield from self._unpacked(zlib.MAX_WBITS | 16)
            case "deflate":
                yield from self._unpacked(zlib.MAX_WBITS)
            case encoding:
                raise WrongContentError(f"{who} packs its answer in a way that was not asked for ({encoding[:40]}).")

    def _unpacked(self, bits: int) -> Iterator[bytes]:
        packed = self.read()
        if not packed:
            return
        if bits == zlib.MAX_WBITS and packed[0] & 0x0F != 8:  # bare deflate, as some servers understand it
            bits = -zlib.MAX_WBITS
        unpacker = zlib.decompressobj(bits)
        while True:
            try:
                piece = unpacker.decompress(packed, PIECE)
            except zlib.error as error:
                raise Trouble(Kind.CUT, str(error)) from error
            if piece:
                yield piece
            packed = unpacker.unconsumed_tail
            if unpacker.eof:
                packed = unpacker.unused_data or self.read()
                if bits < zlib.MAX_WBITS | 16 or not packed.startswith(b"\x1f"):
                    return  # what follows the end, if anything, is rubbish
                unpacker = zlib.decompressobj(bits)  # another member of a gzip file
            elif not packed and len(piece) < PIECE:  # a full piece may leave more inside
                packed = self.read()
                if not packed:
                    raise Trouble(Kind.CUT, "a packed body without its end")
