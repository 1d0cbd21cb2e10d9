"""What the user asks of single articles: filters, and topics of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest import analyse
from newsdigest.filters import Filters
from newsdigest.guard import Step, guarded
from newsdigest.model import Article, ArticleKind
from newsdigest.pipeline.articles import name_of


def passes(filters: Filters, article: Article) -> bool:
    """Whether the filters let an article through."""
    return guarded(Step.FILTER, name_of(article), lambda: filters.passes(article), otherwise=True)


def is_news(article: Article) -> bool:
    """Whether the article may be told: a site's own pages, its privacy policy say, are no news."""
    return article.kind is not ArticleKind.PAGE


def topical(article: Article, topics: Sequence[analyse.CustomTopic]) -> Article:
    """The article with the user's own topics."""
    return guarded(
        Step.TOPICS, name_of(article), lambda: analyse.with_own_topics(article, topics), article
    )
