"""Resolving the feed that a user means: by URL, by name, or by displayed title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsdigest.cli.feed_list import shown_name
from newsdigest.config import FeedSettings, same_text
from newsdigest.errors import UsageError
from newsdigest.masking import masked_address
from newsdigest.sources import subscription_url
from newsdigest.store import FeedState, state_key


def feed_of(
    handle: str, feeds: Sequence[FeedSettings], states: Mapping[str, FeedState]
) -> FeedSettings:
    """The one feed that the handle means; UsageError for none, or listing all of several.

    A URL means only its feed. A name means every feed that `feeds list` shows under it, whether or
    not the user chose it: a feed must never be removed by a guess.
    """
    by_url = [feed for feed in feeds if _is_url_of(feed, handle)]
    found = by_url or [
        feed
        for feed in feeds
        if same_text(shown_name(feed, states.get(state_key(feed.url))) or "", handle.strip())
    ]
    if not found:
        raise UsageError(f"no feed has the URL or name {masked_address(handle)!r}")
    if len(found) > 1:
        candidates = ", ".join(masked_address(feed.url) for feed in found)
        raise UsageError(f"{masked_address(handle)!r} may be any of {candidates}: use the URL")
    return found[0]


def web_feed_of(
    handle: str, feeds: Sequence[FeedSettings], states: Mapping[str, FeedState]
) -> FeedSettings:
    """The same for what commands can change: UsageError for a mailbox or an account."""
    meant = feed_of(handle, feeds, states)
    if not meant.is_web:
        what, key = ("a mailbox", "imap") if meant.mailbox else ("an account", "url")
        place = meant.origins[key].place
        how = "'newsdigest config edit' changes it"
        raise UsageError(f"{meant.name} is {what} ({place}): {how}")
    return meant


def _is_url_of(feed: FeedSettings, handle: str) -> bool:
    """Whether the handle is the feed's URL, as configured or as shown without secrets."""
    typed = subscription_url(handle) or handle
    return any(same_text(url, typed) for url in (feed.url, masked_address(feed.url)))
