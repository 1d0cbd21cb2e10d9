"""Filters typed on the command line, for one run."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.config import TOPIC_NAMES, Config
from newsdigest.filters import Filters, check_topics, parse_filter


def typed_filters(
    config: Config,
    *,
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    topics: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> tuple[Filters, ...]:
    """The filters of the options; each option narrows the selection of the others.

    UsageError for an invalid filter, or one that names no topic.
    """
    filters = [
        Filters(drop=tuple(map(parse_filter, drop))),
        *(
            Filters(keep=tuple(map(parse_filter, each)))
            for each in (
                keep,
                [f"topic:{name}" for name in topics],
                [f"source:{name}" for name in sources],
            )
        ),
    ]
    names = [*TOPIC_NAMES, *(topic.name for topic in config.topics)]
    for each in filters:
        check_topics((*each.keep, *each.drop), names)
    return tuple(each for each in filters if each != Filters())
