"""The schema.org node of a page's article, from its JSON-LD, as plain values.

Scripts are untrusted: their number, size and depth are bounded before anything reads them, and each
value is accepted only in the forms in which it occurs in practice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from typing import Any

from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# The largest script seen on a real page was 300 kB, an article with its comments.
_MAX_BLOCK = 1_000_000
_MAX_BLOCKS = 40
_MAX_NODES = 2_000
# An object as the JSON parser returns it.
Node = dict[str, Any]

_ARTICLE_TYPES = frozenset(
    [
        "Article", "NewsArticle", "AdvertiserContentArticle", "AnalysisNewsArticle",
        "AskPublicNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle",
        "ReportageNewsArticle",
        "ReviewNewsArticle", "BlogPosting", "LiveBlogPosting", "Report", "SatiricalArticle",
        "ScholarlyArticle", "TechArticle", "APIReference", "SocialMediaPosting",
        "MedicalScholarlyArticle",
        "DiscussionForumPosting",
    ]
)  # fmt: skip
# Less certain: pages that have a text as well, used if no article is described.
_PAGE_TYPES = frozenset(
    [
        "Recipe",
        "HowTo",
        "Review",
        "CreativeWork",
        "MedicalWebPage",
        "WebPage",
        "ItemPage",
        "FAQPage",
    ]
)
# Nodes whose name is the site's, the most certain first.
_SITE_TYPES = ("WebSite", "NewsMediaOrganization", "Organization")
# Raw line breaks or tabs inside a string are common, and Python's parser accepts them with
# strict=False; so are commas before a closing bracket.
_TRAILING_COMMA = pattern(r",(\s{0,200}[}\]])")
_WRAPPER = pattern(
    r"^\s{0,200}(?:<!--|/\*\s{0,9}<!\[CDATA\[\s{0,9}\*/|//\s{0,9}<!\[CDATA\[|<!\[CDATA\[)"
)
_WRAPPER_END = pattern(r"(?:-->|/\*\s{0,9}\]\]>\s{0,9}\*/|(?://)?\s{0,9}\]\]>);?\s{0,200}$")


@valueclass
class LinkedData:
    """The relevant nodes of all scripts on a page."""

    # The article itself; None if the page describes none.
    article: Node | None
    # The page, if it is described separately from the article.
    page: Node | None
    # All nodes that have an @id, for references.
    by_id: dict[str, Node]
    # Types of all nodes, to distinguish index pages from articles.
    types: tuple[str, ...]
    # Every article on the page, for pairs of headline and body.
    articles: tuple[Node, ...]
    # The name of the WebSite or, failing that, of the site's organisation.
    site_name: str | None


def read_json_ld(scripts: Iterable[str]) -> LinkedData:
    """The article's node and what belongs to it, from the texts of the page's JSON-LD scripts."""
    articles: list[Node] = []
    pages: list[Node] = []
    by_id: dict[str, Node] = {}
    # The first name of each type.
    types: dict[str, str | None] = {}
    for node in _nodes(scripts):
        kinds = types_of(node)
        if not _ARTICLE_TYPES.isdisjoint(kinds):
            articles.append(node)
        if not _PAGE_TYPES.isdisjoint(kinds):
            pages.append(node)
        for kind in kinds:
            types[kind] = types.get(kind) or text_of(node.get("name"))
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1:
            by_id.setdefault(name, node)
    return LinkedData(
        article=_main(articles),
        page=_main(pages),
        by_id=by_id,
        types=tuple(types),
        articles=tuple(articles),
        site_name=next(filter(None, map(types.get, _SITE_TYPES)), None),
    )


def types_of(node: Node) -> list[str]:
    """The schema.org types of a node, without the vocabulary's address."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [v.rsplit("/", 1)[-1] for v in values[:8] if isinstance(v, str)]


def text_of(value: object) -> str | None:
    """A value as plain text, entities resolved; None if it is no string."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    text = unescape(value) if "&" in value else value
    return text.strip() or None


def resolve(value: object, data: LinkedData) -> object:
    """`value`, or the node that it refers to by @id."""
    if isinstance(value, dict) and len(value) <= 2 and isinstance(value.get("@id"), str):
        return data.by_id.get(value["@id"], value)
    return value


def _nodes(scripts: Iterable[str]) -> list[Node]:
    found: list[Node] = []
    for number, script in enumerate(scripts):
        if number >= _MAX_BLOCKS or len(found) >= _MAX_NODES:
            break
        found.extend(_flatten(_parsed(script), _MAX_NODES - len(found)))
    return found


def _parsed(script: str) -> object:
    """The script's value, or None if it is too large, too deep or broken beyond repair."""
    if len(script) > _MAX_BLOCK:
        return None
    # Excessive nesting raises RecursionError in the parser; nothing recurses after that.
    try:
        return _loaded(script)
    except (ValueError, RecursionError):
        pass
    try:
        return _loaded(_repaired(script))
    except (ValueError, RecursionError):
        return None


def _loaded(text: str) -> object:
    value: object = _decoder().decode(text)
    return value


@cache
def _decoder() -> json.JSONDecoder:
    """Created once: `json.loads` creates one per call, in the time of parsing a usual script."""
    return json.JSONDecoder(strict=False, parse_int=_int, parse_constant=_none)


def _repaired(script: str) -> str:
    text = _WRAPPER_END.sub("", _WRAPPER.sub("", script.rstrip()[:_MAX_BLOCK]))
    return _TRAILING_COMMA.sub(r"\1", text).rstrip("; \n\t\r")


def _int(digits: str) -> int | None:
    """An integer of reasonable length: Python refuses to convert thousands of digits."""
    return int(digits) if len(digits) <= 20 else None


def _none(_: str) -> None:
    """NaN and the infinities, which JSON does not have."""


def _flatten(value: object, limit: int) -> Iterator[Node]:
    """The nodes of a script: the top one, those of lists and @graph, and what they are about."""
    todo: list[object] = [value]
    while todo and limit > 0:
        item = todo.pop(0)
        if isinstance(item, list):
            todo[:0] = item[:_MAX_NODES]
        elif isinstance(item, dict):
            limit -= 1
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "liveBlogUpdate"):
                inner = item.get(key)
                if isinstance(inner, dict | list):
                    todo.append(inner)


def _main(nodes: Iterable[Node]) -> Node | None:
    """The article's node: index pages describe several, none of which is the page's own."""
    best, best_score = None, -1
    for node in nodes:
        score = sum(
            key in node
            for key in ("headline", "datePublished", "author", "articleBody", "publisher")
        )
        if score > best_score:
            best, best_score = node, score
    return best
