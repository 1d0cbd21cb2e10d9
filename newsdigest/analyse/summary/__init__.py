"""Summaries in the articles' own sentences."""

from newsdigest.analyse.summary.article_summary import (
    language_of,
    length_limits,
    sentences_of,
    summarise,
    summarise_sentences,
)
from newsdigest.analyse.summary.novelty import FACT
from newsdigest.analyse.summary.standalone import needs_context, stands_alone
from newsdigest.analyse.summary.story_summary import summarise_story

__all__ = [
    "FACT",
    "language_of",
    "length_limits",
    "needs_context",
    "sentences_of",
    "stands_alone",
    "summarise",
    "summarise_sentences",
    "summarise_story",
]
