"""Summaries in the articles' own sentences."""

from newsdigest.analyse.summary.article import bounds_of, summarise, summarise_sentences
from newsdigest.analyse.summary.story import summarise_story

__all__ = ["bounds_of", "summarise", "summarise_sentences", "summarise_story"]
