"""Analysis of articles and of collections: kinds, topics, copies, stories, summaries, order."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsdigest.analyse.boilerplate import boilerplate_key, without_boilerplate
    from newsdigest.analyse.connected import connected_components
    from newsdigest.analyse.contradictions import find_contradictions
    from newsdigest.analyse.copies import find_copies
    from newsdigest.analyse.courses import find_courses
    from newsdigest.analyse.highlights import light_story, number_of_the_day, quote_of_the_day
    from newsdigest.analyse.interests import Interests
    from newsdigest.analyse.kinds import article_kind, kind_of
    from newsdigest.analyse.leads import lead_first, originals
    from newsdigest.analyse.order import diversify, reading_order
    from newsdigest.analyse.stories import group_stories, story_id, story_id_of
    from newsdigest.analyse.stories.threads import (
        StoryOfDay,
        continued_threads,
        says_the_same,
        telling_headlines,
    )
    from newsdigest.analyse.summary import summarise, summarise_story
    from newsdigest.analyse.tastes import learnt_interests, terms_to_learn
    from newsdigest.analyse.told import Told, adds_nothing, new_facts
    from newsdigest.analyse.topics import (
        Channel,
        CustomTopic,
        add_custom_topics,
        best_topic,
        classify,
        story_topics,
        term_tables,
    )
else:
    from newsdigest.lazy import on_first_use

    __getattr__ = on_first_use(__name__, {
        "boilerplate": ("boilerplate_key", "without_boilerplate"),
        "connected": ("connected_components",),
        "contradictions": ("find_contradictions",),
        "copies": ("find_copies",),
        "courses": ("find_courses",),
        "highlights": ("light_story", "number_of_the_day", "quote_of_the_day"),
        "interests": ("Interests",),
        "kinds": ("article_kind", "kind_of"),
        "leads": ("lead_first", "originals"),
        "order": ("diversify", "reading_order"),
        "stories": ("group_stories", "story_id", "story_id_of"),
        "stories.threads": (
            "StoryOfDay", "continued_threads", "says_the_same", "telling_headlines",
        ),
        "summary": ("summarise", "summarise_story"),
        "tastes": ("learnt_interests", "terms_to_learn"),
        "told": ("Told", "adds_nothing", "new_facts"),
        "topics": (
            "Channel", "CustomTopic", "add_custom_topics", "best_topic", "classify",
            "story_topics", "term_tables",
        ),
    })  # fmt: skip

__all__ = [
    "Channel",
    "CustomTopic",
    "Interests",
    "StoryOfDay",
    "Told",
    "add_custom_topics",
    "adds_nothing",
    "article_kind",
    "best_topic",
    "boilerplate_key",
    "classify",
    "connected_components",
    "continued_threads",
    "diversify",
    "find_contradictions",
    "find_copies",
    "find_courses",
    "group_stories",
    "kind_of",
    "lead_first",
    "learnt_interests",
    "light_story",
    "new_facts",
    "number_of_the_day",
    "originals",
    "quote_of_the_day",
    "reading_order",
    "says_the_same",
    "story_id",
    "story_id_of",
    "story_topics",
    "summarise",
    "summarise_story",
    "telling_headlines",
    "term_tables",
    "terms_to_learn",
    "without_boilerplate",
]
