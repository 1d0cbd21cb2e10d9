"""The order in which stories are read: by weight, the heaviest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsdigest.model import Story


def reading_order(stories: Sequence[Story], *, as_of: datetime) -> list[Story]:
    """The stories by the number of their sources, then the newest first."""
    return sorted(stories, key=lambda story: (-len(story.sources), _age(story, as_of), story.id))


def _age(story: Story, as_of: datetime) -> float:
    published = story.published
    return max(0.0, (as_of - published).total_seconds()) if published else float("inf")


def spread(stories: Sequence[Story], limit: int) -> list[Story]:
    """At most `limit` of stories in reading order, kept in that order."""
    return list(stories[:limit])
