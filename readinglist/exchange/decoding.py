"""The text of a file of unknown age: UTF-8, UTF-16 or, where it is neither, the Latin letters of old Windows."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(content: bytes) -> str:
    """The text of these bytes; what no encoding explains becomes a replacement character."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    start = content[:400]
    if start.count(0) * 3 > len(start):  # every other byte of English UTF-16 is zero
        return content.decode("utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
