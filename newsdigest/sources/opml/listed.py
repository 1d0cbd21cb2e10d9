"""The content of a list of feeds."""

from __future__ import annotations

from newsdigest.valueclasses import valueclass


@valueclass
class ListedFeed:
    """One feed of a list."""

    url: str
    title: str | None = None
    # The page the feed belongs to.
    site: str | None = None
    # Its folders and its own categories, as `newsdigest.groups` writes them.
    groups: tuple[str, ...] = ()


@valueclass
class FeedList:
    """The feeds of a list, and one line for each part that cannot be read."""

    # In list order, each address once.
    feeds: tuple[ListedFeed, ...]
    problems: tuple[str, ...] = ()
