"""The fields that describe an article: language, section, keywords, image, access and more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsdigest.extract.metadata.json_ld import Node, text_of, types_of
from newsdigest.extract.metadata.metadata_values import MAX_NAME, MAX_TEXT, ArticleBody, line
from newsdigest.extract.metadata.page_fields import PageFields
from newsdigest.extract.metadata.page_urls import absolute_url

_MAX_KEYWORDS = 30
_MAX_BODIES = 40
_TAG = re.compile(r"[a-z]{2,3}(?![a-z])", re.IGNORECASE)
# Renamed codes, and languages written under the code of another.
_RENAMED = {"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "kr": "ko"}


def find_language(page: PageFields) -> str | None:
    """The declared language of the page, as the primary subtag."""
    article = page.data.article or page.data.page
    for value in (
        page.lang,
        page.meta("og:locale"),
        text_of(article.get("inLanguage")) if article else None,
        page.meta("content-language", "language", "dc.language", "dcterms.language"),
    ):
        match = _TAG.match((value or "").strip())
        if match:
            tag = match[0].lower()
            return _RENAMED.get(tag, tag)
    return None


def find_section(page: PageFields) -> str | None:
    article = page.data.article
    section = page.meta("article:section", "parsely-section", "og:article:section")
    if section is None and article:
        section = text_of(article.get("articleSection"))
    return line(section or page.meta("section", "category", "cxenseparse:section"), MAX_NAME)


def find_keywords(page: PageFields) -> tuple[str, ...]:
    """The article's keywords in order, each once."""
    found: dict[str, str] = {}
    for text in _keywords(page):
        word = line(text, MAX_NAME)
        if word:
            found.setdefault(word.casefold(), word)
        if len(found) >= _MAX_KEYWORDS:
            break
    return tuple(found.values())


def _keywords(page: PageFields) -> Iterator[str]:
    yield from page.metas.get("article:tag", ())
    article = page.data.article
    declared = article.get("keywords") if article else None
    lists = [
        page.meta("news_keywords"),
        declared,
        page.meta("parsely-tags", "sailthru.tags"),
        page.meta("keywords"),
    ]
    for value in lists:
        if isinstance(value, str):
            yield from re.split(r"\s{0,5}[,;、，]\s{0,5}", value[:4_000])
        elif isinstance(value, list):
            yield from (text for item in value[:_MAX_KEYWORDS] if (text := text_of(item)))


def find_image(page: PageFields, base: str | None) -> str | None:
    """The URL of the lead image."""
    article = page.data.article
    for value in (
        page.meta("og:image:secure_url", "og:image:url", "og:image"),
        page.meta("twitter:image", "twitter:image:src"),
        _image(article.get("image")) if article else None,
        page.meta("thumbnail", "sailthru.image.full", "parsely-image-url"),
    ):
        image = absolute_url(value, base)
        if image:
            return image
    return None


def _image(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return value if isinstance(value, str) else None


def find_standfirst(page: PageFields) -> str | None:
    """The sentence that introduces the article, as the page offers it for sharing."""
    article = page.data.article
    text = page.meta("og:description", "description", "twitter:description", "dc.description")
    if text is None and article:
        text = text_of(article.get("description"))
    return line(text, MAX_TEXT)


def find_bodies(page: PageFields) -> tuple[ArticleBody, ...]:
    """The article texts in the page's JSON-LD."""
    found = []
    for node in page.data.articles[:_MAX_BODIES]:
        text = node.get("articleBody") or node.get("text")
        if isinstance(text, str) and text.strip():
            found.append(ArticleBody(line(text_of(node.get("headline"))), text))
    return tuple(found)


def find_access(page: PageFields) -> bool | None:
    """Whether the article is free to read, if the publisher says so."""
    for node in (page.data.article, page.data.page):
        said = _truth(node)
        if said is not None:
            return said
    return {"locked": False, "free": True}.get((page.meta("article:content_tier") or "").lower())


def _truth(node: Node | None) -> bool | None:
    value = node.get("isAccessibleForFree") if node else None
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.rsplit("/", 1)[-1].strip().lower())
    return None


def find_types(page: PageFields) -> tuple[str, ...]:
    """The schema.org types on the page, the article's first, and those of Open Graph."""
    article = types_of(page.data.article) if page.data.article else []
    og = [f"og:{kind.lower()}" for kind in _one_line(page.metas.get("og:type", ()))]
    return tuple(dict.fromkeys((*article, *_one_line(page.data.types), *og)))[:_MAX_KEYWORDS]


def _one_line(values: Iterable[str]) -> list[str]:
    return [text for value in values if (text := line(value, MAX_NAME))]
