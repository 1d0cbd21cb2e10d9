"""How many words of a reader's time each story of a digest takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsdigest.language import count_words
from newsdigest.model import Digest, Part
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.compose import compose
from newsdigest.render.options import RenderOptions
from newsdigest.render.sanitiser import sanitised
from newsdigest.render.view import StoryView


@dataclass(frozen=True, slots=True)
class StoryLength:
    """The words of a story with its headings, without addresses and what is folded away."""

    # In the top or in a section.
    whole: int
    # As one line in brief.
    brief: int


def lengths_of(digest: Digest, options: RenderOptions) -> tuple[StoryLength, ...]:
    """The lengths of the digest's stories, in its order.

    They are those of the view, which every format lays out. Publication and topic are counted with
    each story, whether they stand in its line or above it.
    """
    shown = tuple(replace(story, part=Part.SECTION) for story in digest.stories)
    view = compose(sanitised(replace(digest, stories=shown)), replace(options, by=()))
    return tuple(
        StoryLength(_words(_whole(story, options.words)), _words(_brief(story)))
        for story in view.ranked
    )


def _words(texts: Iterator[str]) -> int:
    return sum(map(count_words, texts))


def _whole(story: StoryView, words: Catalogue) -> Iterator[str]:
    yield story.headline
    yield from story.about
    for sentence in story.summary:
        yield sentence.text
        yield sentence.other or ""
    yield story.also or ""
    for difference in story.differences:
        yield words.say("figures_differ")
        yield difference


def _brief(story: StoryView) -> Iterator[str]:
    yield story.headline
    yield from story.credit
