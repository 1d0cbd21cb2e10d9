"""Subscribing to a typed address: finding feeds, adding or renaming one, listing the others."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.cli.feed_list import publication_of
from newsdigest.cli.feed_search import FoundFeed, addresses, find_feeds
from newsdigest.cli.session import config_path, keep_read, poll_options, reading_store
from newsdigest.config import Config, FeedSettings, same_text
from newsdigest.config.edit import add_feed, rename_feed
from newsdigest.daily import Subscription
from newsdigest.errors import SourceError
from newsdigest.masking import masked_address
from newsdigest.store import state_key
from newsdigest.valueclasses import valueclass


@valueclass
class Subscribed:
    """The result in one line, and one line for each other feed that was found."""

    line: str
    others: tuple[str, ...] = ()


def subscribe(config: Config, typed: str, name: str | None, *, check: bool) -> Subscribed:
    """Add the feed to the configuration; an existing one gets the name, if one is given.

    SourceError if no feed was found there.
    """
    typed_urls = addresses(typed)
    is_known = any(same_text(feed.url, url) for feed in config.feeds for url in typed_urls)
    # An existing subscription is not requested before it is due.
    check = check and not is_known
    found = find_feeds(typed, poll_options(config).network) if check else []
    if check and not found:
        raise SourceError("not-a-feed", "neither a feed nor a page that offers one")
    url = found[0].url if found else typed_urls[0]
    called = found[0].feed.name if found else None
    wanted = [url] if found else typed_urls
    known = next((f for f in config.feeds if any(same_text(f.url, each) for each in wanted)), None)
    if known:
        url, called = known.url, called or _title(config, known)
        verb = _rename(config, known, name)
    else:
        is_new = add_feed(config_path(config), url, name)
        verb = "added" if is_new else "already there"
        if is_new and found:
            answer = found[0].answer
            keep_read(config, Subscription(url, name, config.fetch.full_text), answer)
    shown = name or (known and known.name) or called or masked_address(url)
    return Subscribed(f"{verb}: {shown}  {masked_address(url)}", tuple(_others(found[1:])))


def _rename(config: Config, known: FeedSettings, name: str | None) -> str:
    """The result for a feed that is configured already."""
    if name is None or name == known.name:
        return "already there"
    rename_feed(config_path(config), known.url, name, _title(config, known))
    return "renamed"


def _title(config: Config, known: FeedSettings) -> str | None:
    """The displayed name of a feed that the user has not named."""
    if known.name is not None:
        return None
    with reading_store(config) as store:
        return publication_of(store.feeds.all().get(state_key(known.url))) if store else None


def _others(found: Sequence[FoundFeed]) -> list[str]:
    return [
        f"also there: {masked_address(each.url)} {each.feed.title or ''}".rstrip() for each in found
    ]
