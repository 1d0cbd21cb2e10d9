"""Takes what is not news by its wording out of an article, and says which rule took it."""

from newsdigest.clean.cleaning import Cleaning
from newsdigest.clean.engine import clean
from newsdigest.clean.learning import (
    Learner,
    Line,
    Memory,
    Sketch,
    Stories,
    is_away,
    is_boilerplate,
    is_learnt,
    publication_key,
)
from newsdigest.clean.marking import Passage, passages
from newsdigest.clean.publication import attribute
from newsdigest.clean.rules import Rule, rules

__all__ = [
    "Cleaning",
    "Learner",
    "Line",
    "Memory",
    "Passage",
    "Rule",
    "Sketch",
    "Stories",
    "attribute",
    "clean",
    "is_away",
    "is_boilerplate",
    "is_learnt",
    "passages",
    "publication_key",
    "rules",
]
