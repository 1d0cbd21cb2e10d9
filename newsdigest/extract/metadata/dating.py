"""Which of the dates that a page gives is the article's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property

from newsdigest.extract.dates.labels import Label, label_before
from newsdigest.extract.dates.zones import country_offset
from newsdigest.extract.metadata.nearby import Line, Nearby
from newsdigest.extract.metadata.page import Page
from newsdigest.extract.metadata.places import Places
from newsdigest.extract.metadata.published import (
    Reading,
    by_class,
    days_told,
    declared,
    in_json_ld,
    in_labelled_time,
    in_microdata,
    in_script_state,
    in_time_element,
    in_url,
)

# How far from the headline, in characters, a date line is the article's. On the development pages
# a date without a label is right 92 times in 100 below 150 characters, 77 times up to 350; one that
# is labelled as published is right 52 times in 53 up to 350 (tests/bench/metadata.py).
_NEAR = 150
_WITHIN_SIGHT = 350
_FAR = 700
_BEFORE = 200
# The longest line that is read: a byline with its date, not a paragraph with one in it.
_LONGEST_LINE = 160
# Words beside the date and its label in a line that is a date line.
_WORDS_WITHOUT_LABEL = 10
_WORDS_WITH_LABEL = 12
# What a date with its year looks like in any language, and what any date line does.
_WITH_YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}|令和")
_ANY_DATE = re.compile(r"")
# A label of its own stands in the line above: "Published", "Posted on".
_LONGEST_LABEL = 30
# A printed day agrees with a moment that falls into it somewhere between UTC+14 and UTC-12.
_EARLIEST, _LATEST = timedelta(hours=-14), timedelta(hours=36)
_HOUR = timedelta(hours=1)
# From UTC-12 to UTC+14, those near UTC first.
_OFFSETS = sorted(range(-12, 15), key=abs)


@dataclass(frozen=True, slots=True)
class Dates:
    """When the article was published and changed."""

    published: datetime | None
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A date that is printed near the headline."""

    moment: datetime
    label: Label | None
    distance: int
    inferred: bool


def find_dates(page: Page, lines: Nearby, url: str | None, reading: Reading) -> Dates:
    """The dates of the page's article; one that is said to be of a change is never `published`."""
    reading = replace(reading, told=days_told(page, url))
    seen = _Sight(lines, reading)
    article, whole = page.data.article, page.data.page
    published = _first(
        lambda: in_url(url),
        lambda: _unless_earlier(declared(page, "published", reading), seen),
        lambda: seen.after(Label.PUBLISHED),
        lambda: seen.after(None, _NEAR),
        lambda: seen.before(),
        lambda: in_json_ld(whole, "datePublished", reading),
        lambda: seen.after(None),
        lambda: in_json_ld(article, "datePublished", reading),
        lambda: declared(page, "dated", reading),
        lambda: _not_of_change(_in_elements(page, lines, reading), seen),
        lambda: _not_of_change(_less_sure(page, lines, reading), seen),
    )
    modified = _first(
        lambda: declared(page, "modified", reading),
        lambda: in_json_ld(article, "dateModified", reading),
        lambda: in_json_ld(whole, "dateModified", reading),
        lambda: in_microdata(page, "datemodified", lines.places, reading),
        # Not worth reading the lines for where a machine has told when it was published.
        lambda: seen.after(Label.MODIFIED) if seen.is_read else None,
    )
    return Dates(_to_the_minute(published, page, reading), modified)


def _unless_earlier(told: datetime | None, seen: _Sight) -> datetime | None:
    """What a machine told, or an earlier day that is printed beside the headline.

    A page that has moved to another system was published again there, but not for its readers.
    Less than a day is the distance between two clocks.
    """
    printed = seen.after(None, _NEAR) if told else None
    return printed if told and printed and told - printed >= _LATEST else told


def _not_of_change(found: datetime | None, seen: _Sight) -> datetime | None:
    """`found`, unless the page says by its headline that it was changed on that day or before."""
    changed = seen.after(Label.MODIFIED) if found else None
    return None if found and changed and changed.date() <= found.date() else found


def _in_elements(page: Page, lines: Nearby, reading: Reading) -> datetime | None:
    return _first(
        lambda: in_microdata(page, "datepublished", lines.places, reading),
        lambda: in_labelled_time(page.marks, reading),
        lambda: in_time_element(page.marks, lines.places, reading),
    )


def _less_sure(page: Page, lines: Nearby, reading: Reading) -> datetime | None:
    """What is looked for only where all else has failed: relative and far dates, without a year."""
    every = [
        *_seen(lines.far, lines.places, reading, _ANY_DATE),
        *_seen(lines.before, lines.places, reading, _ANY_DATE),
    ]
    return _first(
        lambda: _printed(every, Label.PUBLISHED, _FAR),
        lambda: _printed(every, None, _FAR),
        lambda: by_class(page, lines.places, reading),
        lambda: in_script_state(page, reading),
        lambda: next(
            (s.moment for s in every if s.inferred and s.label is not Label.MODIFIED), None
        ),
    )


def _first(*sources: Callable[[], datetime | None]) -> datetime | None:
    for source in sources:
        moment = source()
        if moment:
            return moment
    return None


def _printed(seen: list[_Seen], label: Label | None, distance: int) -> datetime | None:
    """The nearest printed date with that label."""
    for one in seen:
        if one.label is label and one.distance < distance and not one.inferred:
            return one.moment
    return None


def _to_the_minute(day: datetime | None, page: Page, reading: Reading) -> datetime | None:
    """The moment that a machine wrote, where it agrees with a day that has no time."""
    if day is None or day.time() != time():
        return day
    for moment in (
        declared(page, "published", reading),
        in_json_ld(page.data.page, "datePublished", reading),
        in_json_ld(page.data.article, "datePublished", reading),
    ):
        if moment and moment.time() != time() and _EARLIEST <= moment - day < _LATEST:
            return _on_day(moment, day.date(), reading.country)
    return day


def _on_day(moment: datetime, day: date, country: str | None) -> datetime:
    """`moment` by a clock that shows `day` at it: its own, the country's, else the nearest one.

    Many systems tell the moment in UTC only and print the day of the newsroom.
    """
    own = moment.utcoffset() or timedelta()
    theirs = timedelta(minutes=country_offset(country, day))
    for offset in (own, theirs, *(hours * _HOUR for hours in _OFFSETS)):
        local = moment.astimezone(timezone(offset))
        if local.date() == day:
            return local
    return moment


def _seen(
    lines: Iterable[Line], places: Places, reading: Reading, shape: re.Pattern[str] = _WITH_YEAR
) -> Iterator[_Seen]:
    """The dates in lines that have the `shape`, each with its label, on this line or the last."""
    last = ""
    for line in lines:
        if shape.search(line.text):
            short = len(last) <= _LONGEST_LABEL
            yield from _dates_in(
                line, label_before(last.lower()) if short else None, places, reading
            )
        if len(line.text) > 1:
            last = line.text


class _Sight:
    """The dates with a year that a reader sees near the headline, read when first asked for."""

    def __init__(self, lines: Nearby, reading: Reading) -> None:
        self._lines = lines
        self._reading = reading

    @property
    def is_read(self) -> bool:
        """Whether the lines have been asked for."""
        return "_after" in self.__dict__

    @cached_property
    def _after(self) -> list[_Seen]:
        return list(_seen(self._lines.after, self._lines.places, self._reading))

    @cached_property
    def _before(self) -> list[_Seen]:
        return list(_seen(self._lines.before, self._lines.places, self._reading))

    def after(self, label: Label | None, distance: int = _WITHIN_SIGHT) -> datetime | None:
        """The nearest date with that label below the headline."""
        return _printed(self._after, label, distance)

    def before(self) -> datetime | None:
        """The nearest date above the headline that is not said to be of a change."""
        return _printed(self._before, Label.PUBLISHED, _BEFORE) or _printed(
            self._before, None, _NEAR
        )


def _dates_in(line: Line, label: Label | None, places: Places, reading: Reading) -> Iterator[_Seen]:
    """The dates of a line that is short enough to be a date line; `label` is the line before it."""
    if len(line.text) > _LONGEST_LINE:
        return
    for mention in reading.mentions(line.text):
        said = mention.label or label
        most = _WORDS_WITH_LABEL if said else _WORDS_WITHOUT_LABEL
        # What is this near is the headline's own, be it set as an aside or a footer.
        if line.distance >= _NEAR and places.is_foreign(line.node):
            return
        if mention.other_words <= most:
            yield _Seen(mention.moment, said, line.distance, mention.inferred)
