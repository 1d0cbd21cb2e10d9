"""Time of publication as an interval: a date without a time covers its whole day."""

from __future__ import annotations

from newsdigest.model import Article
from newsdigest.valueclasses import valueclass

HOUR = 3_600
DAY = 24.0
# Reports further apart are never linked: the longest gap within a labelled story in a fortnight of
# feeds is 84 hours.
LONGEST_GAP = 4 * DAY


@valueclass
class PublicationSpan:
    """The first and last hour since 1970 in which a report may have been published."""

    start: float
    end: float

    def gap(self, other: PublicationSpan) -> float:
        """The hours between the two; 0 if they overlap."""
        return max(0.0, self.start - other.end, other.start - self.end)

    def middle_distance(self, other: PublicationSpan) -> float:
        """The hours between their middles."""
        return abs(self.start + self.end - other.start - other.end) / 2


def publication_span(article: Article) -> PublicationSpan | None:
    """The hour of publication, the whole day if only that is known, or None without a date.

    A time of exactly midnight means a date without a time: 225 of 645 items in real feeds have it,
    from 11 of 27 feeds.
    """
    dated = article.published or article.modified
    if dated is None:
        return None
    hours = dated.timestamp() / HOUR
    exact = dated.hour or dated.minute or dated.second or dated.microsecond
    return PublicationSpan(hours, hours if exact else hours + DAY)
