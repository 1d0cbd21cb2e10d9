"""Which of the dates that a page gives is the article's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from newsdigest.extract.dates.labels import Label, label_before
from newsdigest.extract.metadata.nearby import Line, Nearby
from newsdigest.extract.metadata.page import Page
from newsdigest.extract.metadata.published import (
    Reading,
    by_class,
    declared,
    in_json_ld,
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
# The longest line that is read: a byline with its date, not a paragraph with one in it.
_LONGEST_LINE = 160
# Words beside the date and its label in a line that is a date line.
_WORDS_WITHOUT_LABEL = 6
_WORDS_WITH_LABEL = 12
# A label of its own stands in the line above: "Published", "Posted on".
_LONGEST_LABEL = 30
# A printed day agrees with a moment that falls into it somewhere between UTC+14 and UTC-12.
_EARLIEST, _LATEST = timedelta(hours=-14), timedelta(hours=36)


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
    seen = list(_seen(lines, reading))
    precise = _precise(page, reading)
    published = _first(
        lambda: _printed(seen, Label.PUBLISHED, _WITHIN_SIGHT),
        lambda: in_url(url),
        lambda: precise[0],
        lambda: _printed(seen, None, _NEAR),
        lambda: precise[1],
        lambda: _printed(seen, None, _WITHIN_SIGHT),
        lambda: precise[2],
        lambda: precise[3],
        lambda: in_time_element(page.marks, reading),
        lambda: _printed(seen, Label.PUBLISHED, _FAR),
        lambda: _printed(seen, None, _FAR),
        lambda: by_class(page, reading),
        lambda: in_script_state(page, reading),
        lambda: next(
            (s.moment for s in seen if s.inferred and s.label is not Label.MODIFIED), None
        ),
    )
    return Dates(_to_the_minute(published, precise), _modified(page, seen, reading))


def _precise(page: Page, reading: Reading) -> tuple[datetime | None, ...]:
    """What machines wrote: meta elements, the page's and the article's JSON-LD, microdata."""
    return (
        declared(page, "published", reading),
        in_json_ld(page.data.page, "datePublished", reading),
        in_json_ld(page.data.article, "datePublished", reading),
        in_microdata(page.marks, "datepublished", reading),
    )


def _modified(page: Page, seen: list[_Seen], reading: Reading) -> datetime | None:
    return _first(
        lambda: declared(page, "modified", reading),
        lambda: in_json_ld(page.data.article, "dateModified", reading),
        lambda: in_json_ld(page.data.page, "dateModified", reading),
        lambda: in_microdata(page.marks, "datemodified", reading),
        lambda: next((s.moment for s in seen if s.label is Label.MODIFIED), None),
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


def _to_the_minute(day: datetime | None, precise: tuple[datetime | None, ...]) -> datetime | None:
    """The moment that a machine wrote, where it agrees with a day that has no time."""
    if day is None or day.time() != time():
        return day
    for moment in precise:
        if moment and moment.time() != time() and _EARLIEST <= moment - day < _LATEST:
            return moment
    return day


def _seen(lines: Nearby, reading: Reading) -> Iterator[_Seen]:
    label: Label | None = None
    for line in lines.after:
        yield from _dates_in(line, label, reading)
        if any(c.isalnum() for c in line.text):
            short = len(line.text) <= _LONGEST_LABEL
            label = label_before(line.text.lower()) if short else None
    for line in lines.before:
        yield from _dates_in(line, None, reading)


def _dates_in(line: Line, label: Label | None, reading: Reading) -> Iterator[_Seen]:
    """The dates of a line that is short enough to be a date line; `label` is the line before it."""
    if len(line.text) > _LONGEST_LINE:
        return
    for mention in reading.mentions(line.text):
        said = mention.label or label
        most = _WORDS_WITH_LABEL if said else _WORDS_WITHOUT_LABEL
        if mention.other_words <= most:
            yield _Seen(mention.moment, said, line.distance, mention.inferred)
