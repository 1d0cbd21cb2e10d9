"""Stories: clusters of articles about one event."""

from __future__ import annotations

from newsdigest.analyse.stories.clustering import group_stories
from newsdigest.analyse.stories.folding import countries_of, folded_words, place_names
from newsdigest.analyse.stories.identity import story_id
from newsdigest.analyse.stories.idf import background_rarity
from newsdigest.analyse.stories.terms import terms_of

__all__ = [
    "background_rarity",
    "countries_of",
    "folded_words",
    "group_stories",
    "place_names",
    "story_id",
    "terms_of",
]
