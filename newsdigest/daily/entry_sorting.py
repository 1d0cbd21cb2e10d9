"""The entries of a polled feed: which are news, which are history, and which are known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from newsdigest.daily.polls import MOST_UPDATES, FeedPoll, NewItem
from newsdigest.feedmodel import Entry, Feed, SeenItem
from newsdigest.masking import masked_address
from newsdigest.pipeline import EntryTask, entry_tasks
from newsdigest.sources.feeds import (
    NamedEntry,
    entry_id,
    lookups,
    name_entries,
    recognise,
    snapshot_of,
)
from newsdigest.store import FeedItemKeys, Store
from newsdigest.valueclasses import replace, valueclass

# Entries that appear after a feed's first poll are news unless they are older than that poll by
# more than this, the window of a profile's first digest. A post dated by its draft passes, an
# archive that slides into a feed does not.
LATEST_ARRIVAL = timedelta(days=7)


class EntrySorter:
    """Compares entries with what the state has of their feed."""

    def __init__(self, store: Store, now: datetime, first_items: int) -> None:
        self._store = store
        self._now = now
        self._first_items = first_items

    def sort(self, poll: FeedPoll, feed: Feed) -> None:
        """Divide the entries of a feed into news, history and known entries."""
        articles = self._store.articles
        named = name_entries(feed, articles.kinds_of_keys(poll.key, ("guid", "url")))
        seen = self._seen(poll.key, named)
        found = recognise(named, seen)
        new = [each for each, item in zip(named, found, strict=True) if item is None]
        past = iter(self._past(poll, [each.entry for each in new]))
        works = entry_tasks(
            feed, masked_address(poll.subscription.url), poll.subscription.name, named
        )
        for each, item, work in zip(named, found, works, strict=True):
            if item is None and next(past):
                poll.history.append(_sighting(poll, each, ""))
            elif item is None:
                self._take(poll, each, _with_own_id(work, each, seen), None)
            elif any(seen.get(key, _NOTHING).token != item.token for key in each.keys) or (
                item.fingerprint != each.fingerprint
            ):
                self._take_known(poll, each, item, work)
        poll.unread = len(poll.items)

    def _seen(self, feed: str, named: Sequence[NamedEntry]) -> dict[str, SeenItem]:
        """The stored items under any key of the entries, and their content."""
        seen = self._store.articles.seen(feed, lookups(named))
        said = {f"said:{item.fingerprint}" for item in seen.values()} - seen.keys()
        return {**self._store.articles.seen(feed, said), **seen}

    def _past(self, poll: FeedPoll, entries: Sequence[Entry]) -> list[bool]:
        """Which of the new entries are history.

        For a feed that was never read completely, all but the newest few; later, those dated well
        before the first poll.
        """
        allowance = self._allowance(poll)
        if allowance is None:
            oldest = min(poll.state.added, self._now) - LATEST_ARRIVAL
            return [each.published is not None and each.published < oldest for each in entries]
        return allowance.past(entries, self._now)

    def _allowance(self, poll: FeedPoll) -> _Allowance | None:
        """How much of a feed's past is news; None if it was read completely before.

        A truncated first poll and the following ones together allow no more than a complete one.
        """
        if poll.state.read_whole is not None:
            return None
        first = self._store.articles.first_seen(poll.key)
        if first is None:
            return _Allowance(self._now, self._first_items)
        if not poll.state.is_cut:
            return None
        return _Allowance(first[0], max(0, self._first_items - first[1]))

    def _take_known(
        self, poll: FeedPoll, named: NamedEntry, item: SeenItem, work: EntryTask
    ) -> None:
        """A known entry whose content or key has changed."""
        version = self._store.articles.version(item.article)
        # A correction does not turn history or pruned articles into news. An article that was news
        # twice stays as it is, and so does one in which only counters changed.
        if version is None or version > MOST_UPDATES or not _says_more(named, item):
            poll.history.append(_sighting(poll, named, item.article))
        else:
            self._take(poll, named, work, item.article)

    def _take(
        self, poll: FeedPoll, named: NamedEntry, work: EntryTask, known_as: str | None
    ) -> None:
        wanted = work.wanted if poll.subscription.full_text else None
        poll.items.append(
            NewItem(_sighting(poll, named, known_as or ""), poll, known_as, work, wanted)
        )


# No item at all.
_NOTHING = SeenItem("", "")


def _sighting(poll: FeedPoll, named: NamedEntry, article: str) -> FeedItemKeys:
    return FeedItemKeys(poll.key, named.keys, article, named.fingerprint, snapshot_of(named.entry))


def _says_more(named: NamedEntry, item: SeenItem) -> bool:
    """Whether an entry changed in more than counters, such as readers or the hour."""
    if item.fingerprint == named.fingerprint:
        return False
    return (
        item.said is None or not item.said.gist or item.said.gist != snapshot_of(named.entry).gist
    )


def _with_own_id(work: EntryTask, named: NamedEntry, seen: Mapping[str, SeenItem]) -> EntryTask:
    """A new entry, with an id of its own if its link belonged to another entry before."""
    is_taken = any(key.startswith("url:") and key in seen for key in (*named.keys, *named.doubtful))
    return replace(work, new_id=work.new_id or entry_id(named.entry)) if is_taken else work


@valueclass
class _Allowance:
    """How many entries from before a feed's first poll may still be news."""

    first_poll: datetime
    left: int

    def past(self, entries: Sequence[Entry], now: datetime) -> list[bool]:
        """Which of the entries are history; entries from after the first poll never are.

        The newest by date are news, whatever their position. An undated entry counts as old as the
        one before it, and a future one as of today, so that neither displaces another.
        """
        dates: list[datetime] = []
        for entry in entries:
            last = dates[-1] if dates else now
            dates.append(min(entry.published, now) if entry.published else last)
        old = [n for n, date in enumerate(dates) if date <= self.first_poll]
        newest = sorted(old, key=lambda n: dates[n], reverse=True)[: self.left]
        past = set(old) - set(newest)
        return [number in past for number in range(len(entries))]
