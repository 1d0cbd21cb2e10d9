"""What an edition ends with: the number and the quote of the day, and a light last item.

They are for an edition with a budget, of which they take a part and no more; there is none where
it is uncertain. The last item stands nowhere else, and numbers and quotes are no sentences that a
summary shows.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from newsdigest import analyse
from newsdigest.guard import Step, guarded
from newsdigest.model import WORDS_PER_MINUTE, Digest, Edition, Highlight, Part, Story
from newsdigest.pipeline.digest_options import DigestOptions
from newsdigest.render import frame_words
from newsdigest.valueclasses import replace

# An editor's choice, not learnt: of three minutes 138 words, which all three of them seldom have.
END_SHARE = Fraction(1, 5)
_SUMMARISED = (Part.TOP, Part.SECTION)


def with_end(digest: Digest, first: Digest, options: DigestOptions) -> Digest:
    """The digest with those of the wanted highlights that it has and that there is room for.

    `first` is the same digest in parts, as it would be without them.
    """
    room = END_SHARE * (options.minutes or 0) * WORDS_PER_MINUTE
    frame = frame_words(digest)
    shown = tuple(map(_as_shown, first.stories))
    # The last item comes first: nothing else may be of its story.
    for highlight in (Highlight.FINALLY, Highlight.NUMBER, Highlight.QUOTE):
        if highlight in options.highlights:
            longer = _guarded(highlight, digest, shown)
            if longer is not digest and frame_words(longer) - frame <= room:
                digest = longer
    return digest


def _as_shown(story: Story) -> Story:
    """The story without a summary that the edition does not show."""
    return story if story.part in _SUMMARISED else replace(story, summary=())


def _guarded(highlight: Highlight, digest: Digest, shown: tuple[Story, ...]) -> Digest:
    pile = f"{len(digest.stories)} stories"
    add = _ADDERS[highlight]
    return guarded(Step.HIGHLIGHTS, pile, lambda: add(digest, shown), digest)


def _with_last(digest: Digest, shown: tuple[Story, ...]) -> Digest:
    """The digest with its light story at the end, unless that is the heaviest of all."""
    light = analyse.light_story([each for each in digest.stories[1:] if _is_free(each)])
    if light is None:
        return digest
    stories = (
        replace(story, part=Part.FINALLY) if story is light else story for story in digest.stories
    )
    return replace(digest, stories=tuple(stories))


def _with_number(digest: Digest, shown: tuple[Story, ...]) -> Digest:
    headlines = [story.title for story in shown if story.part is not Part.MORE and story.title]
    number = analyse.number_of_the_day(_others(digest, shown), headlines)
    return replace(digest, edition=replace(_edition(digest), number=number)) if number else digest


def _with_quote(digest: Digest, shown: tuple[Story, ...]) -> Digest:
    quote = analyse.quote_of_the_day(_others(digest, shown))
    return replace(digest, edition=replace(_edition(digest), quote=quote)) if quote else digest


def _others(digest: Digest, shown: tuple[Story, ...]) -> list[Story]:
    """The stories but the last one, as the edition shows them."""
    return [each for story, each in zip(digest.stories, shown, strict=True) if _is_free(story)]


def _is_free(story: Story) -> bool:
    """Whether it is not the last item, nor beyond the limit of its feed or group."""
    return story.part is Part.SECTION


def _edition(digest: Digest) -> Edition:
    return digest.edition or Edition()


_ADDERS: dict[Highlight, Callable[[Digest, tuple[Story, ...]], Digest]] = {
    Highlight.FINALLY: _with_last,
    Highlight.NUMBER: _with_number,
    Highlight.QUOTE: _with_quote,
}
