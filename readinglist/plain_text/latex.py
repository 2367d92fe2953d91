"""LaTeX as text that a person reads: commands that still have their backslash become what they mean."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

from readinglist.plain_text.latex_symbols import (
    ACCENTS,
    CONTENT,
    CONTROL_SYMBOLS,
    HIDDEN_ARGUMENT,
    LETTERS,
    NOTHING,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SYMBOLS,
)


class _Mode(Enum):
    PROSE = auto()
    """Text of a page or a service: only what has a backslash or stands between dollars is LaTeX."""
    BIBTEX = auto()
    """A field of a BibTeX entry: braces, ties, dashes and quotes are LaTeX as well."""
    MATHS = auto()


def plain_latex(text: str) -> str:
    r"""Prose with LaTeX left in it (`5\%`, `{\epsilon}`, `\textbf{x}`) as it would be printed; the rest stays."""
    if "\\" not in text and "$" not in text:
        return text
    return _converted(_ESCAPED_QUOTES.sub(r'"\1"', text), _Mode.PROSE)


def plain_bibtex(text: str) -> str:
    """The value of a BibTeX field as it would be printed, without braces."""
    return _converted(text, _Mode.BIBTEX)


def _converted(text: str, mode: _Mode) -> str:
    try:
        return _Converter(text, mode).all()
    except RecursionError:  # nested deeper than anybody writes: no LaTeX
        return text


# `\"quoted\"`: what a program escaped, not two umlauts.
_ESCAPED_QUOTES = re.compile(r'(?<![\w\\])\\"([^"\\\n]{1,200})\\"(?!\w)')


_WORD = re.compile(r"[A-Za-z]+\*?")
_PLAIN_RUN = {
    _Mode.PROSE: re.compile(r"[^\\{$]+"),
    _Mode.BIBTEX: re.compile(r"[^\\{}$~`'-]+"),
    _Mode.MATHS: re.compile(r"[^\\{}$~^_]+"),
}
_TYPOGRAPHY = re.compile(r"---|--|``|''|~|[-`']")
_TYPESET = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}
# How pandoc tells a formula from a price: `$x$`, but not `$5 and $10`.
_FORMULA = re.compile(r"\$\$(?P<display>[^$]{1,400})\$\$|\$(?!\s)(?P<inline>[^$]{1,400}?)(?<![\s\\])\$(?!\d)")
_BIBTEX_FORMULA = re.compile(rf"{_FORMULA.pattern}|\$(?P<before_digit>[^$\d][^$]{{0,400}}?)(?<!\\)\$")
# In prose, words between two dollars are no formula, unless a command is among them.
_LOOKS_LIKE_MATHS = re.compile(r"\\|^(?!.*[A-Za-z]{4})(?:.*[\^_{}=<>]|\S+$)", re.DOTALL)
_DELIMITED = {"(": "\\)", "[": "\\]"}


class _Converter:
    """Reads one text once, from left to right; groups and arguments are texts of their own."""

    def __init__(self, text: str, mode: _Mode) -> None:
        self.text = text
        self.mode = mode
        self.at = 0
        self.ends = _group_ends(text)

    def all(self) -> str:
        parts: list[str] = []
        while self.at < len(self.text):
            parts.append(self._next())
        return "".join(parts)

    def _next(self) -> str:
        run = _PLAIN_RUN[self.mode].match(self.text, self.at)
        if run:
            self.at = run.end()
            return run[0]
        character = self.text[self.at]
        if character == "\\":
            return self._command()
        if character == "{":
            return self._group()
        if character == "$":
            return self._formula()
        if character in "^_":
            return self._script()
        if character in "~`'-":
            mark = _TYPOGRAPHY.match(self.text, self.at)
            assert mark
            about = mark[0] == "~" and not self.text[self.at - 1 : self.at].strip()  # ~10 is no tie
            self.at = mark.end()
            return "~" if about and self.mode is _Mode.BIBTEX else _TYPESET.get(mark[0], mark[0])
        self.at += 1  # a closing brace that nothing opened
        return character

    def _convert(self, text: str, mode: _Mode | None = None) -> str:
        return _Converter(text, mode or self.mode).all()

    # ------------------------------------------------------------------------------------------ groups, formulas

    def _group(self) -> str:
        """A group's text; in prose its braces stay unless a command opens it."""
        inside = self._argument()
        if inside is None:
            self.at += 1
            return "{"
        if self.mode is _Mode.PROSE and not inside.lstrip().startswith("\\"):
            return "{" + self._convert(inside) + "}"
        return self._convert(inside)

    def _argument(self) -> str | None:
        """The inside of the group that begins here, and go behind it; None where no group begins or it never ends."""
        end = self.ends.get(self.at)
        if end is None:
            return None
        inside = self.text[self.at + 1 : end]
        self.at = end + 1
        return inside

    def _formula(self) -> str:
        form = _BIBTEX_FORMULA if self.mode is _Mode.BIBTEX else _FORMULA
        found = form.match(self.text, self.at)
        inside = found and found[found.lastgroup or 0]
        if found and inside and (self.mode is not _Mode.PROSE or _LOOKS_LIKE_MATHS.search(inside)):
            self.at = found.end()
            return self._convert(inside.strip(), _Mode.MATHS)
        self.at += 1
        return "$"

    def _script(self) -> str:
        """`^2` and `_{ij}` of a formula: raised or lowered characters where Unicode has all of them."""
        mark = self.text[self.at]
        self.at += 1
        inside = self._token()
        if not inside:
            return mark
        table = SUPERSCRIPTS if mark == "^" else SUBSCRIPTS
        if all(ord(character) in table for character in inside):
            return inside.translate(table)
        return mark + (inside if len(inside) == 1 or inside.isalnum() else f"({inside})")

    def _token(self) -> str:
        """What a command without braces takes: a group, a command, or one character."""
        inside = self._argument()
        if inside is not None:
            return self._convert(inside)
        if self.at >= len(self.text) or self.text[self.at] in "{}$":
            return ""
        if self.text[self.at] == "\\":
            return self._command()
        self.at += 1
        return self.text[self.at - 1]

    # -------------------------------------------------------------------------------------------------- commands

    def _command(self) -> str:
        start = self.at
        word = _WORD.match(self.text, start + 1)
        if word:
            self.at = word.end()
            return self._control_word(word[0].rstrip("*"), start)
        symbol = self.text[start + 1 : start + 2]
        self.at = start + 1 + len(symbol)
        if symbol in _DELIMITED:
            end = self.text.find(_DELIMITED[symbol], self.at, self.at + 1000)
            if end > 0:
                inside = self.text[self.at : end].strip()
                self.at = end + 2
                return self._convert(inside, _Mode.MATHS)
        elif symbol in ACCENTS:
            return self._accent(symbol, start)
        elif symbol == "\\" and (self.mode is not _Mode.PROSE or self.text[self.at : self.at + 1].isspace()):
            return "\n"
        elif symbol and symbol in CONTROL_SYMBOLS:
            return CONTROL_SYMBOLS[symbol]
        return "\\" + symbol

    def _control_word(self, name: str, start: int) -> str:
        if name in LETTERS:
            return LETTERS[name] + self._swallow_blank()
        if name in ACCENTS:
            return self._accent(name, start)
        if name in SYMBOLS:
            self._skip_empty_group()
            return SYMBOLS[name]
        if name in NOTHING:
            self._skip_blank()
            return ""
        return self._with_arguments(name, start)

    def _with_arguments(self, name: str, start: int) -> str:
        behind = self.at
        self._skip_blank()
        inside = self._argument()
        if inside is None:
            self.at = behind
            return self._unknown(name, start)
        if name in HIDDEN_ARGUMENT:
            return "" if name not in {"vspace", "hspace"} else " "
        if name in {"url", "path", "nolinkurl"}:
            return inside.replace("\\_", "_").replace("\\%", "%").replace("\\#", "#").replace("\\&", "&")
        return self._shown(name, inside)

    def _shown(self, name: str, inside: str) -> str:
        if name in {"textsuperscript", "textsubscript"}:
            text = self._convert(inside)
            table = SUPERSCRIPTS if name == "textsuperscript" else SUBSCRIPTS
            return text.translate(table) if all(ord(character) in table for character in text) else text
        text = self._convert(inside)
        match name:
            case "enquote" | "mkbibquote":
                return f"“{text}”"
            case "footnote" | "thanks":
                return f" ({text})"
            case "cite" | "citep" | "citet" | "ref" | "cref" | "eqref" | "autoref":
                return f"[{text}]"
            case "sqrt":
                return f"√{text}" if len(text) == 1 else f"√({text})"
            case "href" | "textcolor" | "colorbox":
                shown = self._argument()
                if shown is None:
                    return text
                return self._convert(shown) + (f" ({inside})" if name == "href" and inside not in shown else "")
            case "frac" | "dfrac" | "tfrac" | "nicefrac" | "sfrac":
                below = self._token()
                return f"{_in_brackets(text)}/{_in_brackets(below)}"
        if name in CONTENT or text:
            return text
        return name if self.text[: self.at].endswith("{}") else ""

    def _unknown(self, name: str, start: int) -> str:
        """A macro that its author defined elsewhere: its name is the best word for it. `C:\\name` is none."""
        before = self.text[start - 1 : start]
        if self.mode is _Mode.PROSE and (len(name) == 1 or before.isalnum() or before in {":", "\\"}):
            return "\\" + name
        return "" if name in CONTENT or name in HIDDEN_ARGUMENT else name

    def _accent(self, name: str, start: int) -> str:
        """A letter under its accent. Where there is none to put it on, the mark itself, or the command as it stands."""
        behind = self.at
        spaced = self._skip_blank()
        inside: str | None
        if name.isalpha() and not spaced and self.text[self.at : self.at + 1] not in {"{", "\\"}:
            inside = None  # \d+ is no accent
        else:
            inside = self._token()
        if inside is not None:
            accented = self._put_on(name, inside, start)
            if accented is not None:
                return accented
        self.at = behind
        if name in {"'", '"', "`"}:
            return name
        return "\\" + name if self.mode is _Mode.PROSE or not name.isalpha() else name

    def _put_on(self, name: str, inside: str, start: int) -> str | None:
        if not inside.strip():
            return name if not name.isalpha() and self.text[self.at - 2 : self.at] == "{}" else None
        base = {"ı": "i", "ȷ": "j"}.get(inside[0], inside[0])
        if name == "t":
            return base + ACCENTS[name] + inside[1:]
        if len(unicodedata.normalize("NFC", inside)) > 1 and name.isalpha():
            return inside  # \b{several words} is bold in the mind of its author
        letter = unicodedata.normalize("NFC", base + ACCENTS[name])
        if self.mode is _Mode.PROSE and name in {"'", '"'} and self._is_quote(letter, start):
            return None
        if not base.isalpha() and len(letter) > 1 and name != "not":
            return None
        return letter + inside[1:]

    def _is_quote(self, letter: str, start: int) -> bool:
        r"""Whether `\'` in prose is an escaped apostrophe (`GPT\'s`, `don\'t`) and no accent."""
        at_end = not self.text[self.at : self.at + 1].isalpha()
        return len(letter) > 1 or (at_end and self.text[start - 1 : start].isalnum() and self.text[self.at - 1] in "st")

    # -------------------------------------------------------------------------------------------------- blanks

    def _skip_blank(self) -> bool:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in " \t\n":
            self.at += 1
        return self.at > start

    def _swallow_blank(self) -> str:
        if not self._skip_empty_group():
            self._skip_blank()
        return ""

    def _skip_empty_group(self) -> bool:
        empty = self.text.startswith("{}", self.at)
        self.at += 2 if empty else 0
        return empty


_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


def _group_ends(text: str) -> dict[int, int]:
    """Where each group of a text ends, by where it begins; braces behind a backslash are none."""
    ends: dict[int, int] = {}
    open_groups: list[int] = []
    for found in _BRACES.finditer(text):
        if found[0] == "{":
            open_groups.append(found.start())
        elif found[0] == "}" and open_groups:
            ends[open_groups.pop()] = found.start()
    return ends


def _in_brackets(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"
