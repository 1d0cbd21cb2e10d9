"""How many words a reader of a digest reads: of each story, and of what stands around them."""

from __future__ import annotations

from collections.abc import Iterator

from newsdigest.language import count_words
from newsdigest.model import Digest, Part
from newsdigest.render import wording
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.compose import compose
from newsdigest.render.options import RenderOptions
from newsdigest.render.sanitiser import sanitised
from newsdigest.render.view import DigestView, StoryView
from newsdigest.valueclasses import replace, valueclass


@valueclass
class StoryLength:
    """The words of a story with its headings, without addresses and what is folded away."""

    # In the top or in a section.
    whole: int
    # As one line in brief.
    brief: int


def frame_length(digest: Digest, options: RenderOptions) -> int:
    """The words of head, end and foot of an edition of the digest: of what is in none of its parts.

    Failures are not counted: they would take the room of news.
    """
    words = options.words
    others = tuple(
        story if story.part is Part.FINALLY else replace(story, part=Part.MORE, summary=())
        for story in digest.stories
    )
    timed = replace(options, ages=True)
    view = compose(sanitised(replace(digest, stories=others)), timed)
    marked = any(wording.teaser_mark(story.lead) for story in digest.stories)
    texts = (
        "newsdigest",
        view.date,
        *wording.typical_counts(words),
        view.since or "",
        words.say("in_brief"),
        view.more_title or "",
        words.say("marked", number=1) if marked else "",
        *_end(view, words),
    )
    return _words(iter(texts))


def _end(view: DigestView, words: Catalogue) -> Iterator[str]:
    """What an edition ends with."""
    for highlight in view.highlights:
        yield from (highlight.title, highlight.figure or "", highlight.text, highlight.source)
    if view.last:
        yield view.last.name
    for story in view.stories:
        yield from _whole(story, words)


def lengths_of(digest: Digest, options: RenderOptions) -> tuple[StoryLength, ...]:
    """The lengths of the digest's stories, in its order.

    They are those of the view, which every format lays out, with times as a terminal has them.
    Publication and topic are counted with their first story, as where they are its headings.
    """
    shown = tuple(replace(story, part=Part.SECTION) for story in digest.stories)
    timed = replace(options, ages=True)
    view = compose(sanitised(replace(digest, stories=shown)), timed)
    seen: set[tuple[str | None, ...]] = set()
    lengths = []
    for story in view.ranked:
        headings = [(story.source,), (story.source, story.topic)]
        new = [names[-1] or "" for names in headings if names not in seen]
        seen.update(headings)
        whole = _words(iter([*new, *_whole(story, options.words)]))
        lengths.append(StoryLength(whole, _words(_brief(story))))
    return tuple(lengths)


def _words(texts: Iterator[str]) -> int:
    return sum(map(count_words, texts))


def _whole(story: StoryView, words: Catalogue) -> Iterator[str]:
    yield story.headline
    yield from story.about
    for sentence in story.summary:
        yield sentence.text
        yield sentence.other or ""
    yield story.rewritten or ""
    yield story.also or ""
    for earlier in story.course:
        yield f"{earlier.moment} {earlier.headline} {earlier.source or ''}"
    yield from story.rises
    for difference in story.differences:
        yield words.say("figures_differ")
        yield difference.text


def _brief(story: StoryView) -> Iterator[str]:
    yield story.headline
    yield from story.credit
