"""The stories of a message with several of them.

Their headlines share a style, on lines of their own or at the beginning of lines. That alone could
be the subheads of one text, so there must be more evidence: links of their own, a subject that
names one or two of them, or texts without a word in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from statistics import median

from newsdigest.extract.newsletter.header_footer import (
    fold,
    is_sponsor_label,
    is_sponsored_title,
    sponsor_of,
)
from newsdigest.extract.newsletter.more_links import is_more_label
from newsdigest.extract.newsletter.segments import LEAD, SOURCE, Segment, bare_title
from newsdigest.language import count_words, identify, sentences, stop_words, words
from newsdigest.model import BlockKind
from newsdigest.valueclasses import replace, valueclass

_OWN_WORDS = 8
_TITLE_WORDS = 2
_HEADLINE_WORDS = 4
_LONGEST_HEADLINE = 12
# Of headlines named in the subject.
_SHORT_HEADLINE = 3
_LONGEST_TITLE = 220
_LONGEST_LABEL = 5
# Share of the headlines with a link of their own, where links are the evidence.
_LINKED = 0.66
# The largest share of pairs of texts that may have words of a common subject ...
_BOUND = 0.34
# ... which are at least this many words.
_SHARED = 2
_SHORTEST_WORD = 5
_LONGEST_LINK = 8
_FEWEST_ALONE = 3
_FEWEST_WITH_MORE = 2
# Headlines at the beginning of lines cover this share of the text from the first to the last.
_COVERED = 0.8
# Above them, a part of the message has at most a line of introduction.
_INTRODUCED = 1
_LONGEST_INTRODUCTION = 25
# "2.", "① ", "二、", and "1 big thing:".
_NUMBER = re.compile(
    r"\A#?(?:\d{1,2}(?:(?: [^\W\d_]{1,12}){1,3}:| ?[.):、])|[①-⑳]|[一二三四五六七八九十]{1,2}、)"
    r" ?(?=\S)"
)
# Names and figures within a sentence, which news is full of and advice is not.
_NAME = re.compile(r"(?<=[^\W\d_][ ,]) ?[^\W\d_a-zà-ÿ][^\W\d_]{2,30}|\d")


@valueclass
class MessageStory:
    """A story in a message."""

    title: str
    segments: tuple[Segment, ...]
    link: str | None = None
    # The heading of the part of the message that holds it.
    section: str | None = None
    sponsored: bool = False
    # The publication named under the headline.
    source: str | None = None

    @property
    def own_words(self) -> int:
        return sum(
            segment.words for segment in self.segments if not segment.style and not segment.linked
        )


@valueclass
class MessageStories:
    """The stories of a message, and the segments above and below them."""

    stories: tuple[MessageStory, ...]
    above: tuple[Segment, ...]
    below: tuple[Segment, ...]


@valueclass
class _Group:
    """The segments of one style that have text below them, by index."""

    style: str
    heads: tuple[int, ...]
    # Indices of such segments without text, which are headings of parts.
    labels: frozenset[int]


def find_stories(segments: Sequence[Segment], subject: str | None) -> MessageStories | None:
    """The stories, at least two; None for a message that is one text."""
    styles = dict.fromkeys(segment.style for segment in segments if segment.style)
    groups = [group for style in styles if len((group := _group(segments, style)).heads) > 1]
    groups.sort(key=lambda group: -len(group.heads))
    headline = _style_of(segments, subject)
    for speaks in (_by_links, _by_subject, _by_words):
        for group in groups:
            if speaks(segments, group, subject or "", headline):
                return _with_parts(_stories_of(segments, group))
    for group in groups:
        found = _stories_of(segments, group)
        parts = _with_parts(found)
        if len(parts.stories) > len(found.stories):
            return parts
    return _leading(segments, subject)


def _style_of(segments: Sequence[Segment], subject: str | None) -> str:
    """The style of the segment that repeats the subject, if there is one."""
    outer = {fold(segment.text): segment.style for segment in reversed(segments) if segment.style}
    return outer.get(fold(subject or ""), "")


def _leading(segments: Sequence[Segment], subject: str | None) -> MessageStories | None:
    """The stories whose headlines begin their lines: "**Rates hold.** The bank left ..."."""
    split_lead = [part for segment in segments for part in segment.split_lead()]
    group = _group(split_lead, LEAD)
    has_more = _have_more_links(split_lead, group)
    if not has_more and (len(group.heads) < _FEWEST_ALONE or not _is_covered(split_lead, group)):
        return None
    headline = _style_of(segments, subject)
    if _by_links(split_lead, group, "", ""):
        return _stories_of(split_lead, group)
    is_text = _are_about(split_lead, group, subject) or (
        headline and not _are_named(split_lead, group)
    )
    return (
        _stories_of(split_lead, group)
        if not is_text and _by_words(split_lead, group, "", "")
        else None
    )


def _is_covered(segments: Sequence[Segment], group: _Group) -> bool:
    """Whether there is hardly any text between the lines that begin with a headline."""
    first, last = group.heads[0], group.heads[-1]
    within = segments[first : last + 2]
    lines = sum(segments[index + 1].words for index in group.heads)
    return lines >= _COVERED * sum(segment.words for segment in within if not segment.style)


def _are_about(segments: Sequence[Segment], group: _Group, subject: str | None) -> bool:
    """Whether half of the texts share a word with the subject, and so are parts of one text.

    A subject that lists the stories has a different word for each.
    """
    passing = stop_words(identify(subject or ""))
    named = {word for word in words(subject or "") if len(word) > 2 and word not in passing}
    texts = [
        set(words(f"{segments[index].text} {segments[index + 1].text}")) for index in group.heads
    ]
    return any(2 * sum(word in text for text in texts) >= len(texts) for word in named)


def _are_named(segments: Sequence[Segment], group: _Group) -> bool:
    """Whether each text has a name or a figure, as reports do."""
    return all(_NAME.search(segments[index + 1].text) for index in group.heads)


def _with_parts(found: MessageStories) -> MessageStories:
    """The stories, with lists under headings such as "In brief" split into stories."""
    stories = [part for story in found.stories for part in _parts(story)]
    return replace(found, stories=tuple(stories))


def _parts(story: MessageStory) -> list[MessageStory]:
    start = next(
        (index for index, segment in enumerate(story.segments) if segment.lead), len(story.segments)
    )
    above = [segment for segment in story.segments[:start] if not segment.style]
    if len(above) > _INTRODUCED or sum(segment.words for segment in above) > _LONGEST_INTRODUCTION:
        return [story]
    if any(segment.lead and segment.kind is not BlockKind.LIST_ITEM for segment in story.segments):
        return [story]
    parts = _leading(story.segments, None)
    if parts is None:
        return [story]
    own = [replace(part, section=story.title, sponsored=story.sponsored) for part in parts.stories]
    last = own[-1]
    return [*own[:-1], replace(last, segments=(*last.segments, *parts.below))]


def _group(segments: Sequence[Segment], style: str) -> _Group:
    indices = [
        index
        for index, segment in enumerate(segments)
        if segment.style == style and _may_head(segment)
    ]
    ends = [*indices[1:], len(segments)]
    heads, labels = [], set()
    for index, end in zip(indices, ends[: len(indices)], strict=True):
        own = sum(segment.words for segment in segments[index + 1 : end] if _is_own(segment, style))
        if own >= _OWN_WORDS:
            heads.append(index)
        else:
            labels.add(index)
    return _Group(style, tuple(heads), frozenset(labels))


def _is_own(segment: Segment, style: str) -> bool:
    """Whether a segment is text of the headline above: no link, or a styled line below it."""
    if _is_deck(segment):
        return segment.style != style
    return not segment.style and not segment.linked


def _is_deck(segment: Segment) -> bool:
    """Whether a heading is as long as a sentence, as decks are: "It took me nine years ..."."""
    return bool(segment.style) and segment.words > _LONGEST_HEADLINE


def _may_head(segment: Segment) -> bool:
    if (
        len(segment.text) > _LONGEST_TITLE
        or segment.style == SOURCE
        or is_sponsor_label(segment.text)
    ):
        return False
    return segment.words >= _TITLE_WORDS and segment.text[-1] not in ",;"


def _spans(segments: Sequence[Segment], group: _Group) -> list[tuple[int, int]]:
    return list(zip(group.heads, [*group.heads[1:], len(segments)], strict=True))


def _by_links(segments: Sequence[Segment], group: _Group, subject: str, headline: str) -> bool:
    """Whether each has a link of its own, on the headline or on a line of its own."""
    if _have_more_links(segments, group):
        return True
    links = [_link(segments[start:end]) for start, end in _spans(segments, group)]
    distinct = len({link for link in links if link and link != "#"})
    if group.style in ("bold", "alone", LEAD) and len(group.heads) < _FEWEST_ALONE:
        return False
    return distinct > 1 and distinct >= _LINKED * len(group.heads) and _are_titles(segments, group)


def _have_more_links(segments: Sequence[Segment], group: _Group) -> bool:
    """Whether two or more have a "Read more" link, each with an address of its own."""
    if len(group.heads) < _FEWEST_WITH_MORE:
        return False
    links = [_more_link(segments[start:end]) for start, end in _spans(segments, group)]
    return None not in links and len(set(links)) == len(links)


def _more_link(segments: Sequence[Segment]) -> str | None:
    for segment in segments:
        # In plain text, the address follows the words.
        if segment.link and is_more_label(segment.text.partition("http")[0]):
            return segment.link
        if segment.more_link:
            return segment.more_link
    return None


def _link(segments: Sequence[Segment]) -> str | None:
    own = (
        segment.link
        for segment in segments[1:]
        if segment.link and segment.words <= _LONGEST_LINK and not segment.style
    )
    return segments[0].link or _more_link(segments) or next(own, None)


def _by_subject(segments: Sequence[Segment], group: _Group, subject: str, headline: str) -> bool:
    """Whether the subject is the headline of one of several, or shares words with two."""
    titles = [segments[index].text for index in group.heads]
    if not subject or not _are_titles(segments, group, _SHORT_HEADLINE):
        return False
    if fold(subject) in map(fold, titles):
        return _are_apart(segments, group)
    named = set(_content(subject))
    hits = [found for title in titles if (found := named & set(_content(title)))]
    several = len(frozenset().union(*hits)) > 1 and not any(len(hit) == len(named) for hit in hits)
    outside = headline not in ("", group.style)
    return len(hits) > 1 and several and not outside and _are_apart(segments, group)


def _by_words(segments: Sequence[Segment], group: _Group, subject: str, headline: str) -> bool:
    """Whether three or more texts under headlines have little in common."""
    if len(group.heads) < _FEWEST_ALONE or headline not in ("", group.style):
        return False
    return _are_titles(segments, group) and _are_apart(segments, group)


def _are_titles(segments: Sequence[Segment], group: _Group, least: int = _HEADLINE_WORDS) -> bool:
    """Whether most are as long as headlines are."""
    return median(segments[index].words for index in group.heads) >= least


def _are_apart(segments: Sequence[Segment], group: _Group) -> bool:
    """Whether the texts have few words in common: the parts of one text share its subject.

    A sentence repeated under several headlines is the newsletter's own and is ignored.
    """
    texts = _without_shared_sentences(
        [
            [segment.text for segment in segments[start:end]]
            for start, end in _spans(segments, group)
        ]
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
    """The texts, given as lines, without the sentences that several of them share."""
    split_lead = [{fold(one): one for line in text for one in sentences(line)} for text in texts]
    shared = Counter(sentence for text in split_lead for sentence in text)
    return [" ".join(one for key, one in text.items() if shared[key] == 1) for text in split_lead]


def _content(text: str) -> Iterable[str]:
    """The words that show what a text is about."""
    passing = stop_words(identify(text))
    for word in words(text):
        if word not in passing and (len(word) >= _SHORTEST_WORD or not word.isascii()):
            yield word[:7]


def _stories_of(segments: Sequence[Segment], group: _Group) -> MessageStories:
    last = _end_of_last(segments, group)
    split_lead = len({_label_above(segments, index, group) for index in group.heads} - {None}) > 1
    titles = dict(zip(group.heads, _titles(segments, group), strict=True))
    stories = []
    section: str | None = None
    for start, end in _spans(segments, group):
        section = (_label_above(segments, start, group) or section) if split_lead else None
        stop = min(end, last)
        sponsored = is_sponsored_title(segments[start].text) or _is_sponsored(segments, start, stop)
        texts = segments[start + 1 : stop]
        source = texts[0].text if texts and texts[0].style == SOURCE else None
        own = _texts(texts[1:] if source else texts)
        link = _link(segments[start:stop])
        stories.append(MessageStory(titles[start], own, link, section, sponsored, source))
    return MessageStories(tuple(stories), tuple(segments[: group.heads[0]]), tuple(segments[last:]))


def _texts(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments of a story; its deck is its text if it has no other."""
    if any(
        not segment.style and not segment.linked and segment.words >= _OWN_WORDS
        for segment in segments
    ):
        return tuple(segments)
    return tuple(
        replace(segment, style="", linked=False) if _is_deck(segment) else segment
        for segment in segments
    )


def _titles(segments: Sequence[Segment], group: _Group) -> list[str]:
    """The headlines, without their numbers if all have one."""
    titles = [bare_title(segments[index].text)[0] for index in group.heads]
    bare = [_NUMBER.sub("", title, count=1) for title in titles]
    return bare if all(one != other for one, other in zip(titles, bare, strict=True)) else titles


def _end_of_last(segments: Sequence[Segment], group: _Group) -> int:
    """Where the last story ends: at the end of its box, if each story has one."""
    if not segments[group.heads[0]].boxes:
        return len(segments)
    held = Counter(box for index in group.heads for box in segments[index].boxes)
    own = [_own_box(segments[index], held) for index in group.heads]
    ends = [*group.heads[1:], group.heads[-1] + 2]
    for index, box, end in zip(group.heads, own, ends, strict=True):
        following = segments[index + 1 : end if group.style == LEAD else index + 2]
        if box is None or not following or any(box not in segment.boxes for segment in following):
            return len(segments)
    inside = [index for index, segment in enumerate(segments) if own[-1] in segment.boxes]
    return inside[-1] + 1


def _own_box(segment: Segment, held: Counter[int]) -> int | None:
    """The largest box with this headline only."""
    own = [box for box in segment.boxes if held[box] == 1]
    return own[-1] if own else None


def _labels_before(segments: Sequence[Segment], index: int, group: _Group) -> int:
    """Where the labels right above a headline begin: headings of parts, and sponsors."""
    while index > 0 and _is_label(segments[index - 1], index - 1, group):
        index -= 1
    return index


def _is_label(segment: Segment, index: int, group: _Group) -> bool:
    if index in group.heads:
        return False
    return index in group.labels or is_sponsor_label(segment.text) or bool(segment.style)


def _label_above(segments: Sequence[Segment], start: int, group: _Group) -> str | None:
    first = _labels_before(segments, start, group)
    labels = [
        segment.text for segment in segments[first:start] if not is_sponsor_label(segment.text)
    ]
    named = [text for text in labels if count_words(text) <= _LONGEST_LABEL]
    return named[-1] if named else None


def _is_sponsored(segments: Sequence[Segment], start: int, end: int) -> bool:
    """Whether a label above says so: "Advertisement", or "Together with Halden" above its text.

    A label that names its sponsor may also be that of the whole message.
    """
    if not start or not is_sponsor_label(segments[start - 1].text):
        return False
    payer = sponsor_of(segments[start - 1].text)
    text = frozenset(word for segment in segments[start:end] for word in words(segment.text))
    return text.issuperset(words(payer))
