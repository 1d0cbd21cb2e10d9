"""Links to whole stories at the end of a newsletter's texts, such as "Read more"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from newsdigest.extract.newsletter.segments import ENDS, Segment
from newsdigest.language import count_words
from newsdigest.package_data import read_toml
from newsdigest.valueclasses import replace, valueclass

# The longest link text: "Read more about the new pool at Ellersby".
_LONGEST = 8
# How many links to search, from the last one that was found.
_REACH = 60
# How many other links may follow it: "Share", "3 comments".
_MOST_OTHERS = 4
# Around the words of such a link: "[Read more]", "Read more »".
_OPENING = " ([{|–—-·›»→>:"
_CLOSING = " )]}.…|›»→>"
# Words that are in no list count if this many texts end with them, each with an address of its own.
_LEAST_REPEATED = 2
_LEAST_REPEATED_WORDS = 2
_LONGEST_REPEATED = 5


@valueclass
class Link:
    """A link of a message."""

    text: str
    address: str


@valueclass
class _Ending:
    """The link at the end of a segment."""

    segment: int
    link: Link
    # The text before the link in the segment.
    before: str

    @property
    def is_whole(self) -> bool:
        return not self.before

    @property
    def is_apart(self) -> bool:
        """Whether a sentence ends before the link."""
        return self.before.endswith((*ENDS, "…"))


def is_more_label(text: str) -> bool:
    """Whether link text leads to a whole story: "Read more", "Weiterlesen"."""
    folded = text.strip(_OPENING + _CLOSING).casefold().replace("’", "'")
    if folded in _labels():
        return True
    if count_words(folded) > _LONGEST:
        return False
    longer = (label for label in _labels() if " " in label)
    return any(folded.startswith(f"{label} ") for label in longer)


@cache
def _labels() -> frozenset[str]:
    return frozenset(read_toml("extract/newsletter/data/header_footer.toml")["more"])


def with_more_links(segments: Sequence[Segment], links: Sequence[Link]) -> list[Segment]:
    """The segments with links to whole stories moved from their text into `more_link`.

    Segments and links are both in document order.
    """
    result = list(segments)
    endings = list(_endings(segments, links))
    repeated = _repeated(endings)
    for ending in endings:
        segment = segments[ending.segment]
        if ending.is_whole:
            result[ending.segment] = (
                replace(segment, link=ending.link.address) if segment.link else segment
            )
        elif len(ending.before) < len(segment.lead):
            continue
        elif is_more_label(ending.link.text) or (ending.is_apart and ending.link.text in repeated):
            result[ending.segment] = segment.without_more(ending.before, ending.link.address)
    return result


def _endings(segments: Sequence[Segment], links: Sequence[Link]) -> Iterator[_Ending]:
    start = 0
    for index, segment in enumerate(segments):
        for at in range(start, min(start + _REACH, len(links))):
            before = _before(segment.text, links[at].text)
            if before is not None:
                ending = _Ending(index, links[at], before)
                yield _before_others(ending, links[start:at]) or ending
                start = at + 1
                break


def _before_others(ending: _Ending, links: Sequence[Link]) -> _Ending | None:
    """The "Read more" before other links: "Read more | Share"."""
    for link in reversed(links[-_MOST_OTHERS:]):
        if ending.is_whole or is_more_label(ending.link.text):
            break
        before = _before(ending.before, link.text)
        if before:
            ending = replace(ending, link=link, before=before)
    return ending if is_more_label(ending.link.text) else None


def _before(full_text: str, label: str) -> str | None:
    """The text before the link at its end; "" for a text that is only the link."""
    closed = label.rstrip(_CLOSING)
    text = full_text.rstrip(_CLOSING)
    if not closed or not text.endswith(closed):
        return None
    if count_words(label) > _LONGEST:
        return "" if full_text == label else None
    before = text.removesuffix(closed).rstrip(_OPENING)
    is_parted = not before or not full_text[len(before) : len(before) + 1].isalnum()
    return before if is_parted else None


def _repeated(endings: Sequence[_Ending]) -> frozenset[str]:
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    for ending in endings:
        words = count_words(ending.link.text)
        if ending.is_apart and _LEAST_REPEATED_WORDS <= words <= _LONGEST_REPEATED:
            addresses[ending.link.text].add(ending.link.address)
    return frozenset(text for text, own in addresses.items() if len(own) >= _LEAST_REPEATED)
