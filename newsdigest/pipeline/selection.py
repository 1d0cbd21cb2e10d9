"""The user's own names and topics for single articles, and filters on them."""

from __future__ import annotations

from newsdigest import analyse
from newsdigest.filters import Filters
from newsdigest.guard import Step, guarded
from newsdigest.model import Article, ArticleKind
from newsdigest.pipeline.digest_options import DigestOptions
from newsdigest.pipeline.document_articles import name_of
from newsdigest.pipeline.publication_naming import with_own_name
from newsdigest.pipeline.run import Run
from newsdigest.pipeline.source_reading import ReadResult
from newsdigest.valueclasses import replace

_NO_FILTERS = Filters()


def select(reading: ReadResult, options: DigestOptions, run: Run) -> ReadResult:
    """The articles that pass the filters, with the user's own names and topics."""
    with run.guard():
        labelled = [with_own_labels(article, options) for article in reading.articles]
        wanted = tuple(article for article in labelled if passes(article, options))
    return replace(reading, articles=wanted, filtered=len(labelled) - len(wanted))


def with_own_labels(article: Article, options: DigestOptions) -> Article:
    """The article with the user's name for its feed and the user's own topics."""
    named = with_own_name(article, options.names)
    return guarded(
        Step.TOPICS, name_of(named), lambda: analyse.add_custom_topics(named, options.topics), named
    )


def passes(article: Article, options: DigestOptions) -> bool:
    """Whether the article passes all filters, which see its own labels."""
    own = options.feed_filters.get(article.origin, _NO_FILTERS)
    return all(_passes(filters, article) for filters in (*options.filters, own))


def _passes(filters: Filters, article: Article) -> bool:
    return guarded(Step.FILTER, name_of(article), lambda: filters.passes(article), otherwise=True)


def is_news(article: Article) -> bool:
    """Whether the article is news, not one of a site's own pages such as its privacy policy."""
    return article.kind is not ArticleKind.PAGE
