"""Lists of feeds that go to other programs and come from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.errors import InputError
from readinglist.whole_files import write_whole

if TYPE_CHECKING:
    from readinglist.library import Library


def follow_listed(library: Library, path: Path) -> int:
    """Follow all feeds that an OPML file lists, in one undo step; how many were new. InputError."""
    from readinglist.sources.opml import read_opml

    try:
        wanted = read_opml(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}.") from error
    if not wanted:
        raise InputError(f"{path.name} names no feed.")
    followed = {feed.address.lower() for feed in library.feeds.all()}
    new = [address for address in wanted if address.address.lower() not in followed]
    if new:
        with library.change(f"Follow the feeds of {path.name}"):
            for address in new:
                library.feeds.add(address.address, address.kind, address.title)
    return len(new)


def write_list(library: Library, path: Path) -> int:
    """Write the feeds as OPML; how many there are. InputError."""
    from readinglist.sources.opml import write_opml

    feeds = library.feeds.all()
    try:
        write_whole(path, write_opml((feed.address, feed.title) for feed in feeds).encode())
    except OSError as error:
        raise InputError(f"{path.name} cannot be written: {error.strerror}.") from error
    return len(feeds)
