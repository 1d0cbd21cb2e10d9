"""What an article offers to judge its subject by."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log
from urllib.parse import unquote, urlsplit

from newsdigest.analyse.topics.iptc import PLACES
from newsdigest.analyse.topics.terms import Vocabulary, forms, terms
from newsdigest.model import Article

# Words of the body that are read: the first 200 say what an article is about better than 60 do
# (4 to 5 points of accuracy on 837 news articles), and the rest adds only time.
BODY_WORDS = 200
# A body is cut before its words are found: an English word and its space take six characters.
_BODY_CHARACTERS = BODY_WORDS * 7
# A term of the title counts as if it stood there twice.
_TITLE_COUNT = 2
# What is longer is no title, standfirst or section name; what is more are not keywords.
_LONGEST_LINE = 300
_MOST_KEYWORDS = 20
# Feeds and keywords of which the topic is remembered.
_KEPT_CHANNELS = 1 << 10
_KEPT_NAMES = 1 << 14

# Names of sections and categories are split here: "Business > Markets", "arts, culture".
_SEPARATORS = str.maketrans(dict.fromkeys(">/|,;:»›·•–—()", "\n") | {"-": " ", "_": " "})
# A name that no table has is split here as well: "Politics and law", "Wirtschaft und Recht".
_CONJUNCTIONS = re.compile(r" (?:and|und|et|y|e|en|och|og|i|ve) ")
# The file names of feeds say nothing: "sport/rss.xml" is about sport, "sport.xml" as well.
_EXTENSION = re.compile(r"\.(?:xml|rss|rdf|atom|json|html?|php|aspx?|cms)\Z")


@dataclass(frozen=True, slots=True)
class Channel:
    """What the feed of an article is called, as far as that is known."""

    title: str | None = None
    # URL of the page that the feed belongs to, often the front of a section.
    site: str | None = None
    # URL of the feed; a path says more of the user's folders than of the feed.
    address: str | None = None


def term_weights(article: Article, language: str, vocabulary: Vocabulary) -> dict[str, float]:
    """The terms of title, standfirst, keywords and the body's beginning: 1 + log of their count."""
    counts: Counter[str] = Counter()
    title = (article.title or "")[:_LONGEST_LINE]
    for term in terms(forms(title, language), vocabulary):
        counts[term] += _TITLE_COUNT
    for text in (article.standfirst, *article.keywords[:_MOST_KEYWORDS]):
        if text:
            counts.update(terms(forms(text[:_LONGEST_LINE], language), vocabulary))
    body = forms(opening(article, _BODY_CHARACTERS), language)[:BODY_WORDS]
    counts.update(terms(body, vocabulary))
    return {term: 1.0 + log(count) for term, count in counts.items()}


def opening(article: Article, characters: int) -> str:
    """The beginning of the body."""
    parts: list[str] = []
    for block in article.blocks:
        if characters <= 0:
            break
        parts.append(block.text[:characters])
        characters -= len(parts[-1])
    return "\n".join(parts)


def section_places(article: Article) -> Mapping[str, frozenset[int]]:
    """The topics that the section, the URL and the keywords name, by which of them does."""
    return {
        "section": _named(_pieces(article.section or "")),
        "url": _named(_segments(article.url or "")),
        "keywords": frozenset().union(*map(_keyword_places, article.keywords[:_MOST_KEYWORDS])),
    }


@lru_cache(maxsize=_KEPT_CHANNELS)
def channel_places(channel: Channel) -> frozenset[int]:
    """The topic of a feed that is a section's, by its title or addresses; empty if they name more.

    A feed called "Politics, business, sport and more" is about none of them in particular.
    """
    title = _named(_pieces(channel.title or ""))
    site, address = (
        _named(_segments(url or "", with_last=True)) for url in (channel.site, channel.address)
    )
    return next((named for named in (title, address, site) if len(named) == 1), frozenset())


@lru_cache(maxsize=_KEPT_NAMES)
def _keyword_places(keyword: str) -> frozenset[int]:
    return _named(_pieces(keyword))


def _named(names: Iterator[str]) -> frozenset[int]:
    return frozenset(place for name in names for place in _places_of(name))


def _places_of(name: str) -> tuple[int, ...]:
    """The topics of a section's name, or else of the names that a conjunction joins in it."""
    sections = _sections()
    if name in sections:
        return sections[name]
    parts = _CONJUNCTIONS.split(name) if " " in name else ()
    return tuple(place for part in parts for place in sections.get(part, ()))


def _pieces(name: str) -> Iterator[str]:
    """The whole name and its parts, as the data file writes names."""
    lowered = name[:_LONGEST_LINE].lower().replace("&", " and ").replace(" - ", "\n")
    plain = lowered.translate(_SEPARATORS)
    yield " ".join(plain.split())
    for piece in plain.split("\n"):
        yield " ".join(piece.split())


def _segments(url: str, *, with_last: bool = False) -> Iterator[str]:
    """The segments of a web address's path and the name before the site's own ("sport." in a host).

    The last segment is an article's slug, unless the address is that of a section or its feed.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if not parts.netloc:
        return
    labels = parts.netloc.lower().split(".")
    if len(labels) > 2:
        yield labels[0]
    *segments, last = unquote(parts.path).lower().split("/")
    for segment in segments:
        yield segment.translate(_SEPARATORS)
    if with_last:
        yield _EXTENSION.sub("", last).translate(_SEPARATORS)


@cache
def _sections() -> Mapping[str, tuple[int, ...]]:
    data = files("newsdigest.analyse") / "data" / "topics" / "sections.toml"
    found: dict[str, tuple[int, ...]] = {}
    for topic in tomllib.loads(data.read_text(encoding="utf-8"))["topic"]:
        for name in topic["names"].split(","):
            places = found.get(name.strip(), ())
            found[name.strip()] = tuple(dict.fromkeys((*places, PLACES[topic["id"]])))
    return found
