"""Removes text that is not news from an article and records which rule removed it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    )
    from newsdigest.clean.publication_keys import publication_key
    from newsdigest.clean.removal_marking import MarkedText, mark_removals
    from newsdigest.clean.removal_rules import RemovalRule, all_rules, check_rules, rule_tables
else:
    from newsdigest.lazy import on_first_use

    __getattr__ = on_first_use(__name__, {
        "attribution": ("attribute",),
        "cleaner": ("clean",),
        "cleaning_options": ("CleaningOptions",),
        "learning": (
            "ArticleSketch", "BoilerplateLearner", "LineHistory", "PublicationMemory",
            "StoryIndex", "is_away", "is_boilerplate", "is_learnt",
        ),
        "publication_keys": ("publication_key",),
        "removal_marking": ("MarkedText", "mark_removals"),
        "removal_rules": ("RemovalRule", "all_rules", "check_rules", "rule_tables"),
    })  # fmt: skip

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
    "check_rules",
    "clean",
    "is_away",
    "is_boilerplate",
    "is_learnt",
    "mark_removals",
    "publication_key",
    "rule_tables",
]
