"""Infers the publication of an article from a plug that was removed from it.

In a dump of an aggregator's page the related articles name their publication, but the lead often
does not; a plug such as "Join ST's Telegram channel" under it does.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.model import Article, unique_sources
from newsdigest.patterns import pattern
from newsdigest.valueclasses import replace

_NAME = pattern(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Shorter words ("The", "News", "Post") do not identify a publication.
_MIN_WORD = 5
_PLUG = "phrase:"


def attribute(articles: Sequence[Article]) -> list[Article]:
    """The articles of one document, with missing publications filled in from plugs.

    An article without a publication takes a neighbour's if a plug removed from it names exactly
    one of the neighbours' publications, by its initials or by a long word of its name.
    """
    known = unique_sources(articles)
    return [a if a.source else replace(a, source=_named_in_plugs(a, known)) for a in articles]


def _named_in_plugs(article: Article, known: Sequence[str]) -> str | None:
    plugs = [removal.text for removal in article.removed if removal.rule.startswith(_PLUG)]
    marks = {name for plug in plugs for name in _NAME.findall(plug) if name[:1].isupper()}
    named = [source for source in known if marks & _marks(source)]
    return named[0] if len(named) == 1 else None


def _marks(source: str) -> set[str]:
    """What a plug may call a publication: initials, with and without "The", or long words."""
    names = _NAME.findall(source)
    initials = "".join(name[0] for name in names).upper()
    words = {name for name in names if len(name) >= _MIN_WORD and name[0].isupper()}
    short = initials[1:] if source.lower().startswith("the ") else initials
    return words | {each for each in (initials, short) if len(each) > 1}
