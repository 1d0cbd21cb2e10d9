"""The links to whole stories that texts of a letter end with, such as "Read more"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from newsdigest.extract.newsletter.rows import ENDS, Row
from newsdigest.language import count_words
from newsdigest.package_data import read_toml

# "Read more about the new pool at Ellersby": no longer than this.
_LONGEST = 8
# A link is looked for among so many behind the last one that was found.
_REACH = 60
# Around the words of such a link: "[Read more]", "Read more »".
_OPENING = " ([{|–—-·›»→>:"
_CLOSING = " )]}.…|›»→>"
# Words that no list has are those of such a link if so many texts end with them, each with an
# address of its own.
_LEAST_REPEATED = 2
_LEAST_REPEATED_WORDS = 2
_LONGEST_REPEATED = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a letter."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class _Ending:
    """The link that a row ends with."""

    row: int
    link: Link
    # What stands before the link in the row.
    before: str

    @property
    def is_whole(self) -> bool:
        return not self.before

    @property
    def is_apart(self) -> bool:
        """Whether a sentence ends before the link."""
        return self.before.endswith((*ENDS, "…"))


def is_more_label(text: str) -> bool:
    """Whether the words of a link lead to a whole story: "Read more", "Weiterlesen"."""
    folded = text.strip(_OPENING + _CLOSING).casefold().replace("’", "'")
    if folded in _labels():
        return True
    if count_words(folded) > _LONGEST:
        return False
    longer = (label for label in _labels() if " " in label)
    return any(folded.startswith(f"{label} ") for label in longer)


@cache
def _labels() -> frozenset[str]:
    return frozenset(read_toml("extract/newsletter/data/furniture.toml")["more"])


def with_more_links(rows: Sequence[Row], links: Sequence[Link]) -> list[Row]:
    """The rows without the links to whole stories that they end with, which are noted instead.

    Rows and links are both in the order of the letter.
    """
    result = list(rows)
    endings = list(_endings(rows, links))
    repeated = _repeated(endings)
    for ending in endings:
        row = rows[ending.row]
        if ending.is_whole:
            result[ending.row] = replace(row, link=ending.link.address) if row.link else row
        elif is_more_label(ending.link.text) or (ending.is_apart and ending.link.text in repeated):
            result[ending.row] = row.without_more(ending.before, ending.link.address)
    return result


def _endings(rows: Sequence[Row], links: Sequence[Link]) -> Iterator[_Ending]:
    start = 0
    for place, row in enumerate(rows):
        for at in range(start, min(start + _REACH, len(links))):
            link = links[at]
            before = _before(row, link.text)
            if before is not None:
                yield _Ending(place, link, before)
                start = at + 1
                break


def _before(row: Row, label: str) -> str | None:
    """The row's text before the link that it ends with; "" for a row that is that link."""
    closed = label.rstrip(_CLOSING)
    text = row.text.rstrip(_CLOSING)
    if not closed or not text.endswith(closed):
        return None
    if count_words(label) > _LONGEST:
        return "" if row.text == label else None
    before = text.removesuffix(closed).rstrip(_OPENING)
    is_parted = not before or not row.text[len(before) : len(before) + 1].isalnum()
    return before if is_parted and len(before) >= len(row.lead) else None


def _repeated(endings: Sequence[_Ending]) -> frozenset[str]:
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    for ending in endings:
        words = count_words(ending.link.text)
        if ending.is_apart and _LEAST_REPEATED_WORDS <= words <= _LONGEST_REPEATED:
            addresses[ending.link.text].add(ending.link.address)
    return frozenset(text for text, own in addresses.items() if len(own) >= _LEAST_REPEATED)
