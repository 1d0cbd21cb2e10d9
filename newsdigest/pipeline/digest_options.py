"""What a digest is to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsdigest import analyse
from newsdigest.filters import Filters


@dataclass(frozen=True, slots=True)
class DigestOptions:
    """Which articles a digest holds, and how much of them."""

    since: datetime | None = None
    # Sentences and words that a summary may have.
    sentences: int = 2
    words: int | None = None
    # Stories.
    limit: int | None = None
    # The user's own; they also decide which topic of a story comes first.
    topics: tuple[analyse.CustomTopic, ...] = ()
    # What the user calls feeds, by the origin of their articles.
    names: Mapping[str, str] = field(default_factory=dict)
    # What was published after this is left out. None for a window that ends now: there a date
    # ahead of the clock is a wrong date, and no reason to lose the article.
    until: datetime | None = None
    # An article has to pass each of them: those of the configuration and those of its profile.
    filters: tuple[Filters, ...] = ()
    # Further filters, by the origin of the articles that have to pass them.
    feed_filters: Mapping[str, Filters] = field(default_factory=dict)
