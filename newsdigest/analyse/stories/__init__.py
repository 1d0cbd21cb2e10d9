"""Stories: clusters of articles about one event."""

from __future__ import annotations

from newsdigest.analyse.stories.clustering import group_stories
from newsdigest.analyse.stories.identity import story_id

__all__ = ["group_stories", "story_id"]
