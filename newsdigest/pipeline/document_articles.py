"""A document → its clean articles; runs in child processes."""

from __future__ import annotations

from datetime import datetime

from newsdigest import analyse
from newsdigest.clean import attribute, clean
from newsdigest.extract import extract_articles
from newsdigest.guard import Step, guarded
from newsdigest.language import language_of
from newsdigest.model import Article, Document
from newsdigest.pipeline.reading_rules import DEFAULT_RULES, ReadingRules
from newsdigest.press import canonical_name, host_of
from newsdigest.valueclasses import replace

# For documents that do not come from a feed.
NO_CHANNEL = analyse.Channel()


def read_document(
    document: Document,
    as_of: datetime,
    rules: ReadingRules = DEFAULT_RULES,
    *,
    channel: analyse.Channel = NO_CHANNEL,
) -> list[Article]:
    """The clean articles of a page, a text or a Markdown file.

    `channel` is the feed that links to the document. Raises ExtractionError if there is none.
    """
    extracted = extract_articles(document, as_of=as_of, sites=rules.sites)
    articles = [cleaned(article, rules) for article in extracted]
    named = guarded(Step.ATTRIBUTION, document.origin, lambda: attribute(articles), articles)
    return [finish(article, channel) for article in named]


def in_its_language(article: Article) -> Article:
    """The article with the language of its text, whatever its page or feed declares."""
    text, declared = article.text or article.title or "", article.language
    language = guarded(
        Step.LANGUAGE, name_of(article), lambda: language_of(text, declared), declared
    )
    return replace(article, language=language)


def cleaned(article: Article, rules: ReadingRules) -> Article:
    """The article without the text that the rules of cleaning remove."""
    spoken = in_its_language(article)
    return guarded(
        Step.CLEAN, name_of(article), lambda: clean(spoken, rules.cleaning), otherwise=spoken
    )


def name_of(article: Article) -> str:
    """The name of an article in failures: its address, or else its origin."""
    return article.url or article.origin


def finish(article: Article, channel: analyse.Channel = NO_CHANNEL) -> Article:
    """The article with the properties that need a clean text: publication, kind, topics."""
    name = name_of(article)
    article = guarded(Step.NAME, name, lambda: _well_named(article), article)
    kind = guarded(Step.KIND, name, lambda: analyse.article_kind(article), article.kind)
    topics = guarded(Step.TOPICS, name, lambda: analyse.classify(article, channel), ())
    return replace(article, kind=kind, topics=topics)


def _well_named(article: Article) -> Article:
    """The article with the publication's own spelling of its name."""
    if article.source is None:
        return article
    return replace(article, source=canonical_name(article.source, host_of(article.url)))
