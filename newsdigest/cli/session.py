"""Shared by the commands of the daily run: configuration, state and network."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from newsdigest.cli.streams import write_stderr
from newsdigest.config import (
    Config,
    FeedSettings,
    MailboxSettings,
    Profile,
    load_config,
    suggestion,
)
from newsdigest.errors import LockedError, StateError, UsageError
from newsdigest.groups import is_within, with_outer
from newsdigest.masking import masked, masked_address
from newsdigest.valueclasses import replace

if TYPE_CHECKING:
    from newsdigest.analyse import CustomTopic, Interests
    from newsdigest.clean import PublicationMemory
    from newsdigest.cli.report import Report
    from newsdigest.daily import (
        AccountSubscription,
        MailboxSubscription,
        PollOptions,
        PollWatch,
        Subscription,
    )
    from newsdigest.pipeline import ReadingRules, StoryLimit
    from newsdigest.sources.network import Fetched
    from newsdigest.store import Store, Waiting
    from newsdigest.workers.pool import WorkerPool


def load(path: Path | None, *, quiet: bool = False) -> Config:
    """The configuration of this run; its warnings go to standard error."""
    config = load_config(path, os.environ, titles)
    if not quiet:
        for warning in config.warnings:
            write_stderr(f"warning: {warning}")
    return config


def titles(path: Path, urls: Sequence[str]) -> dict[str, str]:
    """The displayed titles of feeds that the user has not named, by URL.

    Empty if the state cannot be read; the next use of the state reports that.
    """
    from newsdigest.cli.feed_list import publication_of
    from newsdigest.store import Store, is_there, state_key

    with suppress(StateError, LockedError):
        if is_there(path):
            with Store(path, read_only=True) as store, store.reading():
                states = store.feeds.all()
            named = ((url, publication_of(states.get(state_key(url)))) for url in urls)
            return {url: name for url, name in named if name}
    return {}


def state_path(config: Config) -> Path:
    if config.state.path is None:
        raise StateError("there is no place for the state: set HOME, or state.path")
    return config.state.path


def config_path(config: Config) -> Path:
    """The file that commands may change."""
    if config.path is None:
        raise UsageError("there is no place for the configuration: set HOME, or use --config")
    return config.path


@contextmanager
def reading_store(config: Config) -> Iterator[Store | None]:
    """The state for reading, regardless of other runs; None if there is none yet.

    A state whose first run ended while creating it does not count.
    """
    if config.state.path is None or _is_absent(config.state.path):
        yield None
        return
    from newsdigest.store import Store, is_there

    if not is_there(config.state.path):
        yield None
        return
    with Store(config.state.path, read_only=True) as store, store.reading():
        yield store if store.is_made else None


def _is_absent(path: Path) -> bool:
    """Whether there is no file, as before the first run; what else it lacks the store finds."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def locked_store(config: Config, wait_seconds: float = 0.0) -> Iterator[Store]:
    """The state for writing, with an exclusive lock for this run."""
    from newsdigest.store import Store, only_run

    path = state_path(config)
    with only_run(path, wait_seconds), Store(path) as store:
        yield store


@contextmanager
def scratch_store(config: Config) -> Iterator[Store]:
    """A copy of the state, or an empty one, whose changes are thrown away."""
    from newsdigest.store import Store, copy_state, is_there

    with TemporaryDirectory(prefix="newsdigest-") as folder:
        copy = Path(folder) / "state.db"
        if config.state.path and is_there(config.state.path):
            copy_state(config.state.path, copy)
        with Store(copy) as store:
            yield store


def readers(config: Config, store: Store, now: datetime) -> list[Waiting]:
    """The profiles with undelivered articles.

    For a profile that never got anything, articles older than its first window count as history.
    """
    from newsdigest.cli.members import members
    from newsdigest.daily import FIRST_WINDOW, GIVEN_UP_AFTER
    from newsdigest.store import Waiting, state_key

    found = []
    for profile in config.profiles.values():
        span = GIVEN_UP_AFTER if store.articles.begun(profile.name) else FIRST_WINDOW
        feeds = tuple(state_key(feed.url) for feed in members(config, profile.feeds, store))
        found.append(Waiting(profile.name, feeds, now - span))
    return found


def keep_read(config: Config, subscription: Subscription, answer: Fetched) -> None:
    """Store the content of a newly added feed, as a poll does.

    The next poll then need not request it again, unless another run holds the state now.
    """
    from newsdigest.daily import poll
    from newsdigest.pipeline import Run

    with suppress(StateError, LockedError), locked_store(config) as store:
        options = replace(poll_options(config, force=True), at_hand=(answer,))
        poll([subscription], store, options, Run(datetime.now(UTC), rules=reading_rules(config)))


def own_names(config: Config) -> dict[str, str]:
    """The user's names for feeds, by the origin of their articles.

    The articles of a mailbox have the names of their senders.
    """
    return {masked(feed.url): feed.name for feed in config.feeds if feed.name and feed.is_web}


def feeds_in(
    config: Config, feeds: Sequence[FeedSettings], groups: Sequence[str]
) -> tuple[FeedSettings, ...]:
    """Those of the feeds that are in one of the groups. UsageError for an unknown group."""
    unknown = [each for each in groups if not any(is_within(own, each) for own in config.groups)]
    labels = _labels(config) if unknown else []
    for group in unknown:
        if labels is not None and not any(is_within(label, group) for label in labels):
            hint = suggestion(group, with_outer([*config.groups, *labels]))
            raise UsageError(f"no feed is in the group {group!r}{hint}")
    return tuple(feed.limited_to(groups) for feed in feeds if any(map(feed.is_in, groups)))


def _labels(config: Config) -> list[str] | None:
    """The labels of the configured accounts; None if those of one are not known yet."""
    from newsdigest.store import state_key

    accounts = [state_key(feed.url) for feed in config.feeds if feed.account]
    if not accounts:
        return []
    with suppress(StateError, LockedError), reading_store(config) as store:
        known = store.accounts.all() if store else {}
        if all(account in known for account in accounts):
            return [label for each in accounts for feed in known[each] for label in feed.groups]
    return None


def own_groups(config: Config, asked: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The groups of feeds, by the origin of their articles; those asked for come first."""

    def is_other(group: str) -> bool:
        return not any(is_within(group, each) for each in asked)

    return {
        masked_address(feed.url): tuple(sorted(feed.groups, key=is_other))
        for feed in config.feeds
        if feed.groups
    }


def not_paused(feeds: Sequence[FeedSettings]) -> tuple[FeedSettings, ...]:
    return tuple(feed for feed in feeds if not feed.paused)


def mutes(feeds: Sequence[FeedSettings]) -> dict[str, datetime]:
    """Until when feeds are or were mute, by their `state_key`: the local beginning of a day."""
    from newsdigest.store import state_key

    return {
        state_key(feed.url): datetime.combine(feed.mute, time()).astimezone(UTC)
        for feed in feeds
        if feed.mute
    }


def own_interests(config: Config) -> Interests:
    """The interests that the configuration names."""
    from newsdigest.analyse import Interests

    given = config.interests
    return Interests(given.words, given.phrases, given.topics, given.sources, given.groups)


def with_learnt(interests: Interests, store: Store | None) -> Interests:
    """The interests, with those that the state has learnt."""
    from newsdigest.analyse import learnt_interests

    if store is None:
        return interests
    learnt = learnt_interests(store.likes.all(), store.likes.forgotten())
    return replace(interests, learnt=learnt)


def with_stored(interests: Interests, config: Config) -> Interests:
    """The interests, with those that the state has learnt if it can be read.

    Sources on the command line work without a state, so an unreadable one is not an error.
    """
    with suppress(StateError, LockedError), reading_store(config) as store:
        return with_learnt(interests, store)
    return interests


def own_weights(config: Config) -> dict[str, float]:
    """The weights of feeds, by the origin of their articles."""
    return {
        masked_address(each.url): each.weight for each in config.feeds if each.weight is not None
    }


def own_limits(config: Config) -> tuple[StoryLimit, ...]:
    """The limits of feeds and of groups."""
    from newsdigest.pipeline import StoryLimit

    limited = [(group, group[0].limit) for group in _by_section(config.feeds)]
    for group in config.group_settings:
        within = [feed for feed in config.feeds if feed.is_known_in(group.name)]
        limited.append((within, group.limit))
    return tuple(
        StoryLimit(frozenset(masked_address(feed.url) for feed in feeds), limit)
        for feeds, limit in limited
        if limit is not None
    )


def _by_section(feeds: Sequence[FeedSettings]) -> list[list[FeedSettings]]:
    """The feeds by their sections of the file: those of an account have one for all."""
    sections: dict[int, list[FeedSettings]] = {}
    for feed in feeds:
        sections.setdefault(id(feed.origins), []).append(feed)
    return list(sections.values())


def own_topics(config: Config) -> tuple[CustomTopic, ...]:
    """The user's own topics."""
    from newsdigest.analyse import CustomTopic

    return tuple(
        CustomTopic(topic.name, topic.words, topic.phrases, instead=topic.instead)
        for topic in config.topics
    )


def reading_rules(config: Config) -> ReadingRules:
    """The configured rules for reading documents."""
    from newsdigest.clean import CleaningOptions
    from newsdigest.extract import SiteRule, SiteRules
    from newsdigest.pipeline import ReadingRules

    wanted = config.boilerplate
    phrases: tuple[str, ...] = ()
    sites: dict[str, SiteRule] = {}
    if wanted.rules:
        from newsdigest.pipeline import rules_of_plugins

        added = rules_of_plugins(wanted.rules)
        for problem in added.problems:
            write_stderr(f"warning: {problem}")
        phrases, sites = added.phrases, dict(added.sites)
    sites |= {
        site.host: SiteRule(site.body, site.remove, site.keep, site.next) for site in config.sites
    }
    return ReadingRules(
        CleaningOptions(wanted.phrases, wanted.learn, wanted.keep, phrases), SiteRules(sites)
    )


def remembering(config: Config) -> Callable[[str], PublicationMemory | None]:
    """Looks up what the state knows of a publication; nothing if the state cannot be read.

    Sources on the command line work without a state, so an unreadable one is not an error.
    """

    def remember(publication: str) -> PublicationMemory | None:
        with suppress(StateError, LockedError), reading_store(config) as store:
            return store.lines.memory(publication) if store else None
        return None

    return remember


def page_readers() -> WorkerPool:
    """Children that read pages, as copies of this process: so far it has read no secret."""
    from newsdigest.workers.pool import WorkerPool

    return WorkerPool(preload="newsdigest.pipeline.document_opening", may_fork=True)


def subscriptions(config: Config, profile: Profile) -> list[Subscription]:
    from newsdigest.cli.logins import login_reader
    from newsdigest.daily import Subscription

    return [
        Subscription(feed.url, feed.name, feed.full_text, login_reader(feed, config.fetch.timeout))
        for feed in not_paused(profile.feeds)
        if feed.is_web
    ]


def mailboxes(config: Config, profile: Profile) -> list[MailboxSubscription]:
    from newsdigest.cli.logins import server_reader
    from newsdigest.daily import MailboxSubscription
    from newsdigest.store import state_key

    def siblings(feed: FeedSettings, own: MailboxSettings) -> tuple[str, ...]:
        """The other folders of the account."""
        return tuple(
            state_key(each.url)
            for each in config.feeds
            if each.mailbox and each.mailbox.imap == own.imap and each.url != feed.url
        )

    return [
        MailboxSubscription(
            feed.url,
            feed.name or feed.url,
            feed.mailbox.folder,
            feed.mailbox.from_,
            server_reader(feed.mailbox, config.fetch.timeout),
            siblings(feed, feed.mailbox),
        )
        for feed in not_paused(profile.feeds)
        if feed.mailbox
    ]


def accounts(config: Config, profile: Profile) -> list[AccountSubscription]:
    from newsdigest.cli.logins import reader_server
    from newsdigest.daily import AccountSubscription

    return [
        AccountSubscription(
            feed.url,
            feed.name or feed.url,
            feed.full_text,
            feed.account.mark_read,
            partial(reader_server, feed.account, config.fetch.timeout),
        )
        for feed in not_paused(profile.feeds)
        if feed.account
    ]


def mark_items(
    config: Config, profile: Profile, store: Store, report: Report, now: datetime
) -> None:
    """Mark delivered items as read in their accounts.

    What cannot be marked is a warning once it has waited for as long as a feed may be broken.
    """
    from newsdigest.daily import mark_read

    network = poll_options(config).network
    for each in mark_read(accounts(config, profile), store, network, now):
        if report.verbose or now - each.since >= config.fetch.patience:
            report.notes([each.line])


def poll_options(
    config: Config, *, force: bool = False, watch: PollWatch | None = None
) -> PollOptions:
    from newsdigest.daily import PollOptions
    from newsdigest.sources.network import NetworkOptions

    return PollOptions(
        NetworkOptions.of(config.fetch),
        first_items=config.fetch.first_items,
        force=force,
        min_interval=config.fetch.min_interval,
        watch=watch,
        latest=datetime.now(UTC),
    )
