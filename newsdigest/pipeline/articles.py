"""One document → its clean articles. This is the work of the child processes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from newsdigest import analyse
from newsdigest.clean import attribute, clean
from newsdigest.extract import extract_articles
from newsdigest.language import identify
from newsdigest.model import Article, Document
from newsdigest.pipeline.rules import DEFAULT_RULES, Rules
from newsdigest.press import canonical_name, host_of

# Of what no feed led to.
NO_CHANNEL = analyse.Channel()


def read_document(
    document: Document,
    as_of: datetime,
    rules: Rules = DEFAULT_RULES,
    *,
    channel: analyse.Channel = NO_CHANNEL,
) -> list[Article]:
    """The clean articles of a page, a text or a Markdown file; ExtractionError without any.

    `channel` names the feed that led to the document.
    """
    extracted = extract_articles(document, as_of=as_of, sites=rules.sites)
    articles = [clean(article, rules.cleaning) for article in extracted]
    return [finish(article, channel) for article in attribute(articles)]


def finish(article: Article, channel: analyse.Channel = NO_CHANNEL) -> Article:
    """The article with what can only be known of a clean one: publication, language, topics …"""
    if article.source is not None:
        article = replace(article, source=canonical_name(article.source, host_of(article.url)))
    if article.language is None:
        article = replace(article, language=identify(article.text))
    return replace(
        article,
        kind=analyse.article_kind(article),
        topics=analyse.classify(article, channel),
    )
