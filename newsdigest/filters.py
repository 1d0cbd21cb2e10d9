"""The user's filters: which articles to keep and which to drop.

horoscope             a whole word in headline, standfirst or text; case is ignored
"transfer window"     a phrase
/cup (final|draw)/    a regular expression, ignoring case; /x/i is the same, other flags are errors
title:horoscope       any of these in one field: title, text, source, author, section, topic,
                      keyword, url, language, agency, kind
"note: free entry"    quotes for a text with a colon after its first word
kind:deal             items of a kind: report, live, explainer, opinion, interview, review,
                      question, roundup, gallery, video, podcast, quiz, recipe, deal or page
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from newsdigest.errors import UsageError
from newsdigest.model import Article, ArticleKind
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# The time limit of one expression on one article: RGX03. Reasonable ones take microseconds.
_SECONDS = 0.25
_LONGEST = 1000
# A word and a colon that are no address: "title:x", "titel: x", not "https://x" or "9:30".
_FIELD = pattern(r"\s*([^\W\d][\w-]{0,40})\s{0,3}:(?!//)\s*")
# The flags of /an expression/gim; for url only those that cannot end a path such as /news/us.
_FLAGS = pattern(r"/.+/([adgimsuvyx]{1,8})", re.IGNORECASE | re.DOTALL)
_FLAGS_OF_URL = pattern(r"/.+/([gim]{1,3})", re.IGNORECASE | re.DOTALL)
# A character at the edge of a whole word, in scripts with spaces between words: not Thai to
# Burmese, Khmer, kana or Han.
_WORDS_BEGIN = pattern(r"(?![\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])\w")
_LANGUAGE = pattern(r"[a-z]{2,3}(-[a-z\d]{2,8})*", re.IGNORECASE)


@valueclass
class Filter:
    """One condition, as typed, and the field it is for."""

    typed: str
    # None for headline, standfirst and text together.
    field: str | None
    # A regular expression for the `regex` module.
    expression: str

    def matches(self, article: Article) -> bool:
        """Whether the article matches; UsageError if the expression takes too long."""
        try:
            return any(map(_search(self.expression), _texts(article, self.field)))
        except TimeoutError as error:
            raise UsageError(f"the filter {self.typed} takes too long: make it simpler") from error


@valueclass
class Filters:
    """The filters of one source: an article passes if none drops it and one keeps it.

    With filters in several sources, such as the configuration, its profile and a feed, an article
    has to pass those of each: one can narrow the selection of another, never widen it.
    """

    keep: tuple[Filter, ...] = ()
    drop: tuple[Filter, ...] = ()

    def passes(self, article: Article) -> bool:
        """Without a keep filter, everything that is not dropped passes."""
        if any(each.matches(article) for each in self.drop):
            return False
        return not self.keep or any(each.matches(article) for each in self.keep)


def parse_filters(keep: Iterable[str], drop: Iterable[str]) -> Filters:
    return Filters(tuple(map(parse_filter, keep)), tuple(map(parse_filter, drop)))


def parse_filter(typed: str) -> Filter:
    """The filter that the user typed; UsageError says what is wrong with it.

    Likely mistakes are errors, since a filter that never matches would go unnoticed.
    """
    match = _FIELD.match(typed)
    if match is None:
        return Filter(typed, None, _expression(typed, typed.strip()))
    field, condition = match[1].lower(), typed[match.end() :].strip()
    if field not in _FIELDS:
        raise UsageError(_unknown_field(typed.strip(), match[1]))
    if field == "kind":
        _check_kind(typed, condition)
    if field == "language":
        _check_language(typed, condition)
    return Filter(typed, field, _expression(typed, condition, is_address=field == "url"))


def check_topics(filters: Iterable[Filter], topics: Sequence[str]) -> None:
    """Raises UsageError for the first topic filter that matches none of these names."""
    for each in filters:
        if each.field == "topic" and not any(map(_search(each.expression), topics)):
            name = each.typed.partition(":")[2].strip().strip('"')
            raise UsageError(
                f"the filter {each.typed} names no topic{_suggestion(name, topics)}; "
                f"topics are {', '.join(map(_in_quotes, topics))}"
            )


def _unknown_field(typed: str, name: str) -> str:
    return (
        f"the filter {typed} names no field{_suggestion(name, list(_FIELDS))}; "
        f"fields are {', '.join(_FIELDS)}; "
        f'quotes make it a text: "{typed}"'
    )


def _suggestion(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name.lower(), known, n=1)
    return f"; did you mean {_in_quotes(near[0])}?" if near else ""


def _in_quotes(name: str) -> str:
    return f'"{name}"'


def _check_kind(typed: str, name: str) -> None:
    kinds = [kind.value for kind in ArticleKind]
    if name.lower() not in kinds:
        raise UsageError(f"the filter {typed} names no kind: it is one of {', '.join(kinds)}")


def _check_language(typed: str, name: str) -> None:
    if not (name.startswith("/") or _LANGUAGE.fullmatch(name.strip('"'))):
        raise UsageError(f"the filter {typed} names no language: it is a code such as en or pt-BR")


def _expression(typed: str, condition: str, *, is_address: bool = False) -> str:
    if not condition or len(condition) > _LONGEST:
        raise UsageError(f"the filter {typed!r} is {'too long' if condition else 'empty'}")
    flags = (_FLAGS_OF_URL if is_address else _FLAGS).fullmatch(condition)
    if flags:
        _check_flags(typed, flags[1])
        condition = condition[: flags.start(1)]
    if len(condition) > 1 and condition[0] == condition[-1] == "/":
        return _regular(typed, condition[1:-1])
    if len(condition) > 1 and condition[0] == condition[-1] == '"':
        condition = condition[1:-1]
    return _phrase(typed, condition)


def _check_flags(typed: str, flags: str) -> None:
    """Allow i alone, which changes nothing: expressions ignore case anyway."""
    if flags.lower() != "i":
        raise UsageError(
            f"the filter {typed} has flags after its last /: leave {flags} out, "
            "an expression is searched for everywhere and in any case"
        )


def _regular(typed: str, expression: str) -> str:
    import regex

    if not expression:
        raise UsageError(f"the filter {typed!r} is empty")
    try:
        regex.compile(expression)
    except regex.error as error:
        raise UsageError(f"the filter {typed} is no regular expression: {error}") from error
    return expression


def _phrase(typed: str, condition: str) -> str:
    import regex

    if not condition.strip():
        raise UsageError(f"the filter {typed!r} is empty")
    words = r"\s+".join(map(regex.escape, condition.split()))
    before = r"(?<!\w)" if _WORDS_BEGIN.match(condition.strip()) else ""
    after = r"(?!\w)" if _WORDS_BEGIN.match(condition.strip()[::-1]) else ""
    return f"{before}{words}{after}"


@cache
def _compiled(expression: str) -> Any:
    import regex

    return regex.compile(expression, regex.IGNORECASE)


def _search(expression: str) -> Callable[[str], bool]:
    """Tests whether a text contains the expression; TimeoutError if that takes too long."""
    compiled = _compiled(expression)
    return lambda text: compiled.search(text, timeout=_SECONDS) is not None


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
