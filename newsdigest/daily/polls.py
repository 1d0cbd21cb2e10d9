"""The subscriptions, options, reports and intermediate states of polls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Protocol

from newsdigest.feedmodel import Feed
from newsdigest.masking import masked_address
from newsdigest.model import Article, Failure
from newsdigest.pipeline import EntryTask
from newsdigest.sources import host_ports_of
from newsdigest.sources.imap import MailServer
from newsdigest.sources.network import Fetched, NetworkOptions, SiteLogin
from newsdigest.sources.reader_accounts import ReaderServer
from newsdigest.store import SHORTEST_WAIT, FeedItemKeys, FeedState, state_key
from newsdigest.valueclasses import recordclass, valueclass

# How often new facts make an article news again. Pages that keep changing would come daily.
MOST_UPDATES = 1


@valueclass
class Subscription:
    """A feed that the user configured."""

    url: str
    # The name that the user gave it.
    name: str | None = None
    # Whether pages are fetched for entries that carry only the beginning of their text.
    full_text: bool = True
    # Returns the header fields of the login or raises SourceError; called when the feed is due.
    read_login: Callable[[], SiteLogin] | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """Its name in the state."""
        return state_key(self.url)


@valueclass
class MailboxSubscription:
    """A folder of a mailbox that the user configured."""

    # Its name in the state and, without secrets, the origin of its articles.
    url: str
    # Its name in messages; its articles have those of their senders.
    name: str
    folder: str
    # Addresses, and domains as "@example.org", whose messages are read; all if there is none.
    senders: tuple[str, ...]
    # Returns the server with the password or raises SourceError; called when the folder is due.
    read_server: Callable[[], MailServer] = field(compare=False)
    # The names in the state of other folders of the same account.
    siblings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in the state."""
        return state_key(self.url)

    @property
    def origin(self) -> str:
        return masked_address(self.url)

    def takes(self, addresses: Sequence[str]) -> bool:
        """Whether messages with these senders, in lower case, are read."""
        wanted = tuple(each.lower() for each in self.senders)
        return not wanted or any(
            address.endswith(each) if each.startswith("@") else address == each
            for address in addresses
            for each in wanted
        )


@valueclass
class AccountSubscription:
    """An account at another reader that the user configured."""

    # Its name in the state and, without secrets, the beginning of the origins of its articles.
    url: str
    # Its name in messages; its articles have those of their feeds.
    name: str
    # Whether pages are fetched for items that carry only the beginning of their text.
    full_text: bool
    # Whether delivered items are marked as read there.
    marks_read: bool
    # Returns the server with the password or raises SourceError; called when it is needed.
    read_server: Callable[[], ReaderServer] = field(compare=False)

    @property
    def key(self) -> str:
        """Its name in the state."""
        return state_key(self.url)


@valueclass
class Letter:
    """A message of a mailbox on its way to the state."""

    # As in `sources.imap.Envelope`.
    identity: str
    # Empty for a message without text and subject, and for history.
    articles: tuple[Article, ...] = ()


class PollWatch(Protocol):
    """Receives the progress of a poll."""

    def begin(self, what: str, total: int) -> None:
        """Called before a number of requests for `what` ("feeds", "pages")."""

    def started(self, url: str) -> None:
        """A request has started; called in the network thread."""

    def ended(self, url: str) -> None:
        """It was answered or failed."""


@valueclass
class PollOptions:
    """The options of a poll."""

    network: NetworkOptions
    # How many entries of a feed are news at its first poll; the rest is history.
    first_items: int = 10
    # Poll whether or not the feeds are due.
    force: bool = False
    # The real time, where the run's clock may be set back: later dates are wrong, those between the
    # two are only later.
    latest: datetime | None = None
    # The shortest interval between polls of a feed.
    min_interval: timedelta = SHORTEST_WAIT
    # Answers that were fetched already; their feeds are not requested again.
    at_hand: tuple[Fetched, ...] = ()
    watch: PollWatch | None = None


@recordclass
class PollReport:
    """The result of a poll."""

    polled: int = 0
    # Of those polled, the mailboxes and accounts.
    polled_servers: int = 0
    unchanged: int = 0
    not_due: int = 0
    new_articles: int = 0
    updates: int = 0
    failures: list[Failure] = field(default_factory=list)
    # One line for each feed that was read despite faults.
    notes: list[str] = field(default_factory=list)
    # The keys of feeds reported as gone for good in this poll.
    ended: set[str] = field(default_factory=set)
    # There is no network: none of several hosts could be resolved.
    is_offline: bool = False


@recordclass
class NewItem:
    """A new or changed entry on its way to an article."""

    # As it will be stored, once its article has an id.
    sighting: FeedItemKeys
    poll: FeedPoll
    # The id of its stored article; None for a new entry.
    known_as: str | None
    work: EntryTask
    # The page to fetch for it.
    wanted: str | None
    article: Article | None = None


@recordclass
class FeedPoll:
    """One feed during a poll."""

    subscription: Subscription
    state: FeedState
    url: str
    login: SiteLogin | None = None
    fetched: Fetched | None = None
    # Without its entries.
    feed: Feed | None = None
    error: str | None = None
    # Whether its host could not be resolved.
    is_unfound: bool = False
    # Whether its login could not be read on this machine.
    is_local: bool = False
    # A digest of the received bytes.
    content: str | None = None
    # The time in which it replaces half of its entries; None if their dates do not show it.
    turnover: timedelta | None = None
    items: list[NewItem] = field(default_factory=list)
    # Entries that are stored without being news.
    history: list[FeedItemKeys] = field(default_factory=list)
    unread: int = 0
    # The host and port that the user named, which may be private for this feed only; an address to
    # which the feed has moved is untrusted.
    places: frozenset[tuple[str, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.places = host_ports_of(self.subscription.url)

    @property
    def key(self) -> str:
        return self.subscription.key
