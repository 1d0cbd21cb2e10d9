"""The feeds of accounts at other readers, each as if it were configured itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from newsdigest.config import Config, FeedSettings
from newsdigest.daily import feed_url
from newsdigest.feedmodel import AccountFeed
from newsdigest.groups import is_within
from newsdigest.store import state_key

if TYPE_CHECKING:
    from newsdigest.store import Store


def with_members(config: Config, store: Store | None) -> Config:
    """The configuration with the known feeds of its accounts in their place.

    They have the settings of their account, and their labels there as further groups.
    """
    known = store.accounts.all() if store else {}
    profiles = {
        name: replace(profile, feeds=_members(profile.feeds, known))
        for name, profile in config.profiles.items()
    }
    return replace(config, feeds=_members(config.feeds, known), profiles=profiles)


def members(feeds: Sequence[FeedSettings], store: Store) -> tuple[FeedSettings, ...]:
    """The feeds, with the known feeds of accounts in the place of these."""
    return _members(feeds, store.accounts.all())


def _members(
    feeds: Sequence[FeedSettings], known: Mapping[str, Sequence[AccountFeed]]
) -> tuple[FeedSettings, ...]:
    found: list[FeedSettings] = []
    for feed in feeds:
        if feed.account is None:
            found.append(feed)
        else:
            found += _of_account(feed, known.get(state_key(feed.url), ()))
    return tuple(found)


def _of_account(account: FeedSettings, known: Sequence[AccountFeed]) -> list[FeedSettings]:
    return [
        replace(
            account,
            url=feed_url(account.url, each.stream),
            name=None,
            groups=tuple(dict.fromkeys((*account.groups, *each.groups))),
        )
        for each in known
        if account.within is None or _is_within(each, account.within)
    ]


def _is_within(feed: AccountFeed, groups: Sequence[str]) -> bool:
    return any(is_within(own, group) for own in feed.groups for group in groups)
