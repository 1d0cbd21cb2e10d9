"""What a Python program asks of `newsdigest.digest` and `deliver`, checked as the command line is.

A value of the wrong type is a TypeError, one that could only be a mistake a UsageError.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from newsdigest.analyse import CustomTopic, Interests
from newsdigest.config import TOPIC_NAMES, suggestion
from newsdigest.config.mappings import interest_settings, mail_settings, notify_settings
from newsdigest.deliver import Outlet
from newsdigest.deliver.outlets import FileOutlet, MailOutlet, NotifyOutlet
from newsdigest.errors import UsageError
from newsdigest.filters import Filters, check_topics, parse_filters
from newsdigest.model import Digest, Highlight
from newsdigest.render import RenderedDigest, RenderOptions, render_digest_named
from newsdigest.valueclasses import replace

Value = TypeVar("Value")


def source_names(sources: Iterable[str | os.PathLike[str]]) -> list[str]:
    """The paths and URLs of `sources`."""
    return [os.fspath(each) for each in _several("sources", sources, str, os.PathLike)]


def own_topics(topics: Iterable[CustomTopic]) -> tuple[CustomTopic, ...]:
    """The topics, each with something by which it can be found."""
    return tuple(map(_own_topic, _several("topics", topics, CustomTopic)))


def _own_topic(topic: CustomTopic) -> CustomTopic:
    words = tuple(_several("words", topic.words, str))
    phrases = tuple(_several("phrases", topic.phrases, str))
    if not topic.name.strip() or not any(map(str.strip, words + phrases)):
        raise UsageError(f"the topic {topic.name!r} needs a name, and words or phrases")
    return replace(topic, words=words, phrases=phrases)


def own_filters(
    keep: Iterable[str], drop: Iterable[str], topics: Iterable[CustomTopic]
) -> tuple[Filters, ...]:
    """The filters that `keep` and `drop` are, which may name these topics; empty for none."""
    keep, drop = _several("keep", keep, str), _several("drop", drop, str)
    filters = parse_filters(keep, drop)
    check_topics((*filters.keep, *filters.drop), [*TOPIC_NAMES, *(topic.name for topic in topics)])
    return (filters,)


def own_interests(
    interests: Mapping[str, object] | None, topics: Iterable[CustomTopic]
) -> Interests:
    """The interests with the keys of [interests], which may name these topics."""
    given = interest_settings(_mapping("interests", interests or {}))
    known = [*TOPIC_NAMES, *(topic.name for topic in topics)]
    for name in given.topics:
        if name.casefold() not in map(str.casefold, known):
            raise UsageError(f"no topic has the name {name!r}{suggestion(name, known)}")
    return Interests(given.words, given.phrases, given.topics, given.sources, given.groups)


def own_highlights(names: Iterable[str]) -> frozenset[Highlight]:
    """What a digest may end with, by the names of `Highlight`."""
    known = [each.value for each in Highlight]
    for name in (found := _several("highlights", names, str)):
        if name not in known:
            raise UsageError(f"unknown highlight {name!r}: choose from {', '.join(known)}")
    return frozenset(map(Highlight, found))


def check_bounds(bounds: Mapping[str, int | None]) -> None:
    """UsageError for a bound, by its name, of which nothing would be left."""
    for name, bound in bounds.items():
        if bound is not None and bound < 1:
            raise UsageError(f"{name} must be at least 1, not {bound}")


def check_number(name: str, number: int) -> None:
    """UsageError for a number of which there cannot be so many."""
    if number < 0:
        raise UsageError(f"{name} must not be negative: {number}")


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; without an offset it is local time."""
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise UsageError(f"{moment} is no time that can be told in UTC") from error


def outlets(
    output: str | os.PathLike[str] | None,
    format: str,
    options: RenderOptions,
    *,
    mail: Mapping[str, object] | None,
    notify: Mapping[str, object] | None,
) -> list[Outlet]:
    """The places to deliver to; UsageError if there is none, or if one of them cannot be used."""

    def look(digest: Digest) -> RenderOptions:
        return options

    def render(digest: Digest, options: RenderOptions) -> RenderedDigest:
        return render_digest_named(digest, format, options)

    found: list[Outlet] = []
    if output is not None:
        found.append(FileOutlet(Path(output), format, look, render))
    if mail is not None:
        settings = mail_settings(_mapping("mail", mail))
        found.append(MailOutlet.of(settings, look, has_book=format == "epub"))
    if notify is not None:
        found.append(NotifyOutlet.of(notify_settings(_mapping("notify", notify)), look))
    if not found:
        raise UsageError("deliver needs a place to deliver to: output, mail or notify")
    return found


def _mapping(name: str, values: Mapping[str, object]) -> Mapping[str, object]:
    if not isinstance(values, Mapping):
        raise TypeError(f"{name} takes the settings of [{name}] as a mapping, not {_kind(values)}")
    return values


def _several(name: str, values: Iterable[Value], *types: type) -> list[Value]:
    """The values of an argument that takes several; a single one is a TypeError."""
    if isinstance(values, str | bytes | os.PathLike) or not isinstance(values, Iterable):
        raise TypeError(f"{name} takes several values, not one {_kind(values)}: [{values!r}]")
    listed = list(values)
    for each in listed:
        if not isinstance(each, types):
            wanted = " or ".join(kind.__name__ for kind in types)
            raise TypeError(f"{name} takes values of type {wanted}, not {_kind(each)}: {each!r}")
    return listed


def _kind(value: object) -> str:
    return type(value).__name__
