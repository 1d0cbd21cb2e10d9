"""What a poll is asked for, what it reports, and one feed in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from newsdigest.feedmodel import Feed
from newsdigest.model import Article, Failure
from newsdigest.pipeline import EntryWork
from newsdigest.sources import host_ports_of
from newsdigest.sources.network import Fetched, NetworkOptions, SiteLogin
from newsdigest.store import SHORTEST_WAIT, FeedItemKeys, FeedState, state_key

# How often an article is news again for new facts. Pages that change for ever would come daily.
MOST_UPDATES = 1


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that the user configured."""

    url: str
    # The name that the user gave it.
    name: str | None = None
    # Whether pages are fetched for entries that carry only the beginning of their text.
    full_text: bool = True
    # Gives the header fields that log in, or a SourceError; asked for when the feed is due.
    read_login: Callable[[], SiteLogin] | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """Its name in the state."""
        return state_key(self.url)


class PollWatch(Protocol):
    """Whoever looks on while a poll lasts."""

    def begin(self, what: str, total: int) -> None:
        """So many requests for `what` ("feeds", "pages") begin now."""

    def started(self, url: str) -> None:
        """A request is under way; called in the thread of the network."""

    def ended(self, url: str) -> None:
        """It was answered, or failed."""


@dataclass(frozen=True, slots=True)
class PollOptions:
    """How a poll is made."""

    network: NetworkOptions
    # Entries of a feed that is read for the first time which are news; the rest is history.
    first_items: int = 10
    # Poll whether or not the feeds are due.
    force: bool = False
    # How long a feed is left alone at least.
    min_interval: timedelta = SHORTEST_WAIT
    # Answers that were fetched already; their feeds are not asked again.
    at_hand: tuple[Fetched, ...] = ()
    watch: PollWatch | None = None


@dataclass(slots=True)
class PollReport:
    """What a poll did."""

    polled: int = 0
    unchanged: int = 0
    not_due: int = 0
    new_articles: int = 0
    updates: int = 0
    failures: list[Failure] = field(default_factory=list)
    # A line each on what was read though something is wrong with it.
    notes: list[str] = field(default_factory=list)
    # The feeds, by their keys, that said in this poll that they are gone for good.
    ended: set[str] = field(default_factory=set)
    # There is no network: not one host of several was found.
    is_offline: bool = False


@dataclass(slots=True)
class NewItem:
    """A new or changed entry on its way to an article."""

    # As it will be remembered, once its article has an id.
    sighting: FeedItemKeys
    poll: FeedPoll
    # The id of the article as which it is known; None for a new one.
    known_as: str | None
    work: EntryWork
    # The page to fetch for it.
    wanted: str | None
    article: Article | None = None


@dataclass(slots=True)
class FeedPoll:
    """One feed in the middle of a poll."""

    subscription: Subscription
    state: FeedState
    url: str
    login: SiteLogin | None = None
    fetched: Fetched | None = None
    # Without its entries.
    feed: Feed | None = None
    error: str | None = None
    # Whether its host could not be found.
    is_unfound: bool = False
    # A digest of the bytes that came.
    content: str | None = None
    # In which time it replaces half of its entries, where they tell.
    turnover: timedelta | None = None
    items: list[NewItem] = field(default_factory=list)
    # Entries that are remembered without being news.
    history: list[FeedItemKeys] = field(default_factory=list)
    unread: int = 0
    # The host and port that the user named, which may be private for this feed alone; an address
    # to which the feed moved since then is a stranger's word.
    places: frozenset[tuple[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.places = host_ports_of(self.subscription.url)

    @property
    def key(self) -> str:
        return self.subscription.key
