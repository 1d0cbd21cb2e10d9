"""The stories of a letter that tells several.

Their headlines are set off alike, on lines of their own or as what the lines begin with. That
alone could be the subheads of one text, so more must speak for several: links of their own, the
subject, which names one or two of them, or texts that have no word in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

from newsdigest.extract.newsletter.furniture import (
    fold,
    is_sponsor_label,
    is_sponsored_title,
    payer_of,
)
from newsdigest.extract.newsletter.more_links import is_more_label
from newsdigest.extract.newsletter.rows import LEAD, SOURCE, Row, bare_title
from newsdigest.language import count_words, identify, sentences, stop_words, words
from newsdigest.model import BlockKind

_OWN_WORDS = 8
_TITLE_WORDS = 2
_HEADLINE_WORDS = 4
_LONGEST_HEADLINE = 12
# Of headlines that the subject names.
_SHORT_HEADLINE = 3
_LONGEST_TITLE = 220
_LONGEST_LABEL = 5
# Of headlines so many have a link of their own, where links speak for stories.
_LINKED = 0.66
# Of pairs of texts so many may share the words of a subject ...
_BOUND = 0.34
# ... of which two have as many in common.
_SHARED = 2
_SHORTEST_WORD = 5
_LONGEST_LINK = 8
_FEWEST_ALONE = 3
_FEWEST_WITH_MORE = 2
# Headlines that begin their lines hold so much of the text from the first to the last.
_COVERED = 0.8
# What stands above them in a part of the letter is no more than a line that introduces them.
_INTRODUCED = 1
_LONGEST_INTRODUCTION = 25
# "2.", "① ", "二、", and "1 big thing:".
_NUMBER = re.compile(
    r"\A#?(?:\d{1,2}(?:(?: [^\W\d_]{1,12}){1,3}:| ?[.):、])|[①-⑳]|[一二三四五六七八九十]{1,2}、)"
    r" ?(?=\S)"
)
# Within a sentence, the names and figures that news are full of and advice is not.
_NAME = re.compile(r"(?<=[^\W\d_][ ,]) ?[^\W\d_a-zà-ÿ][^\W\d_]{2,30}|\d")


@dataclass(frozen=True, slots=True)
class Item:
    """A story of a letter."""

    title: str
    rows: tuple[Row, ...]
    link: str | None = None
    # What the letter calls the part that it stands in.
    section: str | None = None
    sponsored: bool = False
    # The publication that the letter names under the headline.
    source: str | None = None

    @property
    def own_words(self) -> int:
        return sum(row.words for row in self.rows if not row.mark and not row.linked)


@dataclass(frozen=True, slots=True)
class Items:
    """The stories of a letter, and the rows above and below them."""

    items: tuple[Item, ...]
    above: tuple[Row, ...]
    below: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows that are set off alike and have text below, by their places."""

    mark: str
    heads: tuple[int, ...]
    # Places of such rows without text, which name parts of the letter.
    labels: frozenset[int]


def find_items(rows: Sequence[Row], subject: str | None) -> Items | None:
    """The stories, at least two; None for a letter that is one text."""
    marks = dict.fromkeys(row.mark for row in rows if row.mark)
    groups = [group for mark in marks if len((group := _group(rows, mark)).heads) > 1]
    groups.sort(key=lambda group: -len(group.heads))
    headline = _mark_of(rows, subject)
    for speaks in (_by_links, _by_subject, _by_words):
        for group in groups:
            if speaks(rows, group, subject or "", headline):
                return _with_parts(_items(rows, group))
    for group in groups:
        found = _items(rows, group)
        parts = _with_parts(found)
        if len(parts.items) > len(found.items):
            return parts
    return _leading(rows, subject)


def _mark_of(rows: Sequence[Row], subject: str | None) -> str:
    """How the letter sets off its subject, if it says it again."""
    outer = {fold(row.text): row.mark for row in reversed(rows) if row.mark}
    return outer.get(fold(subject or ""), "")


def _leading(rows: Sequence[Row], subject: str | None) -> Items | None:
    """The stories whose headlines begin their lines: "**Rates hold.** The bank left ..."."""
    parted = [part for row in rows for part in row.parted()]
    group = _group(parted, LEAD)
    has_more = _have_more_links(parted, group)
    if not has_more and (len(group.heads) < _FEWEST_ALONE or not _is_covered(parted, group)):
        return None
    headline = _mark_of(rows, subject)
    if _by_links(parted, group, "", ""):
        return _items(parted, group)
    is_text = _are_about(parted, group, subject) or (headline and not _are_named(parted, group))
    return _items(parted, group) if not is_text and _by_words(parted, group, "", "") else None


def _is_covered(rows: Sequence[Row], group: _Group) -> bool:
    """Whether there is hardly any text between the lines that begin with a headline."""
    first, last = group.heads[0], group.heads[-1]
    within = rows[first : last + 2]
    lines = sum(rows[place + 1].words for place in group.heads)
    return lines >= _COVERED * sum(row.words for row in within if not row.mark)


def _are_about(rows: Sequence[Row], group: _Group, subject: str | None) -> bool:
    """Whether half of the texts have one word of the subject: then they are parts of one.

    A subject that lists the stories has another word for each.
    """
    passing = stop_words(identify(subject or ""))
    named = {word for word in words(subject or "") if len(word) > 2 and word not in passing}
    texts = [set(words(f"{rows[place].text} {rows[place + 1].text}")) for place in group.heads]
    return any(2 * sum(word in text for text in texts) >= len(texts) for word in named)


def _are_named(rows: Sequence[Row], group: _Group) -> bool:
    """Whether each text has a name or a figure, as reports do."""
    return all(_NAME.search(rows[place + 1].text) for place in group.heads)


def _with_parts(found: Items) -> Items:
    """The stories, with those apart that stand in a list under a heading such as "In brief"."""
    items = [part for item in found.items for part in _parts(item)]
    return replace(found, items=tuple(items))


def _parts(item: Item) -> list[Item]:
    start = next((place for place, row in enumerate(item.rows) if row.lead), len(item.rows))
    above = [row for row in item.rows[:start] if not row.mark]
    if len(above) > _INTRODUCED or sum(row.words for row in above) > _LONGEST_INTRODUCTION:
        return [item]
    if any(row.lead and row.kind is not BlockKind.LIST_ITEM for row in item.rows):
        return [item]
    parts = _leading(item.rows, None)
    if parts is None:
        return [item]
    own = [replace(part, section=item.title, sponsored=item.sponsored) for part in parts.items]
    last = own[-1]
    return [*own[:-1], replace(last, rows=(*last.rows, *parts.below))]


def _group(rows: Sequence[Row], mark: str) -> _Group:
    places = [place for place, row in enumerate(rows) if row.mark == mark and _may_head(row)]
    ends = [*places[1:], len(rows)]
    heads, labels = [], set()
    for place, end in zip(places, ends[: len(places)], strict=True):
        own = sum(row.words for row in rows[place + 1 : end] if _is_own(row, mark))
        if own >= _OWN_WORDS:
            heads.append(place)
        else:
            labels.add(place)
    return _Group(mark, tuple(heads), frozenset(labels))


def _is_own(row: Row, mark: str) -> bool:
    """Whether a row is text of the headline above: no link, or a line that is set off below it."""
    if _is_deck(row):
        return row.mark != mark
    return not row.mark and not row.linked


def _is_deck(row: Row) -> bool:
    """Whether a heading is as long as a sentence, as decks are: "It took me nine years ..."."""
    return bool(row.mark) and row.words > _LONGEST_HEADLINE


def _may_head(row: Row) -> bool:
    if len(row.text) > _LONGEST_TITLE or row.mark == SOURCE or is_sponsor_label(row.text):
        return False
    return row.words >= _TITLE_WORDS and row.text[-1] not in ",;"


def _spans(rows: Sequence[Row], group: _Group) -> list[tuple[int, int]]:
    return list(zip(group.heads, [*group.heads[1:], len(rows)], strict=True))


def _by_links(rows: Sequence[Row], group: _Group, subject: str, headline: str) -> bool:
    """Whether each has a link of its own, as headline or on a line of its own."""
    if _have_more_links(rows, group):
        return True
    links = [_link(rows[start:end]) for start, end in _spans(rows, group)]
    distinct = len({link for link in links if link and link != "#"})
    if group.mark in ("bold", "alone", LEAD) and len(group.heads) < _FEWEST_ALONE:
        return False
    return distinct > 1 and distinct >= _LINKED * len(group.heads) and _are_titles(rows, group)


def _have_more_links(rows: Sequence[Row], group: _Group) -> bool:
    """Whether each of two or more has a "Read more" with an address of its own."""
    if len(group.heads) < _FEWEST_WITH_MORE:
        return False
    links = [_more_link(rows[start:end]) for start, end in _spans(rows, group)]
    return None not in links and len(set(links)) == len(links)


def _more_link(rows: Sequence[Row]) -> str | None:
    for row in rows:
        # In plain text the address stands behind the words.
        if row.link and is_more_label(row.text.partition("http")[0]):
            return row.link
        if row.more_link:
            return row.more_link
    return None


def _link(rows: Sequence[Row]) -> str | None:
    own = (row.link for row in rows[1:] if row.link and row.words <= _LONGEST_LINK and not row.mark)
    return rows[0].link or _more_link(rows) or next(own, None)


def _by_subject(rows: Sequence[Row], group: _Group, subject: str, headline: str) -> bool:
    """Whether the subject is the headline of one of several, or has words of two."""
    titles = [rows[place].text for place in group.heads]
    if not subject or not _are_titles(rows, group, _SHORT_HEADLINE):
        return False
    if fold(subject) in map(fold, titles):
        return _are_apart(rows, group)
    named = set(_content(subject))
    hits = [found for title in titles if (found := named & set(_content(title)))]
    several = len(frozenset().union(*hits)) > 1 and not any(len(hit) == len(named) for hit in hits)
    outside = headline not in ("", group.mark)
    return len(hits) > 1 and several and not outside and _are_apart(rows, group)


def _by_words(rows: Sequence[Row], group: _Group, subject: str, headline: str) -> bool:
    """Whether three or more texts under headlines have little in common."""
    if len(group.heads) < _FEWEST_ALONE or headline not in ("", group.mark):
        return False
    return _are_titles(rows, group) and _are_apart(rows, group)


def _are_titles(rows: Sequence[Row], group: _Group, least: int = _HEADLINE_WORDS) -> bool:
    """Whether most are as long as headlines are."""
    return median(rows[place].words for place in group.heads) >= least


def _are_apart(rows: Sequence[Row], group: _Group) -> bool:
    """Whether the texts have few words in common: the parts of one text share its subject.

    A sentence that stands under several headlines is the letter's own and counts for none.
    """
    texts = _without_shared_sentences(
        [[row.text for row in rows[start:end]] for start, end in _spans(rows, group)]
    )
    contents = [frozenset(_content(text)) for text in texts]
    common = Counter(word for content in contents for word in content)
    passing = {word for word, count in common.items() if count > max(2, len(contents) // 2)}
    if len(contents) > 2 and len(passing) >= _SHARED:
        return False
    pairs = list(combinations(contents, 2))
    bound = sum(len(one & other) > _SHARED for one, other in pairs)
    return bound <= _BOUND * len(pairs)


def _without_shared_sentences(texts: Sequence[Sequence[str]]) -> list[str]:
    """The texts, given by their lines, without the sentences that several of them have."""
    parted = [{fold(one): one for line in text for one in sentences(line)} for text in texts]
    shared = Counter(sentence for text in parted for sentence in text)
    return [" ".join(one for key, one in text.items() if shared[key] == 1) for text in parted]


def _content(text: str) -> Iterable[str]:
    """The words that tell what a text is about."""
    passing = stop_words(identify(text))
    for word in words(text):
        if word not in passing and (len(word) >= _SHORTEST_WORD or not word.isascii()):
            yield word[:7]


def _items(rows: Sequence[Row], group: _Group) -> Items:
    last = _end_of_last(rows, group)
    parted = len({_label_above(rows, place, group) for place in group.heads} - {None}) > 1
    titles = dict(zip(group.heads, _titles(rows, group), strict=True))
    items = []
    section: str | None = None
    for start, end in _spans(rows, group):
        section = (_label_above(rows, start, group) or section) if parted else None
        stop = min(end, last)
        sponsored = is_sponsored_title(rows[start].text) or _is_sponsored(rows, start, stop)
        texts = rows[start + 1 : stop]
        source = texts[0].text if texts and texts[0].mark == SOURCE else None
        own = _texts(texts[1:] if source else texts)
        link = _link(rows[start:stop])
        items.append(Item(titles[start], own, link, section, sponsored, source))
    return Items(tuple(items), tuple(rows[: group.heads[0]]), tuple(rows[last:]))


def _texts(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of a story; its deck is its text where it has no other."""
    if any(not row.mark and not row.linked and row.words >= _OWN_WORDS for row in rows):
        return tuple(rows)
    return tuple(replace(row, mark="", linked=False) if _is_deck(row) else row for row in rows)


def _titles(rows: Sequence[Row], group: _Group) -> list[str]:
    """The headlines, without their numbers if all have one."""
    titles = [bare_title(rows[place].text)[0] for place in group.heads]
    bare = [_NUMBER.sub("", title, count=1) for title in titles]
    return bare if all(one != other for one, other in zip(titles, bare, strict=True)) else titles


def _end_of_last(rows: Sequence[Row], group: _Group) -> int:
    """Where the last story ends: with its box, if each story has one."""
    if not rows[group.heads[0]].boxes:
        return len(rows)
    held = Counter(box for place in group.heads for box in rows[place].boxes)
    own = [_own_box(rows[place], held) for place in group.heads]
    ends = [*group.heads[1:], group.heads[-1] + 2]
    for place, box, end in zip(group.heads, own, ends, strict=True):
        following = rows[place + 1 : end if group.mark == LEAD else place + 2]
        if box is None or not following or any(box not in row.boxes for row in following):
            return len(rows)
    inside = [place for place, row in enumerate(rows) if own[-1] in row.boxes]
    return inside[-1] + 1


def _own_box(row: Row, held: Counter[int]) -> int | None:
    """The largest box with this headline alone."""
    own = [box for box in row.boxes if held[box] == 1]
    return own[-1] if own else None


def _labels_before(rows: Sequence[Row], place: int, group: _Group) -> int:
    """Where the labels right above a headline begin: names of parts, and of payers."""
    while place > 0 and _is_label(rows[place - 1], place - 1, group):
        place -= 1
    return place


def _is_label(row: Row, place: int, group: _Group) -> bool:
    if place in group.heads:
        return False
    return place in group.labels or is_sponsor_label(row.text) or bool(row.mark)


def _label_above(rows: Sequence[Row], start: int, group: _Group) -> str | None:
    first = _labels_before(rows, start, group)
    labels = [row.text for row in rows[first:start] if not is_sponsor_label(row.text)]
    named = [text for text in labels if count_words(text) <= _LONGEST_LABEL]
    return named[-1] if named else None


def _is_sponsored(rows: Sequence[Row], start: int, end: int) -> bool:
    """Whether a label above says so: "Advertisement", or "Together with Halden" over Halden's text.

    A label that names its payer may as well be that of the whole letter.
    """
    if not start or not is_sponsor_label(rows[start - 1].text):
        return False
    payer = payer_of(rows[start - 1].text)
    text = frozenset(word for row in rows[start:end] for word in words(row.text))
    return text.issuperset(words(payer))
