"""Dates that only the text of a page gives: far from the headline, or without a headline.

The last resort, among the lines of the page without its furniture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from newsdigest.extract.metadata.date_sources import NOT_OF_PUBLICATION, DateReader
from newsdigest.extract.metadata.metadata_values import Metadata
from newsdigest.language import count_words
from newsdigest.patterns import pattern
from newsdigest.press.bylines import is_byline
from newsdigest.press.dates import Label, Mention, label_before
from newsdigest.press.words import words_of
from newsdigest.valueclasses import replace

# The longest line that counts as a date line, and the most words besides the date in it.
_LONGEST: Final = 160
_MOST_WORDS: Final = 10
# A label on a line of its own: "Published".
_LONGEST_LABEL: Final = 30
# How many lines before and after the headline its date may be.
_BEFORE: Final = 3
_AFTER: Final = 6
_PARAGRAPH: Final = 15
_YEAR: Final = pattern(r"\d{4}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}")
# "HARBOUR TOWN, Dec 20, 2025 (Agency) - The ferries ...": place, date, agency and a dash.
_DATELINE: Final = pattern(r"[^\W\d_][^\d]{2,40}\d[^–—:]{2,60}(?:\s[–—-]\s|[–—:])")
_LONGEST_DATELINE: Final = 110
_FIRST_PARAGRAPHS: Final = 2


def with_printed_date(
    metadata: Metadata, lines: Sequence[str], body: Sequence[str], as_of: datetime
) -> Metadata:
    """`metadata` with the publication date from the text, if it had none.

    `lines` are all lines of the page, `body` those of the article.
    """
    if metadata.published:
        return metadata
    reader = DateReader(as_of, metadata.language, metadata.country)
    dates = list(_dates(lines, reader))
    published = (
        _beside_the_title(metadata.title, lines, body, reader)
        or _labelled(Label.PUBLISHED, dates)
        or _in_dateline(body, reader)
        or _behind_a_byline(lines, body, reader)
    )
    modified = metadata.modified or _labelled(Label.MODIFIED, dates)
    return replace(metadata, published=published, modified=modified)


def _beside_the_title(
    title: str | None, lines: Sequence[str], body: Sequence[str], reader: DateReader
) -> datetime | None:
    """The date in the lines around the headline, or where the body begins."""
    words = words_of(title or "")
    place = next((n for n, line in enumerate(lines) if words and words_of(line) == words), None)
    if place is not None:
        around = [
            *_to_the_text(lines[place + 1 : place + 1 + _AFTER]),
            *lines[max(0, place - _BEFORE) : place],
        ]
    elif body and body[0] in lines:
        start = lines.index(body[0])
        around = [*lines[max(0, start - _BEFORE) : start + _BEFORE]]
    else:
        return None
    return next(
        (each.moment for each in _dates(around, reader) if each.label not in NOT_OF_PUBLICATION),
        None,
    )


def _to_the_text(lines: Sequence[str]) -> Sequence[str]:
    """The lines up to the second paragraph: a date may follow a standfirst, but not the text."""
    long = [number for number, text in enumerate(lines) if count_words(text) >= _PARAGRAPH]
    return lines[: long[1]] if len(long) > 1 else lines


def _behind_a_byline(
    lines: Sequence[str], body: Sequence[str], reader: DateReader
) -> datetime | None:
    """The date in or after a byline below the text."""
    if not body or body[-1] not in lines:
        return None
    end = len(lines) - 1 - lines[::-1].index(body[-1])
    under = lines[end : end + _AFTER]
    for number, line in enumerate(under):
        if len(line) <= _LONGEST and is_byline(line):
            for each in _dates(under[number : number + 2], reader):
                return each.moment if each.label not in NOT_OF_PUBLICATION else None
    return None


def _labelled(label: Label, dates: Sequence[Mention]) -> datetime | None:
    """The only day that the page's lines give under a label; None if there are several."""
    moments = [each.moment for each in dates if each.label is label]
    return moments[0] if len({moment.date() for moment in moments}) == 1 else None


def _in_dateline(body: Sequence[str], reader: DateReader) -> datetime | None:
    """The date between the place and the first sentence of a report."""
    for text in body[:_FIRST_PARAGRAPHS]:
        match = _DATELINE.match(text[:_LONGEST_DATELINE])
        if match and _YEAR.search(match[0]):
            for mention in reader.mentions(match[0]):
                return mention.moment
    return None


def _dates(lines: Sequence[str], reader: DateReader) -> Iterator[Mention]:
    """The dates with a year in date lines, each with its label, which may be a line of its own."""
    last = ""
    for line in lines:
        if len(line) <= _LONGEST and _YEAR.search(line):
            above = label_before(last.lower()) if len(last) <= _LONGEST_LABEL else None
            for each in reader.mentions(line):
                if each.other_words <= _MOST_WORDS and not each.inferred:
                    yield replace(each, label=each.label or above)
        last = line
