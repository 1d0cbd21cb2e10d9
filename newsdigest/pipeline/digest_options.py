"""Options of a digest's content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta

from newsdigest import analyse
from newsdigest.filters import Filters
from newsdigest.model import Highlight
from newsdigest.valueclasses import valueclass

# What a reader takes in at a glance, and half of a budget of three minutes.
TOP_STORIES = 5


def just_after(moment: datetime) -> datetime:
    """The end of a window that includes the moment."""
    return min(moment, _LAST) + datetime.resolution


_LAST = datetime.max.replace(tzinfo=UTC) - datetime.resolution


@valueclass
class StoryLimit:
    """The most stories that a feed, or the feeds of a group, have in a digest."""

    # Of the articles of these feeds.
    origins: frozenset[str]
    most: int


@valueclass
class DigestOptions:
    """The articles that a digest includes, and the length of their summaries."""

    since: datetime | None = None
    # The most sentences and words of a summary.
    sentences: int = 2
    words: int | None = None
    # The most stories.
    limit: int | None = None
    # What an edition may take to read; None without a budget.
    minutes: int | None = None
    # Stories at the top of an edition.
    top: int = TOP_STORIES
    # The user's own topics; they come before the others of a story.
    topics: tuple[analyse.CustomTopic, ...] = ()
    # The user's names for feeds, by the origin of their articles.
    names: Mapping[str, str] = field(default_factory=dict)
    # The groups of feeds, by the origin of their articles.
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # How many publications a feed counts as, by the origin of its articles; 1 for others.
    weights: Mapping[str, float] = field(default_factory=dict)
    interests: analyse.Interests = field(default_factory=analyse.Interests)
    # Stories beyond them are only counted.
    limits: tuple[StoryLimit, ...] = ()
    # Articles published then or later are left out. None for a window that ends now: there a date
    # in the future is wrong, and no reason to lose the article.
    until: datetime | None = None
    # Filters of the configuration and the profile; an article must pass all of them.
    filters: tuple[Filters, ...] = ()
    # What the digest looks back on where `since` does not say: the window of a digest of the state
    # is by arrival. None for what is new.
    period: timedelta | None = None
    # Additional filters by the origin of the articles to which they apply.
    feed_filters: Mapping[str, Filters] = field(default_factory=dict)
    # What an edition with a budget may end with.
    highlights: frozenset[Highlight] = frozenset(Highlight)
