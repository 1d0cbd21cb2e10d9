"""Stories: clusters of articles about one event."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsdigest.analyse.stories.clustering import group_stories
    from newsdigest.analyse.stories.folding import countries_of, folded_words, place_names
    from newsdigest.analyse.stories.identity import story_id, story_id_of
    from newsdigest.analyse.stories.idf import background_rarity
    from newsdigest.analyse.stories.terms import terms_of
else:
    from newsdigest.lazy import on_first_use

    __getattr__ = on_first_use(__name__, {
        "clustering": ("group_stories",),
        "folding": ("countries_of", "folded_words", "place_names",),
        "identity": ("story_id", "story_id_of"),
        "idf": ("background_rarity",),
        "terms": ("terms_of",),
    })  # fmt: skip

__all__ = [
    "background_rarity",
    "countries_of",
    "folded_words",
    "group_stories",
    "place_names",
    "story_id",
    "story_id_of",
    "terms_of",
]
