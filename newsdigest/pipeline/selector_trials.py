"""A selector tried on pages before it becomes a rule for their site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsdigest.errors import ExtractionError
from newsdigest.extract import SiteRule, SiteRules, extract_articles
from newsdigest.language import count_words
from newsdigest.model import Document, Failure
from newsdigest.pipeline.run import Run
from newsdigest.pipeline.source_reading import call_for_documents
from newsdigest.sources import Gathering
from newsdigest.valueclasses import valueclass


@valueclass
class SelectorTrial:
    """The matches of a selector in a page, and the words of its article without and with it."""

    origin: str
    matches: tuple[str, ...]
    words_before: int
    words_after: int


@valueclass
class SelectorTrials:
    pages: tuple[SelectorTrial, ...]
    failures: tuple[Failure, ...]


def try_page(document: Document, as_of: datetime, selector: str, use: str) -> SelectorTrial:
    """Try a selector as one field of a SiteRule; runs in a child process."""
    from newsdigest.extract.html import matching_texts  # parses: for children alone

    matches = matching_texts(document, selector)
    before = _words(document, as_of, SiteRule())
    after = _words(document, as_of, SiteRule(**{use: (selector,)}))
    return SelectorTrial(document.origin, tuple(matches), before, after)


def try_selector(
    sources: Sequence[str], selector: str, use: str, how: Gathering, run: Run
) -> SelectorTrials:
    """The results of a selector on every page of the sources."""
    found = call_for_documents(sources, how, try_page, run.as_of, selector, use)
    return SelectorTrials(found.results, found.failures)


def _words(document: Document, as_of: datetime, rule: SiteRule) -> int:
    """The number of words in a page's articles under one rule; 0 without an article."""
    everywhere = SiteRules(only=rule)
    try:
        articles = extract_articles(document, as_of=as_of, sites=everywhere)
    except ExtractionError:
        return 0
    return sum(count_words(article.text) for article in articles)
