"""Boilerplate that a publication gives away by repeating it under every article.

units      the lines of an article and where they stand
skeletons  what variants of a line have in common
stories    which articles tell one story, so that its repetitions do not count
memory     how often each line stood where
judging    which lines are boilerplate: the rule, its bound and the experiment
taking     articles without them
learner    all of that for every publication of a run
"""

from newsdigest.clean.learning.judging import is_away, is_boilerplate
from newsdigest.clean.learning.learner import Learner, is_learnt, publication_key
from newsdigest.clean.learning.memory import Line, Memory
from newsdigest.clean.learning.stories import Sketch, Stories

__all__ = [
    "Learner",
    "Line",
    "Memory",
    "Sketch",
    "Stories",
    "is_away",
    "is_boilerplate",
    "is_learnt",
    "publication_key",
]
