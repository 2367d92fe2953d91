"""What the user chose about the program, kept as `settings.toml` in the library's folder."""

from __future__ import annotations

import logging
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from readinglist.errors import InputError, LibraryError
from readinglist.whole_files import write_whole

log = logging.getLogger(__name__)

Value: TypeAlias = str | int | bool | Path | None

THEMES = ("system", "light", "dark")
DENSITIES = ("comfortable", "compact")
SECURITIES = ("starttls", "tls")
DIGEST_TIMES = ("never", "daily", "weekly")
DIGEST_WAYS = ("file", "mail")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice with its default. One flat table in the file, one key for each field."""

    theme: str = "system"
    """`system`, `light` or `dark`."""
    font_size: int = 13
    """Height of ordinary text in the window, in pixels; all other measures follow it."""
    density: str = "comfortable"
    """How high the rows of the list are: `comfortable` or `compact`."""
    model_folder: Path | None = None
    """Folder of a sentence-transformers model; None is the one that the program brings."""
    extract_seconds: int = 60
    """How long reading one PDF may take."""
    extract_megabytes: int = 1500
    """How much memory reading one PDF may take."""
    work_paused: bool = False
    """The window does no background work until it is switched on again."""
    offline: bool = False
    """Nothing goes to the network."""
    download_automatically: bool = True
    """PDFs are fetched by themselves for papers that are added."""
    largest_pdf_megabytes: int = 300
    """PDFs that are larger are not fetched."""
    folder_megabytes: int = 0
    """The most that the papers' files may take together; 0 for as much as there is."""
    name: str = ""
    """What the user's annotations are signed with; "" for the name of their account on this computer."""
    next_door: bool = True
    """Beside an open PDF stands what of the user's own is near the page in view."""
    thumbnails: bool = True
    """Pictures that feeds show beside papers are fetched."""
    daily_minutes: int = 60
    """Between two times that Daily Papers is asked, where the feed has no time of its own; so the next two."""
    arxiv_minutes: int = 240
    rss_minutes: int = 120
    contact: str = ""
    """The user's e-mail address, for services that want to know who asks, or "" to say nothing."""
    ocr_languages: str = ""
    """In which languages scans are read, as Tesseract calls them (`eng+deu`), or "" for English and this computer's."""
    proxy: str = ""
    """The URL of the proxy to go through, or "" for the system's."""
    smtp_host: str = ""
    """The server that sends the user's mail, or "" for none."""
    smtp_port: int = 0
    """Its port; 0 for the usual one: 587 with STARTTLS, 465 with TLS."""
    smtp_security: str = "starttls"
    """How the way there is encrypted: `starttls`, or `tls` from the first byte."""
    smtp_user: str = ""
    """Who logs in there, or "" for no login; the password is in the system's keyring."""
    smtp_from: str = ""
    """The address that digests come from, or "" for the one that they go to."""
    smtp_to: str = ""
    """The address that digests go to."""
    digest_every: str = "never"
    """How often a digest is made while the program runs: `never`, `daily` or `weekly` (on Mondays)."""
    digest_hour: int = 7
    """The hour of the day, local time, after which it is made."""
    digest_by: str = "file"
    """What becomes of it: a `file` in the folder, or `mail`."""
    digest_folder: Path | None = None
    """Where the files are put; None for `digests` in the library's folder."""

    @property
    def author(self) -> str:
        """Who annotations are by; empty if nobody says."""
        return self.name or account_name()

    def feed_minutes(self, kind: str) -> int:
        """Between two times that a feed of that kind is asked, where it has no time of its own."""
        return {"daily": self.daily_minutes, "rss": self.rss_minutes}.get(kind, self.arxiv_minutes)


def account_name() -> str:
    """The full name of this computer's user as the system knows it, else their login; empty if there is none."""
    try:
        import pwd

        account = pwd.getpwuid(os.getuid())
        return account.pw_gecos.split(",")[0].strip() or account.pw_name
    except (ImportError, KeyError):  # no such list on Windows; no such user in a container
        return os.environ.get("USERNAME", "")


def load(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings in that file, and a sentence for each thing in it that could not be used (a default stands in).

    A missing file is the defaults. The file is never changed here.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Settings(), (f"{path} cannot be read ({error}); the defaults are used and the file is left as it is.",)
    except OSError as error:
        return Settings(), (f"{path} cannot be opened ({error.strerror}); the defaults are used.",)
    settings, problems = Settings(), []
    for name, check in CHECKS.items():
        if name not in table:
            continue
        try:
            settings = replace(settings, **{name: check(table[name])})
        except InputError as error:
            problems.append(f"{path}: {name} is {table[name]!r}, but it {error}; the default is used.")
    return settings, tuple(problems)


def change(path: Path, **values: Value) -> Settings:
    """Write these settings into the file, all else in it (other keys, comments, order) untouched; what it says now.

    A file that is not TOML is set aside as `settings.toml.broken` and a new one begun. InputError for a
    value that makes no sense, LibraryError when the file cannot be written.
    """
    import tomlkit  # only writing needs it: it costs start-up time
    from tomlkit.exceptions import TOMLKitError

    wanted: dict[str, Any] = {name: _checked(name, value) for name, value in values.items()}
    try:
        try:
            document = tomlkit.parse(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            document = tomlkit.document()
            document.add(tomlkit.comment("Settings of Reading List. Keys that it does not know are kept."))
        except (TOMLKitError, UnicodeDecodeError):
            log.warning("%s is not TOML; it is kept as %s", path, _set_aside(path))
            document = tomlkit.document()
        for name, value in wanted.items():
            if value is None:
                document.pop(name, None)
            else:
                document[name] = str(value) if isinstance(value, Path) else value
        write_whole(path, tomlkit.dumps(document).encode())
    except OSError as error:
        raise LibraryError(f"The settings cannot be written to {path}: {error.strerror}.") from error
    return load(path)[0]


def _checked(name: str, value: Value) -> Value:
    if name not in CHECKS:
        raise InputError(f"There is no setting called {name}; there are {', '.join(CHECKS)}.")
    if value is None and name in NO_VALUE:
        return None
    try:
        checked: Value = CHECKS[name](value)
    except InputError as error:
        raise InputError(f"{name} is {value!r}, but it {error}.") from error
    return checked


def _set_aside(path: Path) -> Path:
    """Rename a file that cannot be read so that nothing in it is lost; the new name."""
    number, target = 1, path.with_name(path.name + ".broken")
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.broken-{number}")
    path.rename(target)
    return target


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    def check(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise InputError(f"must be one of {', '.join(choices)}")

    return check


def _whole(low: int, high: int) -> Callable[[object], int]:
    def check(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise InputError(f"must be a whole number from {low} to {high}")

    return check


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise InputError("must be true or false")


def _folder(value: object) -> Path:
    if isinstance(value, str | Path) and str(value):
        return Path(value).expanduser()
    raise InputError("must be the path of a folder")


def _line(value: object) -> str:
    if isinstance(value, str) and len(value) <= 200 and value.isprintable():
        return " ".join(value.split())
    raise InputError("must be a name on one line of at most 200 characters")


def _address(value: object) -> str:
    if isinstance(value, str) and (not value.strip() or _ADDRESS.fullmatch(value.strip())):
        return value.strip()
    raise InputError("must be an e-mail address, such as name@example.org, or empty")


def _proxy(value: object) -> str:
    if isinstance(value, str) and (not value.strip() or _names_a_proxy(value.strip())):
        return value.strip()
    raise InputError("must be a URL such as http://proxy.example.org:3128, or empty")


def _host(value: object) -> str:
    if isinstance(value, str) and (not value.strip() or _HOST.fullmatch(value.strip())):
        return value.strip()
    raise InputError("must be the name of a server, such as smtp.example.org, or empty")


def _languages(value: object) -> str:
    if isinstance(value, str) and (not value.strip() or _LANGUAGES.fullmatch(value.replace(" ", ""))):
        return value.replace(" ", "")
    raise InputError("must be languages as Tesseract calls them, such as eng or eng+deu, or empty")


def _names_a_proxy(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(_PROXY.fullmatch(url) and parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not match, a port that there cannot be
        return False


_ADDRESS = re.compile(r"[^\s@<>\"(),:;]+@[^\s@<>\"(),:;]+\.[^\s@<>\"(),:;.]+")
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_LANGUAGES = re.compile(r"[A-Za-z0-9_/]{1,40}(?:\+[A-Za-z0-9_/]{1,40}){0,9}")
_PROXY = re.compile(r"https?://[^\s/]+/?")

NO_VALUE = ("model_folder", "digest_folder")
"""Settings that may be None."""

CHECKS: Mapping[str, Callable[[object], Any]] = {
    "theme": _one_of(THEMES),
    "font_size": _whole(9, 32),
    "density": _one_of(DENSITIES),
    "model_folder": _folder,
    "extract_seconds": _whole(1, 3600),
    "extract_megabytes": _whole(100, 100_000),
    "work_paused": _switch,
    "offline": _switch,
    "download_automatically": _switch,
    "largest_pdf_megabytes": _whole(1, 300),
    "folder_megabytes": _whole(0, 100_000_000),
    "next_door": _switch,
    "thumbnails": _switch,
    "daily_minutes": _whole(15, 10_080),
    "arxiv_minutes": _whole(15, 10_080),
    "rss_minutes": _whole(15, 10_080),
    "name": _line,
    "contact": _address,
    "ocr_languages": _languages,
    "proxy": _proxy,
    "smtp_host": _host,
    "smtp_port": _whole(0, 65535),
    "smtp_security": _one_of(SECURITIES),
    "smtp_user": _line,
    "smtp_from": _address,
    "smtp_to": _address,
    "digest_every": _one_of(DIGEST_TIMES),
    "digest_hour": _whole(0, 23),
    "digest_by": _one_of(DIGEST_WAYS),
    "digest_folder": _folder,
}
