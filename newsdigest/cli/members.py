"""The feeds of accounts at other readers, each as if it were configured itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsdigest.config import Config, FeedSettings, GroupSettings
from newsdigest.daily import feed_url
from newsdigest.feedmodel import AccountFeed
from newsdigest.groups import folders_of, is_within
from newsdigest.store import state_key
from newsdigest.valueclasses import replace

if TYPE_CHECKING:
    from newsdigest.store import Store


def with_members(config: Config, store: Store | None) -> Config:
    """The configuration with the known feeds of its accounts in their place.

    They have the settings of their account, and their labels there as further groups, with the
    weight and mute of these.
    """
    known = store.accounts.all() if store else {}
    groups = config.group_settings
    profiles = {
        name: replace(profile, feeds=_members(profile.feeds, known, groups))
        for name, profile in config.profiles.items()
    }
    return replace(config, feeds=_members(config.feeds, known, groups), profiles=profiles)


def members(
    config: Config, feeds: Sequence[FeedSettings], store: Store
) -> tuple[FeedSettings, ...]:
    """The feeds, with the known feeds of accounts in the place of these."""
    return _members(feeds, store.accounts.all(), config.group_settings)


def _members(
    feeds: Sequence[FeedSettings],
    known: Mapping[str, Sequence[AccountFeed]],
    groups: Sequence[GroupSettings],
) -> tuple[FeedSettings, ...]:
    found: list[FeedSettings] = []
    for feed in feeds:
        if feed.account is None:
            found.append(feed)
        else:
            labelled = _of_account(feed, known.get(state_key(feed.url), ()))
            found += [_with_groups(each, groups) for each in labelled]
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


def _with_groups(feed: FeedSettings, groups: Sequence[GroupSettings]) -> FeedSettings:
    """A feed of an account with the weight of its innermost group and the latest mute.

    A weight that the account itself has comes first.
    """
    around = [group for group in groups if feed.is_known_in(group.name)]
    around.sort(key=lambda group: len(folders_of(group.name)), reverse=True)
    weight = feed.weight
    given = {group.origins["weight"] for group in around}
    if weight is None or feed.origins["weight"] in given:
        weight = next((each.weight for each in around if each.weight is not None), None)
    mutes = filter(None, [feed.mute, *(each.mute for each in around)])
    return replace(feed, weight=weight, mute=max(mutes, default=None))


def _is_within(feed: AccountFeed, groups: Sequence[str]) -> bool:
    return any(is_within(own, group) for own in feed.groups for group in groups)
