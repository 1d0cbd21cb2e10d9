"""The articles that a rendered digest names: these, and no others, count as delivered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import unescape

from newsdigest.model import Digest, Part, Story
from newsdigest.patterns import pattern
from newsdigest.render import wording
from newsdigest.render.view import DigestView, LinkView, StoryView
from newsdigest.valueclasses import valueclass

# A template may shorten headlines: this many characters identify one if no other headline of the
# digest begins with them.
_RECOGNISABLE = 24
_MARKUP = pattern(r"<[^<>]*>")


@valueclass
class RenderedDigest:
    """A digest as it is delivered, and the ids of the articles that it names."""

    content: bytes
    named: frozenset[str]


def shown_stories(digest: Digest) -> tuple[Story, ...]:
    """The stories that formats for people show: all but those that are only counted."""
    return tuple(story for story in digest.stories if story.part is not Part.MORE)


def article_ids(stories: Iterable[Story]) -> frozenset[str]:
    """The ids of all articles of the stories."""
    return frozenset(article.id for story in stories for article in wording.reports(story))


def ids_found_in(text: str, digest: Digest, view: DigestView) -> frozenset[str]:
    """The ids of the articles of all stories whose headline or link is in a template's output.

    Which of a story's reports it shows is up to the template.
    """
    stories = shown_stories(digest)
    plain = f"{_folded(text)} {_folded(_MARKUP.sub(' ', text))}"
    headlines = [_folded(story.headline) for story in view.ranked]
    beginnings = Counter(map(_beginning, headlines))
    counted = [story for story in digest.stories if story.part is Part.MORE]
    listed = article_ids(
        story
        for story, link in zip(counted, view.more, strict=False)
        if _is_linked(link, text) or _folded(link.text) in plain
    )
    return listed | article_ids(
        story
        for story, story_view, headline in zip(stories, view.ranked, headlines, strict=True)
        if _is_linked(story_view, text)
        or headline in plain
        or (beginnings[_beginning(headline)] == 1 and _beginning(headline) in plain)
    )


def _is_linked(shown: StoryView | LinkView, text: str) -> bool:
    link = shown.url
    return link is not None and (link in text or link.replace("&", "&amp;") in text)


def _beginning(headline: str) -> str:
    return headline[:_RECOGNISABLE].rstrip()


def _folded(text: str) -> str:
    return " ".join(unescape(text).split()).casefold()
