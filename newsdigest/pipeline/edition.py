"""The edition: how much of each story a digest shows.

The heaviest stories of all publications are its top, the next ones stand in the sections, those
after them in brief, one line each; the rest is only counted. Without a budget everything after the
top is in the sections.

A budget of N minutes is WORDS_PER_MINUTE words each: half for the top, a third for the sections,
the rest for the briefs. A part that has little gives its room to the next; the first TOP_STORIES
take that of all others, if they need it, after they were shortened. An edition of N minutes
is one of N - 1 minutes that has grown: no story has less room in it. What it ends with
(newsdigest.pipeline.edition_end) takes the room of sections and briefs, and none of the top.

Stories beyond the limits of feeds and groups are only counted, and so are the earlier stories of
threads in a digest of several days. They come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from newsdigest.guard import Step, guarded
from newsdigest.model import WORDS_PER_MINUTE, Digest, Edition, Part, Story
from newsdigest.pipeline.digest_options import TOP_STORIES, DigestOptions
from newsdigest.pipeline.edition_end import with_end
from newsdigest.pipeline.shares import within_limits
from newsdigest.render import StoryLength, frame_words, story_lengths
from newsdigest.valueclasses import replace, valueclass

# An editor's choice, not learnt: half a page for what everybody should know.
TOP_SHARE = Fraction(1, 2)
SECTION_SHARE = Fraction(1, 3)


def most_stories(minutes: int) -> int:
    """No edition of so many minutes shows more stories: each has at least a word."""
    return minutes * WORDS_PER_MINUTE


def with_edition(digest: Digest, options: DigestOptions) -> Digest:
    """The digest with a part for each of its stories, which are in reading order."""
    pile = f"{len(digest.stories)} stories"
    return guarded(Step.EDITION, pile, lambda: _with_edition(digest, options), digest)


def stories_below_top(digest: Digest, top: int) -> int:
    """How many of the stories that were wanted at the top of the edition had no room there."""
    others = sum(story.part in (Part.SECTION, Part.BRIEF, Part.MORE) for story in digest.stories)
    return min(top - _of_top(digest), others)


def _with_edition(digest: Digest, options: DigestOptions) -> Digest:
    candidates = [story for story in digest.stories if story.part is not Part.MORE]
    within, beyond = within_limits(candidates, options.limits)
    beyond += [story for story in digest.stories if story.part is Part.MORE]
    stories = (
        *(replace(story, part=Part.SECTION) for story in within),
        *(replace(story, part=Part.MORE) for story in beyond),
    )
    whole = replace(digest, stories=stories, edition=Edition(options.minutes))
    frame = frame_words(whole)
    if options.minutes is not None:
        whole = _shortened(whole, options.top, options.minutes * WORDS_PER_MINUTE - frame)
    made = _in_parts(whole, options, frame)
    if options.minutes is None or not options.highlights:
        return made
    ended = with_end(whole, made, options)
    if ended is whole:
        return made
    with_ending = _in_parts(ended, options, frame, frame_words(ended) - frame)
    others = sum(story.part is Part.SECTION for story in ended.stories)
    is_top_kept = _of_top(with_ending) >= min(_of_top(made), others)
    return with_ending if is_top_kept else made


def _of_top(digest: Digest) -> int:
    return sum(story.part is Part.TOP for story in digest.stories)


def _shortened(digest: Digest, top: int, room: int) -> Digest:
    """The digest with shorter stories at the top, as far as the first are longer than its share.

    First all but the very first have one earlier headline, then that one has one sentence.
    """
    for shorten in (_with_short_course, _with_first_sentence):
        leading = replace(digest, stories=digest.stories[: min(top, TOP_STORIES)])
        if sum(each.whole for each in story_lengths(leading)) <= TOP_SHARE * room:
            break
        shortened = tuple(map(shorten, range(top), digest.stories))
        digest = replace(digest, stories=(*shortened, *digest.stories[top:]))
    return digest


def _with_short_course(place: int, story: Story) -> Story:
    return replace(story, previous=story.previous[:1]) if place else story


def _with_first_sentence(place: int, story: Story) -> Story:
    return story if place else replace(story, summary=story.summary[:1])


def _in_parts(digest: Digest, options: DigestOptions, frame: int, end: int = 0) -> Digest:
    """The digest with its parts: the last item and what is beyond the limits have theirs already.

    `frame` and `end` are the words beside the parts and of what it ends with.
    """
    free = tuple(story for story in digest.stories if story.part is Part.SECTION)
    most = None if options.minutes is None else most_stories(options.minutes)
    lengths = story_lengths(replace(digest, stories=free[:most]))
    extent = extent_of(lengths, top=options.top, minutes=options.minutes, frame=frame, end=end)
    places = iter(range(len(free)))
    stories = tuple(
        replace(story, part=extent.part(next(places))) if story.part is Part.SECTION else story
        for story in digest.stories
    )
    words = frame + end + extent.words(lengths) if stories else 0
    edition = replace(digest.edition or Edition(options.minutes), words=words)
    return replace(digest, stories=stories, edition=edition)


@valueclass
class Extent:
    """How far the parts of an edition go down the reading order, in stories from its start."""

    top: int
    # To the end of the sections.
    summarised: int
    # To the end of the briefs.
    named: int

    def part(self, place: int) -> Part:
        """The part of the story at a place of the reading order, from 0."""
        if place < self.top:
            return Part.TOP
        if place < self.summarised:
            return Part.SECTION
        return Part.BRIEF if place < self.named else Part.MORE

    def words(self, lengths: Sequence[StoryLength]) -> int:
        """Of all stories that it names."""
        whole = sum(each.whole for each in lengths[: self.summarised])
        return whole + sum(each.brief for each in lengths[self.summarised : self.named])


def extent_of(
    lengths: Sequence[StoryLength],
    *,
    top: int,
    minutes: int | None,
    frame: int = 0,
    end: int = 0,
) -> Extent:
    """The extent of an edition of stories of these lengths, in reading order.

    `frame` is the number of words that stand beside them, `end` that of what stands after them and
    takes the room of sections and briefs.
    """
    if minutes is None:
        return Extent(min(top, len(lengths)), len(lengths), len(lengths))
    extent = Extent(0, 0, 0)
    growth = _Growth(lengths, top, end)
    for minute in range(1, minutes + 1):
        if extent.summarised == len(lengths) and extent.top == min(top, len(lengths)):
            break
        extent = growth.grown(extent, max(0, minute * WORDS_PER_MINUTE - frame))
    return extent


class _Growth:
    """Extents of an edition that grow with its room."""

    def __init__(self, lengths: Sequence[StoryLength], top: int, end: int) -> None:
        self._number = len(lengths)
        self._most_top = top
        self._end = end
        # By a number of stories: the words of so many from the start.
        self._whole = list(accumulate((each.whole for each in lengths), initial=0))
        self._brief = list(accumulate((each.brief for each in lengths), initial=0))

    def grown(self, extent: Extent, room: int) -> Extent:
        """The extent in a room of so many words, in no respect less than before.

        The heaviest story is summarised even if it is longer than the room.
        """
        summarised = max(extent.summarised, min(1, self._number))
        leading = min(self._most_top, TOP_STORIES, self._number)
        named = max(extent.named, summarised)
        while summarised < leading and self._words(summarised + 1, named) <= room - self._end:
            summarised += 1
        named = max(named, summarised)
        most_top = TOP_SHARE * room
        most_summarised = (TOP_SHARE + SECTION_SHARE) * room - self._end
        room -= self._end
        while (
            summarised < self._number
            and self._whole[summarised + 1] <= most_summarised
            and self._words(summarised + 1, named) <= room
        ):
            summarised += 1
        named = max(named, summarised)
        while named < self._number and self._words(summarised, named + 1) <= room:
            named += 1
        # What the briefs leave: every story is named.
        while (
            named == self._number
            and summarised < self._number
            and self._words(summarised + 1, named) <= room
        ):
            summarised += 1
        return Extent(self._top(summarised, most_top), summarised, named)

    def _words(self, summarised: int, named: int) -> int:
        return (
            self._whole[summarised] + self._brief[max(summarised, named)] - self._brief[summarised]
        )

    def _top(self, summarised: int, room: Fraction) -> int:
        """The first stories that fit in the room, the first TOP_STORIES in any case."""
        most = min(self._most_top, summarised)
        fitting = sum(words <= room for words in self._whole[1 : most + 1])
        return max(fitting, min(TOP_STORIES, most))
