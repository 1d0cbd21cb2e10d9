"""Words that agree with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsdigest.config import Config


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun: 1 feed, 2,000 feeds, 3 stories."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def counted_sources(config: Config) -> str:
    """The number of feeds, and of mailboxes if there are any: 12 feeds and 1 mailbox."""
    feeds = sum(feed.is_web for feed in config.feeds)
    boxes = len(config.feeds) - feeds
    counts = [counted(feeds, "feed")] if feeds or not boxes else []
    return " and ".join([*counts, *([counted(boxes, "mailbox", "mailboxes")] if boxes else [])])
