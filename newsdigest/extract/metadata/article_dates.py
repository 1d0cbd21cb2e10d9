"""Chooses the article's date among the dates that a page gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

from newsdigest.extract.metadata.date_sources import (
    NOT_OF_PUBLICATION,
    DateReader,
    by_class,
    declared,
    in_json_ld,
    in_labelled_time,
    in_microdata,
    in_script_state,
    in_time_element,
    in_url,
    machine_days,
)
from newsdigest.extract.metadata.headline_context import HeadlineContext
from newsdigest.extract.metadata.page_fields import PageFields
from newsdigest.extract.metadata.visible_dates import VisibleDates
from newsdigest.press.dates import Label, country_offset, falls_on, is_day, more_exact
from newsdigest.valueclasses import replace, valueclass

_HOUR = timedelta(hours=1)
_AN_ISSUE = timedelta(days=45)
# From UTC-12 to UTC+14, those near UTC first.
_OFFSETS = sorted(range(-12, 15), key=abs)


@valueclass
class ArticleDates:
    """When the article was published and modified."""

    published: datetime | None
    modified: datetime | None


def find_dates(
    page: PageFields,
    lines: HeadlineContext,
    url: str | None,
    reader: DateReader,
    hint: datetime | None = None,
    *,
    is_stated: bool = False,
) -> ArticleDates:
    """The dates of the page's article; a date labelled as a change is never `published`.

    `hint` is the publication date in a feed. It supplies the time if the page has only a day, and
    is more certain than an age ("3 hours ago") or a date far from the headline. If the page itself
    states it, as an entry of a feed does, the page may only add the time to it.
    """
    if is_stated and hint and not is_day(hint):
        return ArticleDates(_in_utc(hint), None)
    exact = hint if hint and not is_day(hint) else None
    as_of = reader.as_of  # not of the new reader, which would be a cycle that holds the whole page
    reader = replace(reader, machine_days=lambda: machine_days(page, url, as_of))
    visible = VisibleDates(lines, reader)
    article, whole = page.data.article, page.data.page
    changes = (
        declared(page, "modified", reader),
        in_json_ld(article, "dateModified", reader),
        in_json_ld(whole, "dateModified", reader),
    )
    address = in_url(url, reader.as_of)
    published = _first(
        lambda: _in_address(address, page, reader),
        lambda: _printed_over_declared(declared(page, "published", reader), visible.below, changes),
        lambda: _printed_over_declared(
            in_json_ld(whole, "datePublished", reader), visible.below, changes
        ),
        lambda: _printed_over_declared(
            in_json_ld(article, "datePublished", reader), visible.around, changes
        ),
        visible.around,
        lambda: declared(page, "dated", reader),
        lambda: _not_of_change(_in_elements(page, lines, reader), visible),
        lambda: exact,
        lambda: _not_of_change(_less_sure(page, visible), visible),
    )
    modified = next((change for change in changes if change), None) or _first(
        lambda: visible.after.get(Label.MODIFIED),
        lambda: in_microdata(page, "datemodified", lines.regions, reader),
    )
    found = _to_the_minute(published, page, reader)
    found = more_exact(hint, found) if is_stated else more_exact(found, hint)
    return ArticleDates(_in_utc(found), _in_utc(modified))


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _in_address(day: datetime | None, page: PageFields, reader: DateReader) -> datetime | None:
    """The day in the page's address, unless the page declares a different one of those weeks.

    A page that moved to another system declares the day of the move, years later; the address of an
    issue has the cover date.
    """
    if day is None:
        return None
    for machine_date in _machine_dates(page, reader):
        if (
            machine_date
            and abs(machine_date - day) <= _AN_ISSUE
            and not falls_on(machine_date, day)
        ):
            return None
    return day


def _machine_dates(page: PageFields, reader: DateReader) -> Iterator[datetime | None]:
    """The publication dates declared for machines, the most certain first."""
    yield declared(page, "published", reader)
    yield in_json_ld(page.data.page, "datePublished", reader)
    yield in_json_ld(page.data.article, "datePublished", reader)
    yield declared(page, "dated", reader)


def _printed_over_declared(
    machine_date: datetime | None,
    printed: Callable[[], datetime | None],
    changes: Sequence[datetime | None],
) -> datetime | None:
    """The declared date, or a different day printed near the headline.

    A page that moved to another system was published again there, but not for its readers. If both
    differ, the printed day is right unless it is that of the last change, as 10 of 11 printed days
    are that are later than the declared one.
    """
    visible = printed() if machine_date else None
    if machine_date is None or visible is None or falls_on(machine_date, visible):
        return machine_date
    return (
        machine_date if any(each and each.date() == visible.date() for each in changes) else visible
    )


def _not_of_change(found: datetime | None, visible: VisibleDates) -> datetime | None:
    """`found`, unless the page says near its headline that it was changed on that day or before."""
    changed = visible.after.get(Label.MODIFIED) if found else None
    return None if found and changed and changed.date() <= found.date() else found


def _in_elements(page: PageFields, lines: HeadlineContext, reader: DateReader) -> datetime | None:
    return _first(
        lambda: in_microdata(page, "datepublished", lines.regions, reader),
        lambda: in_labelled_time(page.times, reader),
        lambda: in_time_element(page.times, lines.regions, reader),
    )


def _less_sure(page: PageFields, visible: VisibleDates) -> datetime | None:
    """Fallbacks if all else fails: relative and distant dates, and those without a year."""
    every = list(visible.every())
    return _first(
        lambda: next(
            (s.moment for s in every if s.label is Label.PUBLISHED and not s.inferred), None
        ),
        lambda: next((s.moment for s in every if s.label is None and not s.inferred), None),
        lambda: by_class(page, visible.regions, visible.reader),
        lambda: in_script_state(page, visible.reader),
        lambda: next((s.moment for s in every if s.label not in NOT_OF_PUBLICATION), None),
    )


def _first(*sources: Callable[[], datetime | None]) -> datetime | None:
    for source in sources:
        moment = source()
        if moment:
            return moment
    return None


def _to_the_minute(day: datetime | None, page: PageFields, reader: DateReader) -> datetime | None:
    """The moment from a machine-readable date that agrees with a day without a time."""
    if day is None or not is_day(day):
        return day
    for moment in _machine_dates(page, reader):
        if moment and not is_day(moment) and falls_on(moment, day):
            return _on_day(moment, day.date(), reader.country)
    return day


def _on_day(moment: datetime, day: date, country: str | None) -> datetime:
    """`moment` in an offset in which it falls on `day`: its own, the country's, else the nearest.

    Many systems give the moment in UTC only and print the newsroom's day.
    """
    own = moment.utcoffset() or timedelta()
    theirs = timedelta(minutes=country_offset(country, day))
    for offset in (own, theirs, *(hours * _HOUR for hours in _OFFSETS)):
        local = moment.astimezone(timezone(offset))
        if local.date() == day:
            return local
    return moment
