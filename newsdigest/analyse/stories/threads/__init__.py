"""Running stories: the threads that stories of several days belong to."""

from newsdigest.analyse.stories.threads.headlines import says_the_same, telling_headlines
from newsdigest.analyse.stories.threads.linking import (
    Continuation,
    StoryOfDay,
    continued_threads,
)

__all__ = [
    "Continuation",
    "StoryOfDay",
    "continued_threads",
    "says_the_same",
    "telling_headlines",
]
