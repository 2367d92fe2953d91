"""The program Tesseract, which reads the picture of a page: where it is, which languages it knows, what it prints."""

from __future__ import annotations

import locale
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

from readinglist.errors import InputError

HOW_TO_INSTALL = (
    "Install it with your system's packages (`tesseract-ocr` on Debian and Ubuntu, `tesseract` in Homebrew and winget)"
)
MISSING = f"Recognising text needs the program Tesseract, which is not installed. {HOW_TO_INSTALL}, then try again."
LIST_SECONDS = 5.0
LEAST_SURE = 20.0
"""Words of which Tesseract is less sure, in per cent, are mostly stains and drawings."""
LANGUAGES = re.compile(r"[A-Za-z0-9_/]+(?:\+[A-Za-z0-9_/]+)*")

_OF_LOCALE = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "es": "spa", "fi": "fin", "fr": "fra",
    "he": "heb", "hu": "hun", "it": "ita", "ja": "jpn", "ko": "kor", "nl": "nld", "nb": "nor", "no": "nor",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "chi_sim",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A word as Tesseract prints it: in pixels of the picture, with the numbers of its block and line."""

    text: str
    left: int
    top: int
    width: int
    height: int
    block: tuple[int, int]
    line: int


def program() -> str | None:
    """Where Tesseract is; None if it is not installed."""
    return shutil.which("tesseract")


def languages_of(found: str) -> tuple[str, ...]:
    """The languages that a Tesseract knows, in its own short names; empty if it does not say."""
    try:
        answer = subprocess.run(
            [found, "--list-langs"],
            capture_output=True,
            timeout=LIST_SECONDS,
            stdin=subprocess.DEVNULL,
            creationflags=without_console(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    # Older ones print them on standard error.
    said = (answer.stdout or answer.stderr).decode("utf-8", "replace").splitlines()
    return tuple(name for line in said[1:] if (name := line.strip()) and name != "osd" and LANGUAGES.fullmatch(name))


def without_console() -> int:
    """What keeps Windows from opening a console for a program."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def choose_languages(wanted: str, known: tuple[str, ...]) -> str:
    """The languages to read in, as Tesseract wants them (`eng+deu`); InputError if one of those wanted is not there.

    Where nothing is wanted: English, and the language of this computer.
    """
    if wanted:
        lacking = [name for name in wanted.split("+") if known and name not in known]
        if lacking:
            there = ", ".join(known)
            raise InputError(
                f"Tesseract does not know the language {lacking[0]} here; it knows {there}. Install it (on Debian"
                f" `tesseract-ocr-{lacking[0]}`), or choose another one in the settings."
            )
        return wanted
    own = _OF_LOCALE.get((_locale() or "en").split("_")[0].lower(), "eng")
    found = [name for name in dict.fromkeys(("eng", own)) if name in known]
    return "+".join(found or known[:1]) or "eng"


def read_table(printed: str) -> list[Printed]:
    """The words in Tesseract's table; ValueError if it is none."""
    head, *rows = printed.splitlines() or [""]
    names = head.split("\t")
    if names[:1] != ["level"] or names[-1] != "text":
        raise ValueError("no table of words")
    words = []
    for row in rows:
        fields = row.split("\t", len(names) - 1)
        if len(fields) != len(names) or fields[0] != "5":
            continue
        of = dict(zip(names, fields, strict=True))
        text = "".join(letter for letter in of["text"] if letter.isprintable()).strip()
        if text and float(of["conf"]) >= LEAST_SURE:
            left, top, width, height = (int(of[name]) for name in ("left", "top", "width", "height"))
            block = int(of["block_num"]), int(of["par_num"])
            words += [
                Printed(part, at, top, wide, height, block, int(of["line_num"]))
                for part, at, wide in _parts(text, left, width)
            ]
    return words


def _parts(text: str, left: int, width: int) -> list[tuple[str, int, int]]:
    """A word with its left edge and width, or the words that it is made of: none may have a space in it."""
    step = width / len(text)
    return [
        (part.group(), left + round(step * part.start()), round(step * len(part.group())))
        for part in re.finditer(r"\S+", text)
    ]


def _locale() -> str | None:
    try:
        return locale.getlocale()[0]
    except ValueError:  # one that this computer does not know
        return None
