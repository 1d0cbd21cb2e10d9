"""Learns the boilerplate that a publication repeats under its articles.

article_lines  the lines of an article and their positions
skeletons      what variants of a line have in common
story_index    which articles cover the same story, whose repetitions do not count
memory         how often each line was seen at each position
criteria       which lines are boilerplate: the rule, its bound and the experiment
line_removal   removes those lines from articles
learner        combines all of this for the publications of a run
"""

from newsdigest.clean.learning.criteria import is_away, is_boilerplate
from newsdigest.clean.learning.learner import BoilerplateLearner, is_learnt
from newsdigest.clean.learning.memory import LineHistory, PublicationMemory
from newsdigest.clean.learning.story_index import ArticleSketch, StoryIndex

__all__ = [
    "ArticleSketch",
    "BoilerplateLearner",
    "LineHistory",
    "PublicationMemory",
    "StoryIndex",
    "is_away",
    "is_boilerplate",
    "is_learnt",
]
