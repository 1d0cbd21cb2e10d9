"""What a list of feeds holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """One feed of a list."""

    url: str
    title: str | None = None
    # The page the feed belongs to.
    site: str | None = None
    # The folders in which it stands and its own categories, as `newsdigest.groups` writes them.
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedList:
    """The feeds of a list, and a line each on what cannot be read of it."""

    # In the order of the list, each address once.
    feeds: tuple[ListedFeed, ...]
    problems: tuple[str, ...] = ()
