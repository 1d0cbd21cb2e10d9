"""Which entry of a feed is which: the names under which an entry is known, and what it says.

An entry has three witnesses: its guid, its link, and what it says (title, text, date). Each counts
as far as it tells the entries of this feed apart. A guid or a link is *good* where no other entry
of the poll bears it and the feed has shown another one, now or before; a front page is no link. It
is *doubtful* otherwise: of a feed that shows one entry at a time, nothing proves that its link is
the entry's and not the feed's. Rows are tried from the top, and a known item is taken once a poll.

| guid            | link            | what it says                           | the entry is  |
|-----------------|-----------------|----------------------------------------|---------------|
| known, good     | any             | anything                               | the known one |
| new or none     | known, good     | anything                               | the known one |
| new or none     | new or none     | known, of the same date                | the known one |
| known, doubtful | any             | goes on                                | the known one |
| new or none     | known, doubtful | goes on                                | the known one |
| all are new     | all are new     | known, and that of another entry, too  | the known one |
| anything else   |                 |                                        | new           |

A text *goes on* where it is the known one but for numbers, has half of its sentences, or has its
date and title. Two entries of one poll are one where guid, link, title, text and date are the same.

`new_id` names the article of an entry whose link is not its own: its id is made of all witnesses.
Else its id is that of its address, so that an article in two feeds is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b

from newsdigest.feedmodel import Entry, EntrySnapshot, Feed, SeenItem
from newsdigest.language import gist, sentences
from newsdigest.sources.feeds.canonical_urls import canonical_url, is_front_page
from newsdigest.sources.feeds.html_fields import plain

# Characters of the text that make its identity; a longer one is not looked at to its end.
_MAX_TEXT = 100_000
# Sentences by which a text is known again after a change.
_MOST_SENTENCES = 12
# Entries whose texts alone are known that prove together that a feed has renamed all of them.
_MANY = 2
_ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry of a poll with its names."""

    entry: Entry
    # All names under which it is remembered: "guid:…", "url:…", "text:…", "head:…", "said:…".
    keys: tuple[str, ...]
    # Names of which the feed proves that they tell its entries apart, the better one first.
    good: tuple[str, ...]
    # Names under which the known item may be this one, if its text goes on.
    doubtful: tuple[str, ...]
    # A digest of the words of title and text.
    fingerprint: str
    # Whether its link leads to a page of its own.
    has_page: bool
    # Whether its link is told from that of another by its fragment alone.
    keeps_fragment: bool
    # The id of its article where the link is not its own.
    new_id: str | None


def name_entries(feed: Feed, proven: Iterable[str] = ()) -> list[NamedEntry]:
    """The entries of a feed, each once, with their names.

    `proven` are kinds of names ("guid", "url") of which the feed has shown several before.
    """
    # What an entry says takes the time: it is read once.
    said = {(*_names(each), _said(each), each.published): each for each in feed.entries}
    guids = [guid for guid, *_ in said]
    links = [link for _, link, *_ in said]
    pages = Counter(link.partition("#")[0] for link in links if link)
    uses = {"guid": Counter(filter(None, guids)), "url": Counter(filter(None, links))}
    proven = {*proven, *(kind for kind, used in uses.items() if len(used) > 1)}
    return [_named(entry, names, pages, uses, proven) for names, entry in said.items()]


def _names(entry: Entry) -> tuple[str, str]:
    return _guid(entry.id or ""), canonical_url(entry.url) if entry.url else ""


def _named(
    entry: Entry,
    known: _Exactly,
    pages: Mapping[str, int],
    uses: Mapping[str, Mapping[str, int]],
    proven: set[str],
) -> NamedEntry:
    guid, link, texts, _ = known
    is_front = bool(entry.url) and is_front_page(entry.url or "")
    is_own = bool(link) and uses["url"][link] == 1 and not is_front
    said = _digest(*texts)
    keys: list[str] = []
    good: list[str] = []
    doubtful: list[str] = []
    if guid:
        keys.append(f"guid:{guid}")
        is_good = uses["guid"][guid] == 1 and "guid" in proven
        (good if is_good else doubtful).append(f"guid:{guid}")
    if link and not is_front:
        (good if is_own and "url" in proven else doubtful).append(f"url:{link}")
    head = f"head:{_digest(entry.title or '', link)}"
    if is_own:
        keys.append(f"url:{link}")
    else:
        day = entry.published.isoformat() if entry.published else ""
        shared = link if link and not is_front else ""
        keys += [f"text:{_digest(*texts, shared, day)}", head]
        good.append(keys[-2])
    if not good or not is_own:
        doubtful.append(head)
    by_fragment = is_own and "#" in link and pages[link.partition("#")[0]] > 1
    return NamedEntry(
        entry=entry,
        keys=(*keys, f"said:{said}"),
        good=tuple(good),
        doubtful=tuple(doubtful),
        fingerprint=said,
        has_page=is_own and not by_fragment,
        keeps_fragment=by_fragment,
        new_id=None if is_own and not by_fragment else entry_id(entry),
    )


def entry_id(entry: Entry) -> str:
    """The id of an entry's article by all that the feed says of it: 16 hex digits."""
    day = entry.published.isoformat() if entry.published else ""
    parts = (entry.url or "", _guid(entry.id or ""), day, *_said(entry))
    return _digest(*parts, size=_ID_BYTES)


def lookups(named: Sequence[NamedEntry]) -> list[str]:
    """Every name under which one of the entries may be remembered."""
    found = dict.fromkeys(key for each in named for key in (*each.keys, *each.doubtful))
    return list(found)


def recognise(named: Sequence[NamedEntry], seen: Mapping[str, SeenItem]) -> list[SeenItem | None]:
    """For each entry the known item that it is, by the table above; None for a new one.

    `seen` holds what is remembered under `lookups`, and under "said:…" of the fingerprints there.
    """
    matching = _Matching(named, seen)
    for rank in range(max((len(each.good) for each in named), default=0)):
        matching.take(partial(_of_rank, rank), _anything)
    has_names = matching.has_any
    matching.take(lambda each: (f"said:{each.fingerprint}",), _is_of_its_date)
    matching.take(lambda each: each.doubtful, _goes_on)
    if not has_names:
        matching.take_renamed()
    return matching.found


# Guid, link, what the entry says, and when it was published.
_Exactly = tuple[str, str, tuple[str, str, str], datetime | None]
_Keys = Callable[[NamedEntry], Iterable[str]]
_Judge = Callable[[Entry, SeenItem], bool]


class _Matching:
    """Entries and the known items that they took so far."""

    def __init__(self, named: Sequence[NamedEntry], seen: Mapping[str, SeenItem]) -> None:
        self._named = named
        self._seen = seen
        self._taken: dict[str, str] = {}
        self.found: list[SeenItem | None] = [None] * len(named)

    @property
    def has_any(self) -> bool:
        return any(each is not None for each in self.found)

    def take(self, keys_of: _Keys, is_it: _Judge) -> None:
        """Give each entry without one the first item under these keys that it is and is free."""
        for number, each in enumerate(self._named):
            if self.found[number] is None:
                self.found[number] = self._first(each, keys_of(each), is_it)

    def _first(self, named: NamedEntry, keys: Iterable[str], is_it: _Judge) -> SeenItem | None:
        for key in keys:
            item = self._seen.get(key)
            if item is None or self._taken.get(item.token, named.fingerprint) != named.fingerprint:
                continue
            if is_it(named.entry, self._with_said(item)):
                # Of several with one text each is the known one, where no name says otherwise.
                is_named = not key.startswith("said:")
                self._taken.setdefault(item.token, "" if is_named else named.fingerprint)
                return item
        return None

    def _with_said(self, item: SeenItem) -> SeenItem:
        return self._seen.get(f"said:{item.fingerprint}", item)

    def take_renamed(self) -> None:
        """A feed that has renamed all entries, and dated them anew, is known by its texts."""
        known = {
            number: self._seen[f"said:{each.fingerprint}"]
            for number, each in enumerate(self._named)
            if self.found[number] is None and f"said:{each.fingerprint}" in self._seen
        }
        if len({item.fingerprint for item in known.values()}) >= _MANY:
            for number, item in known.items():
                self.found[number] = item


def _of_rank(rank: int, named: NamedEntry) -> Iterable[str]:
    return named.good[rank : rank + 1]


def _anything(entry: Entry, item: SeenItem) -> bool:
    return True


def _is_of_its_date(entry: Entry, item: SeenItem) -> bool:
    """Whether an entry of the item's title and text has its date, or neither has one."""
    day = _moment(entry)
    has_said = bool(day) or any(_said(entry)[1:])
    return has_said and item.said is not None and item.said.published == day


def _goes_on(entry: Entry, item: SeenItem) -> bool:
    """Whether an entry says what the item said, with changes. True where that is not known."""
    old = item.said
    if old is None or not old.gist:
        return True
    new = said_of(entry)
    if old.published == new.published and new.gist == old.gist:
        return True
    fewer = min(len(old.sentences), len(new.sentences))
    if fewer:
        shared = len(old.sentences & new.sentences)
        return 2 * shared >= fewer or (_is_dated_alike(old, new) and old.title == new.title)
    return old.title == new.title and old.published == new.published


def _is_dated_alike(old: EntrySnapshot, new: EntrySnapshot) -> bool:
    return bool(new.published) and old.published == new.published


def said_of(entry: Entry) -> EntrySnapshot:
    """What the entry says, to be remembered."""
    title, summary, content = _said(entry)
    # Each sentence of a summary mostly stands in the content again.
    found = sentences(content or summary, entry.language)
    return EntrySnapshot(
        published=_moment(entry),
        title=_short(title),
        gist=_short(" ".join(filter(None, (gist(title), gist(f"{summary} {content}"))))),
        sentences=frozenset(map(_short, found[:_MOST_SENTENCES])),
    )


def _moment(entry: Entry) -> str:
    """As the state writes times."""
    if entry.published is None:
        return ""
    return entry.published.astimezone(UTC).isoformat(timespec="microseconds")


def _short(text: str) -> str:
    return _digest(text, size=4) if text else ""


def _guid(id: str) -> str:
    """Ids that are addresses change with them, from http to https or by a tracking parameter."""
    return canonical_url(id) if id.startswith(("http://", "https://")) else id


def fingerprint(entry: Entry) -> str:
    """A digest of the words of title, summary and content; markup, dates and addresses aside."""
    return _digest(*_said(entry))


def _said(entry: Entry) -> tuple[str, str, str]:
    return (entry.title or "", _words(entry.summary), _words(entry.content))


def _words(text: str | None) -> str:
    return plain(text[:_MAX_TEXT], html=None) if text else ""


def _digest(*parts: str, size: int = 16) -> str:
    content = "\x00".join(parts).encode("utf-8", "backslashreplace")
    return blake2b(content, digest_size=size).hexdigest()
