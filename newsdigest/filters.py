"""Filters of the user's own: which articles to keep and which to drop.

horoscope             a word, whole, in headline, standfirst or text, in any case
"transfer window"     a phrase
/cup (final|draw)/    a regular expression
title:horoscope       any of these in one field: title, text, source, author, section, topic,
                      keyword, url, language, agency, kind
kind:deal             items of a kind: report, live, explainer, opinion, interview, review,
                      question, roundup, gallery, video, podcast, quiz, recipe or deal
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsdigest.errors import UsageError
from newsdigest.model import Article, ArticleKind

# What one expression may take on one article: RGX03. A sane one takes microseconds.
_SECONDS = 0.25
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition, as typed, and what it looks at."""

    typed: str
    # None for headline, standfirst and text together.
    field: str | None
    # A regular expression for the `regex` module.
    expression: str

    def matches(self, article: Article) -> bool:
        """Whether the article meets it; UsageError names an expression that takes too long."""
        try:
            return any(
                _compiled(self.expression).search(text, timeout=_SECONDS) is not None
                for text in _texts(article, self.field)
            )
        except TimeoutError as error:
            raise UsageError(f"the filter {self.typed} takes too long: make it simpler") from error


@dataclass(frozen=True, slots=True)
class Filters:
    """Keep and drop of one place: an article passes if nothing drops it and something keeps it.

    Where several places have filters, as the configuration, its profile and a feed, an article has
    to pass those of each: a place can narrow what another lets through, never widen it.
    """

    keep: tuple[Filter, ...] = ()
    drop: tuple[Filter, ...] = ()

    def passes(self, article: Article) -> bool:
        """Where no keep is given, everything that is not dropped passes."""
        if any(each.matches(article) for each in self.drop):
            return False
        return not self.keep or any(each.matches(article) for each in self.keep)


def parse_filters(keep: Iterable[str], drop: Iterable[str]) -> Filters:
    return Filters(tuple(map(parse_filter, keep)), tuple(map(parse_filter, drop)))


def parse_filter(typed: str) -> Filter:
    """A filter as the user typed it; UsageError says what is wrong with it."""
    field, colon, rest = typed.strip().partition(":")
    if colon and field.lower() in _FIELDS:
        if field.lower() == "kind":
            _check_kind(typed, rest.strip())
        return Filter(typed, field.lower(), _expression(typed, rest.strip()))
    return Filter(typed, None, _expression(typed, typed.strip()))


def _check_kind(typed: str, name: str) -> None:
    kinds = [kind.value for kind in ArticleKind]
    if name.lower() not in kinds:
        raise UsageError(f"the filter {typed} names no kind: it is one of {', '.join(kinds)}")


def _expression(typed: str, condition: str) -> str:
    import regex

    if not condition or len(condition) > _LONGEST:
        raise UsageError(f"the filter {typed!r} is {'too long' if condition else 'empty'}")
    if len(condition) > 1 and condition[0] == condition[-1] == "/":
        try:
            regex.compile(condition[1:-1])
        except regex.error as error:
            raise UsageError(f"the filter {typed} is no regular expression: {error}") from error
        return condition[1:-1]
    if len(condition) > 1 and condition[0] == condition[-1] == '"':
        condition = condition[1:-1]
    words = r"\s+".join(map(regex.escape, condition.split()))
    return rf"(?<!\w){words}(?!\w)"


@cache
def _compiled(expression: str) -> Any:
    import regex

    return regex.compile(expression, regex.IGNORECASE)


def _texts(article: Article, field: str | None) -> Sequence[str]:
    if field is None:
        return [text for text in (article.title, article.standfirst, article.text) if text]
    value = _FIELDS[field](article)
    return [value] if isinstance(value, str) else list(value or ())


_FIELDS: dict[str, Any] = {
    "title": lambda article: article.title,
    "text": lambda article: article.text,
    "source": lambda article: article.source,
    "author": lambda article: article.authors,
    "section": lambda article: article.section,
    "topic": lambda article: [topic.name for topic in article.topics],
    "keyword": lambda article: article.keywords,
    "url": lambda article: article.url,
    "language": lambda article: article.language,
    "agency": lambda article: article.agency,
    "kind": lambda article: article.kind.value,
}
