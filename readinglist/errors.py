"""Two families of trouble: what the user or the world can mend (ReadingListError), and our bugs (anything else)."""

from __future__ import annotations


class ReadingListError(Exception):
    """Something that is not our bug; `str(error)` is a sentence for the user that says what to do."""


class InputError(ReadingListError):
    """What the user gave makes no sense to us: an unknown source, an empty title, a date that is none."""


class NotFoundError(ReadingListError):
    """Nothing in the library answers to what the user named."""


class AmbiguousError(ReadingListError):
    """Several papers answer to what the user named; `candidates` holds (id, title) of each."""

    def __init__(self, message: str, candidates: tuple[tuple[int, str], ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


class QueryError(ReadingListError):
    """A query that cannot be read; `position` and `length` say which characters of it are meant.

    `query` is its text where whoever caught the error has put it in.
    """

    query = ""

    def __init__(self, message: str, position: int, length: int = 1) -> None:
        super().__init__(message)
        self.position = position
        self.length = length


class LibraryError(ReadingListError):
    """The library's folder or files cannot be used: gone, read-only, full, or made by a newer program."""


class UndoError(ReadingListError):
    """A step that cannot be undone or redone any more, with the reason."""


class DocumentError(ReadingListError):
    """A file that cannot be read as a document; the message is the reason in plain words."""


class NeedsPasswordError(DocumentError):
    """A file that is encrypted; its password is missing or wrong."""


class KeyringError(ReadingListError):
    """The system's keyring is not there, or does not do what it is asked."""


class MailError(ReadingListError):
    """A mail that was not sent; the message says why."""


class ModelError(ReadingListError):
    """The embedding model cannot be used: missing, changed on disk, or no model at all."""
