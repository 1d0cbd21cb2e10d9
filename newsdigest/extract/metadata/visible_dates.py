"""The visible dates around a headline, each line read on demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

from newsdigest.extract.metadata.date_sources import DateReader
from newsdigest.extract.metadata.headline_context import (
    CachedIterator,
    HeadlineContext,
    VisibleLine,
)
from newsdigest.extract.metadata.regions import Regions
from newsdigest.press.dates import Label, label_before
from newsdigest.valueclasses import valueclass

# The largest distance from the headline, in characters, of a date line that is the article's. On
# the development pages a date without a label is right 92 times in 100 below 150 characters, and 77
# times up to 350; one labelled as published is right 52 times in 53 up to 350
# (tests/bench/metadata.py).
NEAR = 150
_WITHIN_SIGHT = 350
_BEFORE = 200
# The longest line that is read: a byline with its date, not a paragraph that contains one.
_LONGEST_LINE = 160
# The most words besides the date and its label in a date line.
_WORDS_WITHOUT_LABEL = 10
_WORDS_WITH_LABEL = 12
# A date with its year in any language.
_WITH_YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}|令和")
# A label on the line above: "Published", "Posted on".
_LONGEST_LABEL = 30


@valueclass
class VisibleDate:
    """A date printed near the headline."""

    moment: datetime
    label: Label | None
    inferred: bool


@valueclass
class _DatedLine:
    """A line, the text of the line above, and its dates if any has a year."""

    line: VisibleLine
    above: str
    dates: tuple[VisibleDate, ...] | None


# The nearest date of each label; None for dates without a label.
Nearest = dict[Label | None, datetime]


class VisibleDates:
    """Dates by label and distance, read no further than necessary."""

    def __init__(self, lines: HeadlineContext, reader: DateReader) -> None:
        self.regions = lines.regions
        self.reader = reader
        self._after = CachedIterator(self._read(lines.after))
        self._before = CachedIterator(self._read(lines.before))

    def around(self) -> datetime | None:
        """The date of a date line near the headline, the most certain first."""
        return (
            self.after.get(Label.PUBLISHED) or self.below() or self.before() or self.after.get(None)
        )

    def below(self) -> datetime | None:
        """The date right below the headline that is not labelled as a change."""
        return self._near.get(Label.PUBLISHED) or self._near.get(None)

    def before(self) -> datetime | None:
        """The nearest date above the headline that is not labelled as a change."""
        labelled = _nearest(self._before, _BEFORE).get(Label.PUBLISHED)
        return labelled or _nearest(self._before, NEAR).get(None)

    @cached_property
    def after(self) -> Nearest:
        """The nearby dates below the headline."""
        return _nearest(self._after, _WITHIN_SIGHT)

    @cached_property
    def _near(self) -> Nearest:
        return _nearest(self._after, NEAR)

    def every(self) -> Iterator[VisibleDate]:
        """All dates, also relative and distant ones and those without a year: below, then above."""
        for read in (*self._after, *self._before):
            if read.dates is None:
                yield from _dates_in(read.line, read.above, self.regions, self.reader)
            else:
                yield from read.dates

    def _read(self, lines: Iterable[VisibleLine]) -> Iterator[_DatedLine]:
        last = ""
        for line in lines:
            dates = None
            if _WITH_YEAR.search(line.text):
                dates = tuple(_dates_in(line, last, self.regions, self.reader))
            yield _DatedLine(line, last, dates)
            if len(line.text) > 1:
                last = line.text


def _nearest(read: Iterable[_DatedLine], distance: int) -> Nearest:
    """The nearest date of each label among the lines closer than `distance`."""
    found: Nearest = {}
    for one in read:
        if one.line.distance >= distance:
            break
        for visible in one.dates or ():
            if not visible.inferred:
                found.setdefault(visible.label, visible.moment)
    return found


def _dates_in(
    line: VisibleLine, above: str, regions: Regions, reader: DateReader
) -> Iterator[VisibleDate]:
    """The dates in a line short enough to be a date line; `above` is the line before it."""
    if len(line.text) > _LONGEST_LINE:
        return
    for mention in reader.mentions(line.text):
        label = mention.label or _label_in(above)
        most = _WORDS_WITH_LABEL if label else _WORDS_WITHOUT_LABEL
        # A date this near belongs to the headline, even in an aside or a footer.
        if line.distance >= NEAR and regions.is_foreign(line.node):
            return
        if mention.other_words <= most:
            yield VisibleDate(mention.moment, label, mention.inferred)


def _label_in(above: str) -> Label | None:
    """The label that makes up a whole line."""
    return label_before(above.lower()) if 0 < len(above) <= _LONGEST_LABEL else None
