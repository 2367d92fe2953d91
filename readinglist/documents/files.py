"""Finding PDFs in folders, and copying a file so that no half of it is ever taken for the whole."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from readinglist.errors import DocumentError, LibraryError
from readinglist.library.records import Failure

PIECE = 1 << 20
BIBLIOGRAPHIES = (".bib", ".bibtex", ".ris")
SPARE_BYTES = 16_000_000
"""Room that must be left on the disk behind a copy: the library has to be written as well."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A copy that waits in the folder for partial files, with the sha256 of its bytes in hexadecimal."""

    path: Path
    sha256: str
    original: Path


@dataclass(frozen=True, slots=True)
class Found:
    """PDF files by their names, folders searched through; what was passed over; folders that could not be read."""

    files: tuple[Path, ...]
    passed_over: int
    failures: tuple[Failure, ...]
    bibliographies: int = 0
    """Files among those passed over that could be added by their names."""


def find_pdfs(paths: Sequence[Path], *, skip: Path | None = None) -> Found:
    """The files that are named, and all PDFs in the folders that are named and below; hidden ones are ignored.

    A file that is named counts whatever it is called. Links to folders are not followed. `skip` is left out.
    """
    files: dict[Path, None] = {}
    passed_over = bibliographies = 0
    failures: list[Failure] = []

    def complain(error: OSError) -> None:
        failures.append(Failure(str(error.filename), f"This folder cannot be read: {_words(error)}."))

    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        for folder, names, inside in os.walk(path, onerror=complain):
            names[:] = sorted(name for name in names if not name.startswith(".") and Path(folder, name) != skip)
            for name in sorted(inside):
                if name.startswith("."):
                    continue
                if name.lower().endswith(".pdf"):
                    files[Path(folder, name)] = None
                else:
                    passed_over += 1
                    bibliographies += name.lower().endswith(BIBLIOGRAPHIES)
    return Found(tuple(files), passed_over, tuple(failures), bibliographies)


def copy_in(source: Path, folder: Path, cancelled: Callable[[], bool] | None = None) -> Arrived | None:
    """Copy a file into the folder for partial files, whole and on the disk, or raise and leave nothing there.

    DocumentError where it cannot be read, LibraryError where it cannot be written; None if cancelled.
    """
    with _open(source) as file:
        size = os.fstat(file.fileno()).st_size
        target = folder / f"{os.getpid()}-{secrets.token_hex(6)}.pdf"
        try:
            if shutil.disk_usage(folder).free < size + SPARE_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            sha256 = _copy(file, source, target, cancelled)
        except OSError as error:
            target.unlink(missing_ok=True)
            raise LibraryError(_not_written(source, folder, error)) from error
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    if sha256 is None:
        target.unlink(missing_ok=True)
        return None
    return Arrived(target, sha256, source)


def publish(arrived: Path, target: Path) -> None:
    """Give a copy its name, in one step. LibraryError where that cannot be; `settle` makes it last."""
    try:
        arrived.replace(target)
    except OSError as error:
        raise LibraryError(_not_written(target, target.parent, error)) from error


def settle(folder: Path) -> None:
    """See to it that the names in a folder survive a power cut, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _open(source: Path) -> BinaryIO:
    try:
        # Without blocking: a pipe in a folder would keep us for ever.
        descriptor = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise DocumentError(_not_read(source, error)) from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        kind = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
        raise DocumentError(f"{source.name} is {kind}, and only files can be kept.")
    return os.fdopen(descriptor, "rb", buffering=0)


def _copy(file: BinaryIO, source: Path, target: Path, cancelled: Callable[[], bool] | None) -> str | None:
    digest = hashlib.sha256()
    with target.open("xb") as copy:
        while True:
            if cancelled is not None and cancelled():
                return None
            try:
                piece = file.read(PIECE)
            except OSError as error:
                raise DocumentError(_not_read(source, error)) from error
            if not piece:
                break
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _not_read(source: Path, error: OSError) -> str:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return f"{source} is not there (any more)."
        case errno.EACCES | errno.EPERM:
            return f"You may not read {source}. Give yourself the right to, and try again."
        case errno.ELOOP:
            return f"{source} is a link that leads back to itself."
        case errno.EISDIR:
            return f"{source.name} is a folder, and only files can be kept."
        case errno.ENXIO:
            return f"{source.name} is no ordinary file, and only files can be kept."
    return f"{source} cannot be read: {_words(error)}."


def _not_written(source: Path, folder: Path, error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"There is no room for {source.name} on the disk of {folder}. Make some and try again."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"The library's folder {folder} may not be written to. Give yourself the right to, and try again."
        case errno.ENOENT:
            return f"The library's folder {folder} is gone. Is its disk still connected?"
    return f"{source.name} could not be written to {folder}: {_words(error)}."


def _words(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
