"""Entry identity: recognising entries from one poll to the next by guid, link and content.

An entry has three identifying features: its guid, its link, and its content (title, text, date).
Each counts as far as it distinguishes the entries of this feed. A guid or link is *good* if no
other entry of the poll has it and the feed has shown different ones, now or before; a front page
does not count as a link. Otherwise it is *doubtful*: if a feed shows one entry at a time, nothing
proves that the link is the entry's and not the feed's. Rows are tried from the top, and each known
item is matched once per poll.

| guid            | link            | content                                | the entry is  |
|-----------------|-----------------|----------------------------------------|---------------|
| known, good     | any             | anything                               | the known one |
| new or none     | known, good     | anything                               | the known one |
| new or none     | new or none     | known, of the same date                | the known one |
| known, doubtful | any             | goes on                                | the known one |
| new or none     | known, doubtful | goes on                                | the known one |
| all are new     | all are new     | known, and that of another entry, too  | the known one |
| anything else   |                 |                                        | new           |

A text *goes on* if it differs from the known one only in numbers, shares half of its sentences, or
has its date and title. Entries of one poll with the same guid, link, title, text and date are one.

`new_id` is the article id of an entry without a link of its own, made from all three features.
Otherwise the id is that of the address, so that an article in two feeds is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from newsdigest.feedmodel import Entry, EntrySnapshot, Feed, SeenItem
from newsdigest.hashing import blake2b
from newsdigest.language import gist, sentences
from newsdigest.sources.feeds.canonical_urls import canonical_url, is_front_page
from newsdigest.sources.feeds.entry_truncation import MAX_TEXT, has_more
from newsdigest.sources.feeds.html_fields import plain
from newsdigest.valueclasses import valueclass

# Sentences by which a changed text is recognised.
_MOST_SENTENCES = 12
# So many entries known only by their texts prove that a feed has renamed all of them.
_MANY = 2
_ID_BYTES = 8


@valueclass
class NamedEntry:
    """An entry of a poll with its names."""

    entry: Entry
    # All keys under which it is stored: "guid:…", "url:…", "text:…", "head:…", "said:…".
    keys: tuple[str, ...]
    # Keys that provably distinguish the entries of this feed, best first.
    good: tuple[str, ...]
    # Keys under which a known item may be this entry, if its text goes on.
    doubtful: tuple[str, ...]
    # A digest of the words of title and text.
    fingerprint: str
    # Whether its link leads to its own page.
    has_page: bool
    # Whether its link differs from that of another entry by its fragment alone.
    keeps_fragment: bool
    # The id of its article if it has no link of its own.
    new_id: str | None
    # Whether its page probably has more text.
    is_truncated: bool


def name_entries(feed: Feed, proven: Iterable[str] = ()) -> list[NamedEntry]:
    """The entries of a feed with their keys, without duplicates.

    `proven` are kinds of keys ("guid", "url") of which the feed has shown several before.
    """
    # Converting an entry's text is the costly part, so it is done once.
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
        new_id=None if is_own and not by_fragment else _id(entry, texts),
        is_truncated=has_more(entry, texts[2] if entry.content else texts[1]),
    )


def entry_id(entry: Entry) -> str:
    """The article id made from everything in the entry: 16 hex digits."""
    return _id(entry, _said(entry))


def _id(entry: Entry, texts: tuple[str, str, str]) -> str:
    day = entry.published.isoformat() if entry.published else ""
    return _digest(entry.url or "", _guid(entry.id or ""), day, *texts, size=_ID_BYTES)


def lookups(named: Sequence[NamedEntry]) -> list[str]:
    """Every key under which one of the entries may be stored."""
    found = dict.fromkeys(key for each in named for key in (*each.keys, *each.doubtful))
    return list(found)


def recognise(named: Sequence[NamedEntry], seen: Mapping[str, SeenItem]) -> list[SeenItem | None]:
    """The known item for each entry, by the table above; None for a new entry.

    `seen` has the items stored under `lookups`, and under the "said:…" of their fingerprints.
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


# Guid, link, content (title, summary, text), and publication time.
_Exactly = tuple[str, str, tuple[str, str, str], datetime | None]
_Keys = Callable[[NamedEntry], Iterable[str]]
_Judge = Callable[[Entry, SeenItem], bool]


class _Matching:
    """Entries and the known items matched to them so far."""

    def __init__(self, named: Sequence[NamedEntry], seen: Mapping[str, SeenItem]) -> None:
        self._named = named
        self._seen = seen
        self._taken: dict[str, str] = {}
        self.found: list[SeenItem | None] = [None] * len(named)

    @property
    def has_any(self) -> bool:
        return any(each is not None for each in self.found)

    def take(self, keys_of: _Keys, is_it: _Judge) -> None:
        """Match each unmatched entry to the first free item under these keys that `is_it`."""
        for number, each in enumerate(self._named):
            if self.found[number] is None:
                self.found[number] = self._first(each, keys_of(each), is_it)

    def _first(self, named: NamedEntry, keys: Iterable[str], is_it: _Judge) -> SeenItem | None:
        for key in keys:
            item = self._seen.get(key)
            if item is None or self._taken.get(item.token, named.fingerprint) != named.fingerprint:
                continue
            if is_it(named.entry, self._with_said(item)):
                # Several entries with the same text all match it, unless a key says otherwise.
                is_named = not key.startswith("said:")
                self._taken.setdefault(item.token, "" if is_named else named.fingerprint)
                return item
        return None

    def _with_said(self, item: SeenItem) -> SeenItem:
        return self._seen.get(f"said:{item.fingerprint}", item)

    def take_renamed(self) -> None:
        """Match by text alone, for a feed that has renamed and redated all its entries."""
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
    """Whether an entry with the item's title and text also has its date, or both have none."""
    day = _moment(entry)
    has_said = bool(day) or any(_said(entry)[1:])
    return has_said and item.said is not None and item.said.published == day


def _goes_on(entry: Entry, item: SeenItem) -> bool:
    """Whether the entry's text is a changed version of the item's; True if that is unknown."""
    old = item.said
    if old is None or not old.gist:
        return True
    new = snapshot_of(entry)
    if old.published == new.published and new.gist == old.gist:
        return True
    fewer = min(len(old.sentences), len(new.sentences))
    if fewer:
        shared = len(old.sentences & new.sentences)
        return 2 * shared >= fewer or (_is_dated_alike(old, new) and old.title == new.title)
    return old.title == new.title and old.published == new.published


def _is_dated_alike(old: EntrySnapshot, new: EntrySnapshot) -> bool:
    return bool(new.published) and old.published == new.published


def snapshot_of(entry: Entry) -> EntrySnapshot:
    """The content of the entry, condensed for the state."""
    title, summary, content = _said(entry)
    # The sentences of a summary mostly recur in the content.
    found = sentences(content or summary, entry.language)
    return EntrySnapshot(
        published=_moment(entry),
        title=_short(title),
        gist=_short(" ".join(filter(None, (gist(title), gist(f"{summary} {content}"))))),
        sentences=frozenset(map(_short, found[:_MOST_SENTENCES])),
    )


def _moment(entry: Entry) -> str:
    """The publication time in the format of the state."""
    if entry.published is None:
        return ""
    return entry.published.astimezone(UTC).isoformat(timespec="microseconds")


def _short(text: str) -> str:
    return _digest(text, size=4) if text else ""


def _guid(id: str) -> str:
    """The id, canonical if it is an address, which may move to https or gain tracking."""
    return canonical_url(id) if id.startswith(("http://", "https://")) else id


def fingerprint(entry: Entry) -> str:
    """A digest of the words of title, summary and content, without markup."""
    return _digest(*_said(entry))


def _said(entry: Entry) -> tuple[str, str, str]:
    return (entry.title or "", _words(entry.summary), _words(entry.content))


def _words(text: str | None) -> str:
    return plain(text[:MAX_TEXT], html=None) if text else ""


def _digest(*parts: str, size: int = 16) -> str:
    content = "\x00".join(parts).encode("utf-8", "backslashreplace")
    return blake2b(content, digest_size=size).hexdigest()
