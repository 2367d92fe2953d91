"""JSON from strangers, looked at without trust: whatever is of another kind than expected is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from readinglist.sources.errors import SourceError

Json = Mapping[str, object]


def read_json(body: bytes, service: str) -> Json:
    """The object that an answer holds; SourceError if it holds none."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceError.broken(service) from error
    if not isinstance(answer, dict):
        raise SourceError.strange(service)
    return answer


def inside(value: object, *names: str) -> object:
    """What stands under these names, one within the other."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def texts(value: object) -> Iterator[str]:
    """The texts that stand in a list, or the text itself, without empty ones."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item


def text(value: object) -> str:
    """The text, the first of a list, or nothing."""
    return next(texts(value), "")


def objects(value: object) -> Iterator[Json]:
    """The objects of a list."""
    for item in value if isinstance(value, list) else []:
        if isinstance(item, dict):
            yield item
