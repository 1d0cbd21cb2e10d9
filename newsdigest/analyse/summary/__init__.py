"""Summaries in the articles' own sentences."""

from newsdigest.analyse.summary.article_summary import length_limits, summarise, summarise_sentences
from newsdigest.analyse.summary.novelty import FACT
from newsdigest.analyse.summary.story_summary import summarise_story

__all__ = ["FACT", "length_limits", "summarise", "summarise_sentences", "summarise_story"]
