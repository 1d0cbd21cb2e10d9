"""The kind of an item, from its headline, address, section, categories and beginning.

Nothing but rules that are data (evidence.py): a kind is named where one piece of evidence names it,
and an item of which nothing is known is a report. Precision and recall on real feeds are in
tests/bench/bench_kinds.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from newsdigest.analyse.kinds.evidence import (
    Evidence,
    Phrase,
    Position,
    evidence_for,
    folded,
    tokens_of,
)
from newsdigest.model import Article, ArticleKind

# Of several kinds the first counts: what is no news at all, then the form, then the intent.
_ORDER = (
    ArticleKind.PAGE,
    ArticleKind.LIVE,
    ArticleKind.QUIZ,
    ArticleKind.DEAL,
    ArticleKind.RECIPE,
    ArticleKind.PODCAST,
    ArticleKind.GALLERY,
    ArticleKind.OPINION,
    ArticleKind.ROUNDUP,
    ArticleKind.VIDEO,
    ArticleKind.REVIEW,
    ArticleKind.INTERVIEW,
    ArticleKind.EXPLAINER,
    ArticleKind.QUESTION,
)
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}

# What is longer is no headline, section or address of an article; what is more are not categories.
_LONGEST_HEADLINE = 300
_LONGEST_NAME = 100
_LONGEST_URL = 400
_MOST_KEYWORDS = 20
_OPENING = 200

_BREAKS = ":|–—-.•·/"
_BEFORE_LABEL = frozenset(_BREAKS + "([")
_AFTER_LABEL = frozenset(_BREAKS + ")]")
_QUOTES = "\"'¿¡ "
_SEPARATORS = re.compile(r"[>/|,;:»›·•]")


def article_kind(article: Article) -> ArticleKind:
    """The kind of the article as it stands, its text clean."""
    return kind_of(
        article.title,
        article.url,
        section=article.section,
        keywords=article.keywords,
        text=article.blocks[0].text if article.blocks else "",
        language=article.language,
    )


def kind_of(
    title: str | None,
    url: str | None = None,
    *,
    section: str | None = None,
    keywords: Sequence[str] = (),
    text: str = "",
    language: str | None = None,
) -> ArticleKind:
    """The kind of an item; a report where nothing speaks for another kind.

    `keywords` are a feed's categories, `text` the body or its beginning, `language` a BCP 47 tag.

    >>> kind_of("Ferry hits pier in thick fog")
    <ArticleKind.REPORT: 'report'>
    >>> kind_of("Opinion | The pier was too long", "https://example.org/a")
    <ArticleKind.OPINION: 'opinion'>
    """
    evidence = evidence_for(language)
    kinds = {
        *_of_address(url or "", evidence),
        *_of_names(section or "", keywords, evidence),
        *_of_headline((title or "")[:_LONGEST_HEADLINE], evidence),
        *_of_opening(text[:_OPENING], evidence),
    }
    return min(kinds, key=_RANK.__getitem__, default=ArticleKind.REPORT)


def _of_address(url: str, evidence: Evidence) -> Iterator[ArticleKind]:
    try:
        parts = urlsplit(url[:_LONGEST_URL].lower())
    except ValueError:
        return
    path = unquote(parts.path)
    segments = [segment.replace("_", "-") for segment in path.rstrip("/").split("/")]
    for name in (parts.netloc.partition(".")[0], *segments[:-1]):
        yield from evidence.names.get(name, ())
    address = parts.netloc + path
    for kind, pattern in evidence.urls:
        if pattern.search(address):
            yield kind


def _of_names(section: str, keywords: Sequence[str], evidence: Evidence) -> Iterator[ArticleKind]:
    for piece in _SEPARATORS.split(section[:_LONGEST_NAME].lower()):
        yield from evidence.names.get("-".join(piece.replace("_", " ").split()), ())
    for keyword in keywords[:_MOST_KEYWORDS]:
        yield from evidence.keywords.get(" ".join(keyword[:_LONGEST_NAME].lower().split()), ())


def _of_headline(title: str, evidence: Evidence) -> Iterator[ArticleKind]:
    headline = folded(title)
    tokens = tokens_of(headline.strip(_QUOTES))
    for start, phrase in _phrases_in(tokens, evidence.phrases):
        if _is_in_position(phrase, start, tokens):
            yield phrase.kind
    for kind, pattern in evidence.headlines:
        if pattern.search(headline):
            yield kind


def _of_opening(text: str, evidence: Evidence) -> Iterator[ArticleKind]:
    tokens = tokens_of(folded(text))
    for phrase in evidence.openings.get(tokens[0], ()) if tokens else ():
        if tuple(tokens[: len(phrase.tokens)]) == phrase.tokens:
            yield phrase.kind


def _phrases_in(
    tokens: Sequence[str], phrases: Mapping[str, Sequence[Phrase]]
) -> Iterator[tuple[int, Phrase]]:
    for start, token in enumerate(tokens):
        for phrase in phrases.get(token, ()):
            if tuple(tokens[start : start + len(phrase.tokens)]) == phrase.tokens:
                yield start, phrase


def _is_in_position(phrase: Phrase, start: int, tokens: Sequence[str]) -> bool:
    end = start + len(phrase.tokens)
    match phrase.position:
        case Position.ANYWHERE:
            return True
        case Position.START:
            return start == 0
        case Position.END:
            return all(not token[0].isalnum() for token in tokens[end:])
        case Position.LABEL:
            return (start == 0 or tokens[start - 1] in _BEFORE_LABEL) and (
                end == len(tokens) or tokens[end] in _AFTER_LABEL
            )
