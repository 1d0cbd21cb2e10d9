"""The kind of an item, from its headline, URL, section, categories and first words.

Only rules that are data (rules.py): an item has a kind if one rule names it, and is a report if
none does. Precision and recall on real feeds are in tests/bench/bench_kinds.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from newsdigest.analyse.kinds.rules import (
    KindPhrase,
    KindRules,
    Position,
    normalised,
    rules_for,
    tokenise,
)
from newsdigest.model import Article, ArticleKind

# The first of several kinds wins: what is not news at all, then the form, then the intent.
_PRECEDENCE = (
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
_RANK = {kind: rank for rank, kind in enumerate(_PRECEDENCE)}

# Longer texts are not headlines, section names or article URLs; longer lists are not categories.
_LONGEST_HEADLINE = 300
_LONGEST_NAME = 100
_LONGEST_URL = 400
_MOST_KEYWORDS = 20
_OPENING_CHARACTERS = 200

_LABEL_BREAKS = ":|–—-.•·/"
_BEFORE_LABEL = frozenset(_LABEL_BREAKS + "([")
_AFTER_LABEL = frozenset(_LABEL_BREAKS + ")]")
_QUOTES = "\"'¿¡ "
_SEPARATORS = re.compile(r"[>/|,;:»›·•]")


def article_kind(article: Article) -> ArticleKind:
    """The kind of a cleaned article."""
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
    """The kind of an item; a report if no rule names another kind.

    `keywords` are a feed's categories, `text` the body or its start, `language` a BCP 47 tag.

    >>> kind_of("Ferry hits pier in thick fog")
    <ArticleKind.REPORT: 'report'>
    >>> kind_of("Opinion | The pier was too long", "https://example.org/a")
    <ArticleKind.OPINION: 'opinion'>
    """
    rules = rules_for(language)
    kinds = {
        *_kinds_of_url(url or "", rules),
        *_kinds_of_sections(section or "", keywords, rules),
        *_kinds_of_headline((title or "")[:_LONGEST_HEADLINE], rules),
        *_kinds_of_opening(text[:_OPENING_CHARACTERS], rules),
    }
    return min(kinds, key=_RANK.__getitem__, default=ArticleKind.REPORT)


def _kinds_of_url(url: str, rules: KindRules) -> Iterator[ArticleKind]:
    if not url:
        return
    try:
        parts = urlsplit(url[:_LONGEST_URL].lower())
    except ValueError:
        return
    path = unquote(parts.path)
    segments = [segment.replace("_", "-") for segment in path.rstrip("/").split("/")]
    for name in (parts.netloc.partition(".")[0], *segments[:-1]):
        yield from rules.names.get(name, ())
    address = parts.netloc + path
    for kind, pattern in rules.urls:
        if pattern.search(address):
            yield kind


def _kinds_of_sections(
    section: str, keywords: Sequence[str], rules: KindRules
) -> Iterator[ArticleKind]:
    for piece in _SEPARATORS.split(section[:_LONGEST_NAME].lower()):
        yield from rules.names.get("-".join(piece.replace("_", " ").split()), ())
    for keyword in keywords[:_MOST_KEYWORDS]:
        yield from rules.keywords.get(" ".join(keyword[:_LONGEST_NAME].lower().split()), ())


def _kinds_of_headline(title: str, rules: KindRules) -> Iterator[ArticleKind]:
    headline = normalised(title)
    tokens = tokenise(headline.strip(_QUOTES))
    for start, phrase in _phrases_in(tokens, rules.phrases):
        if _is_in_position(phrase, start, tokens):
            yield phrase.kind
    for kind, pattern in rules.headlines:
        if pattern.search(headline):
            yield kind


def _kinds_of_opening(text: str, rules: KindRules) -> Iterator[ArticleKind]:
    tokens = tokenise(normalised(text))
    for phrase in rules.openings.get(tokens[0], ()) if tokens else ():
        if tuple(tokens[: len(phrase.tokens)]) == phrase.tokens:
            yield phrase.kind


def _phrases_in(
    tokens: Sequence[str], phrases: Mapping[str, Sequence[KindPhrase]]
) -> Iterator[tuple[int, KindPhrase]]:
    for start, token in enumerate(tokens):
        for phrase in phrases.get(token, ()):
            if tuple(tokens[start : start + len(phrase.tokens)]) == phrase.tokens:
                yield start, phrase


def _is_in_position(phrase: KindPhrase, start: int, tokens: Sequence[str]) -> bool:
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
