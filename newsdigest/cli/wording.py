"""Words that agree with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsdigest.config import Config


def counted(number: int, thing: str, things: str | None = None) -> str:
    """A number with its noun: 1 feed, 2,000 feeds, 3 stories."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def counted_sources(config: Config) -> str:
    """The number of feeds, and of mailboxes and accounts: 12 feeds, 1 mailbox."""
    boxes = sum(feed.mailbox is not None for feed in config.feeds)
    accounts = sum(feed.account is not None for feed in config.feeds)
    feeds = len(config.feeds) - boxes - accounts
    counts = [counted(feeds, "feed")] if feeds or not config.feeds else []
    counts += [counted(boxes, "mailbox", "mailboxes")] if boxes else []
    counts += [counted(accounts, "account")] if accounts else []
    return ", ".join(counts)
