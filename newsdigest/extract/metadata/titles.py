"""The article's headline, from the headings and what the page calls itself elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newsdigest.extract.metadata.json_ld import text_of
from newsdigest.extract.metadata.page import Page
from newsdigest.extract.metadata.values import line
from newsdigest.press.wording import Words, words_of

# Between a headline and the name of the site; a hyphen or colon needs its space.
# Chinese and Japanese pages join both with an underscore or a long dash.
_SEPARATOR = re.compile(
    r"\s[|·•—–»«›‹\\/~-]{1,2}\s|[|｜·•»«]|:\s|\s—|—\s|(?<=[\u3040-\u9fff])[_-]|[_-](?=[\u3040-\u9fff])"
)
# What stands behind this is never a part of a headline.
_BAR = re.compile(r"\s{1,5}[|｜]\s{1,5}")
# A heading that shares less than this with what the page calls itself elsewhere is no headline, and
# a later heading must share more than that to be preferred to the first. Bins of .1 on the
# development pages (tests/bench/metadata.py): below .2 the other name is right twice as often, from
# .2 on the heading three times as often.
_AGREEMENT = 0.2
_LATER_AGREEMENT = 0.5


@dataclass(frozen=True, slots=True)
class Site:
    """What the site is called, for telling its name from a headline."""

    names: frozenset[Words]
    # The letters and digits of the host's main label: "straitstimes".
    host: str

    def is_called(self, words: Words) -> bool:
        """Whether `words` are the site's name or its host's, to the letter."""
        return words in self.names or "".join(words) == self.host

    def is_named(self, words: Words) -> bool:
        """Whether `words` are the site's name, or its host's with a word more or less."""
        if not words or words in self.names:
            return True
        joined = "".join(words)
        if len(joined) < 4 or len(self.host) < 4:
            return joined == self.host
        return joined == self.host or (
            (joined in self.host or self.host in joined) and abs(len(joined) - len(self.host)) <= 8
        )


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline and the heading that shows it; None if it stands in the head alone."""

    text: str
    node: LexborNode | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    words: Words
    node: LexborNode | None = None


def site_of(names: Iterable[str], host: str) -> Site:
    """The site with these names; `host` as in a URL."""
    label = max(host.lower().split(".")[:-1], key=len, default="")
    return Site(
        frozenset(words for name in names if (words := words_of(name))),
        "".join(words_of(label)),
    )


def find_headline(page: Page, site: Site) -> Headline | None:
    """The headline without the site's name, or None where the page has none at all."""
    headings = (c for c in _headings(page) if not site.is_named(c.words))
    first = next(headings, None)
    told = _told(page)
    if first and any(words_of(text) == first.words for text in told):
        # Nothing can fit better, which is so on most pages.
        return _headline(first, site)
    texts = dict.fromkeys(_without_site(text, site) for text in told)
    named = [c for text in texts for c in _candidate(text) if not site.is_named(c.words)]
    best = _agreeing([first, *headings], named) if first else None
    if best is None:
        best = named[0] if named else first
    return _headline(best, site) if best else None


def _headline(best: _Candidate, site: Site) -> Headline:
    return Headline(_trimmed(best.text, site), best.node)


def _headings(page: Page) -> Iterator[_Candidate]:
    """Each heading, also with its parts set apart: some hold a kicker, some a single letter."""
    for node in page.headings:
        joined = node.text()
        yield from _candidate(joined, node)
        child = node.first_child
        if child is not None and child.next is not None:
            parted = node.text(separator=" ")
            if joined != parted:
                yield from _candidate(parted, node)


def _told(page: Page) -> list[str]:
    """What the page calls itself outside its headings, the site's name behind it or not."""
    article = page.data.article
    told = (
        page.meta("og:title"),
        text_of(article.get("headline")) if article else None,
        page.meta("twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title"),
        page.title,
    )
    return [shown for text in dict.fromkeys(told) if (shown := line(text))]


def _candidate(text: str, node: LexborNode | None = None) -> Iterator[_Candidate]:
    shown = line(text)
    if shown and (words := words_of(shown)):
        yield _Candidate(shown, words, node)


def _agreeing(headings: Sequence[_Candidate], named: Sequence[_Candidate]) -> _Candidate | None:
    """The heading that fits what the page calls itself; a later one must fit far better."""
    if not named:
        return None
    best, best_score = None, _AGREEMENT
    for number, heading in enumerate(headings):
        score = max(_overlap(heading.words, other.words) for other in named)
        if score > best_score and (number == 0 or best is None or score >= _LATER_AGREEMENT):
            best, best_score = heading, score
    return best


def _overlap(left: Sequence[str], right: Sequence[str]) -> float:
    """How much two wordings share: 1 for the same words."""
    a, b = set(left), set(right)
    return len(a & b) / max(1, len(a | b))


def _without_site(text: str, site: Site) -> str:
    """`text` without the name of the site behind or before it."""
    for _ in range(3):
        places = list(_SEPARATOR.finditer(text))
        if not places:
            return text
        first, last = places[0], places[-1]
        if site.is_named(words_of(text[last.end() :])):
            text = text[: last.start()].rstrip()
        elif site.is_named(words_of(text[: first.start()])):
            text = text[first.end() :].lstrip()
        else:
            return text
    return text


def _trimmed(text: str, site: Site) -> str:
    """`text` without the site's name, and without what a bar sets apart from the headline."""
    text = _without_site(text, site)
    parts = _BAR.split(text)
    if len(parts) == 1:
        return text
    lengths = [len(words_of(part)) for part in parts]
    # "Opinion | The headline": the longer part is the headline.
    longest = lengths.index(max(lengths))
    return parts[longest] if longest == 0 or lengths[0] <= 2 else parts[0]
