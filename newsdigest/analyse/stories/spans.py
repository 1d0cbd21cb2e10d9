"""When something was published, as an interval: feeds that give a date alone mean all of a day."""

from __future__ import annotations

from dataclasses import dataclass

from newsdigest.model import Article

HOUR = 3_600
DAY = 24.0
# Reports further apart than this are never linked: the longest gap within a labelled story of
# a fortnight of feeds is 84 hours.
LONGEST_GAP = 4 * DAY


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last hour in which a report may have been published, since 1970."""

    start: float
    end: float

    def gap(self, other: Span) -> float:
        """The hours between the two; 0 where they overlap."""
        return max(0.0, self.start - other.end, other.start - self.end)

    def middles(self, other: Span) -> float:
        """The hours between their middles."""
        return abs(self.start + self.end - other.start - other.end) / 2

    def hull(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


def span_of(article: Article) -> Span | None:
    """The hour of publication, the whole day where only the day is known, None without a date.

    A time of exactly midnight is that of a date without a time: of 645 items of real feeds
    225 have it, from 11 of 27 feeds.
    """
    dated = article.published or article.modified
    if dated is None:
        return None
    hours = dated.timestamp() / HOUR
    exact = dated.hour or dated.minute or dated.second or dated.microsecond
    return Span(hours, hours if exact else hours + DAY)
