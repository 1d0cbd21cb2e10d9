"""Removes text that is not news from an article and records which rule removed it."""

from newsdigest.clean.attribution import attribute
from newsdigest.clean.cleaner import clean
from newsdigest.clean.cleaning_options import CleaningOptions
from newsdigest.clean.learning import (
    ArticleSketch,
    BoilerplateLearner,
    LineHistory,
    PublicationMemory,
    StoryIndex,
    is_away,
    is_boilerplate,
    is_learnt,
    publication_key,
)
from newsdigest.clean.removal_marking import MarkedText, mark_removals
from newsdigest.clean.removal_rules import RemovalRule, all_rules

__all__ = [
    "ArticleSketch",
    "BoilerplateLearner",
    "CleaningOptions",
    "LineHistory",
    "MarkedText",
    "PublicationMemory",
    "RemovalRule",
    "StoryIndex",
    "all_rules",
    "attribute",
    "clean",
    "is_away",
    "is_boilerplate",
    "is_learnt",
    "mark_removals",
    "publication_key",
]
