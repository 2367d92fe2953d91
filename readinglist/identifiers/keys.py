"""Keys under which two spellings of one title or one name are the same, and the base of a citation key."""

from __future__ import annotations

import functools
import re
import unicodedata

PARTICLES = frozenset(
    "von van de der den del della di da do dos du la le ter ten zu zur zum vom af av bin ibn al el".split()
)
_SUFFIXES = frozenset("jr sr ii iii iv".split())

# Accents and spacing go, the letter below stays: `\"{o}`, `\c{c}`, `\v s`, `\,`.
_LATEX_ACCENT = re.compile(r"""\\(?:["'`^~=.]|[uvHtcdbkr](?=\s*[{\\]|\s+\w))\s*""")
_LATEX_LETTER = re.compile(r"\\(aa|AA|ae|AE|oe|OE|ss|o|O|l|L|i|j|dh|DH|th|TH)(?![A-Za-z])\s*")
_LATEX_LETTERS = {"aa": "a", "AA": "A", "dh": "d", "DH": "D"}
# A font changes nothing about the words. Sources that lost their backslashes still show the command and its brace.
_FONT_NAMES = (
    r"emph|text(?:bf|it|tt|sc|rm|sf|sl|md|up|normal)|math(?:bf|cal|bb|rm|it|sf|tt|frak|scr|normal)"
    r"|boldsymbol|operatorname|ensuremath|underline"
)
_FONT = re.compile(
    rf"\\?\b(?:{_FONT_NAMES})\s*(?=\{{)"
    r"|\\(?:mbox|hbox|text|bm|bf|it|em|tt|rm|sc|sl|left|right|protect|url|limits|displaystyle)(?![A-Za-z])\s*"
)
_LATEX_SYMBOL = re.compile(
    r"\\(?:text(?:less|greater|backslash|underscore|dollar|percent|bar|quote\w*|tilde|asciitilde|asciicircum)"
    r"|q?quad|ldots|dots|cdot|textendash|textemdash)(?![A-Za-z])"
)
_LATEX_WORD = re.compile(r"\\(?:var)?([A-Za-z]+)")
_MARKUP = re.compile(r"[{}$_^'’‘ʼ´`\u00ad\u200b-\u200f\u2060\ufeff]|\\(?=[{}$_^])")

# Marks above and below Latin, Greek and Cyrillic letters; those of other scripts are part of the letter.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
# Letters that Unicode does not take apart although readers do.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ȷ": "j", "ħ": "h", "ŧ": "t"}
    | {"ŋ": "n", "ƒ": "f"}
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi"
        " chi psi omega".split(),
        strict=True,
    )
)
# A Greek letter that stands alone is a symbol and is read by its name (ε-greedy, π0); Greek words stay Greek.
_LONE_GREEK = re.compile(r"(?<![α-ω])[α-ω](?![α-ω])")

_TO_ASCII = str.maketrans(
    dict(
        zip(
            "абвгдеёзийклмнопрстуфыэіґ",
            "a b v g d e e z i i k l m n o p r s t u f y e i g".split(),
            strict=True,
        )
    )
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
    | {"є": "ye", "ї": "yi", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "d", "џ": "dz"}
    | dict(zip("αβγδεζικλμνξοπρστυφω", "abgdeziklmnxoprstyfo", strict=True))
    | {"η": "i", "θ": "th", "χ": "ch", "ψ": "ps"}
)
_SPELLED = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) (\w+)")

STOP_WORDS = frozenset(
    "a an the on of in for to and or with without from via by at as into onto over under is are was be been being do"
    " does did can could will would should may might must not no nor but if then than that this these those it its"
    " their our your we you i they he she what when where which who whom whose why how all any some toward towards"
    " using use used through between among about against beyond within across per up out off so such vs"
    " le les la un une des du de et der die das ein eine und zur zum el los las en y".split()
)


@functools.lru_cache(maxsize=1024)  # adding a paper asks for that of its title again and again
def title_key(title: str) -> str:
    """The same text for all spellings of one title: case, accents, punctuation and LaTeX do not count."""
    text = _without_latex(title.replace("ℓ", "ell"))
    text = _folded(text).replace("&amp;", "&").replace("&", " and ")
    text = _MARKUP.sub("", text)
    text = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text)
    text = _LONE_GREEK.sub(lambda found: _GREEK[found[0]] if found[0] in _GREEK else found[0], text)
    return " ".join(text.split())


def name_key(family: str) -> str:
    """The same text for all spellings of one family name; particles (`van der`) and suffixes (`Jr.`) do not count."""
    words = title_key(family).split()
    first, last = 0, len(words)
    while last > 1 and words[last - 1] in _SUFFIXES:
        last -= 1
    while first < last - 1 and words[first] in PARTICLES:
        first += 1
    return "".join(words[first:last])


def ascii_words(text: str) -> list[str]:
    """The words of a text in lower-case ASCII letters and digits; what has no Latin spelling (Chinese) is left out."""
    words = (_latin(word) for word in title_key(text).split())
    return [word for word in words if word]


def citation_key_base(family: str | None, year: int | None, title: str) -> str:
    """`khattab2020colbert`: family name, year, first telling word; without an author the first three telling words."""
    name = "".join(ascii_words(family or ""))
    words = [word for word in ascii_words(title) if word not in STOP_WORDS and not word.isdigit()]
    if name:
        return name + (str(year) if year is not None else "") + "".join(words[:1])
    return "".join(words[:3]) or "paper"


def _without_latex(text: str) -> str:
    if "{" not in text and "\\" not in text:
        return text
    text = _LATEX_ACCENT.sub("", text)
    text = _LATEX_LETTER.sub(lambda found: _LATEX_LETTERS.get(found[1], found[1]), text)
    text = _LATEX_SYMBOL.sub(" ", _FONT.sub("", text))
    return _LATEX_WORD.sub(r"\1", text)


def _folded(text: str) -> str:
    """Lower case, no accents; marks that are letters of their script (kana, Devanagari) stay."""
    for _ in range(2):  # folding case can bring accents back (İ), and taking accents away letters that still fold
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_PLAIN)
    return unicodedata.normalize("NFC", text)


def _latin(word: str) -> str:
    word = word.translate(_TO_ASCII)
    if word.isascii():
        return word
    return "".join(c if c.isascii() else _spelled(c) for c in word)


def _spelled(character: str) -> str:
    """How a Korean or Japanese syllable is written in Latin letters, by its name in Unicode."""
    found = _SPELLED.match(unicodedata.name(character, ""))
    return found[1].lower() if found else ""
