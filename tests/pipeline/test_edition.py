"""The edition: which stories a digest tells, names and counts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.analyse import reading_order
from newsdigest.model import (
    WORDS_PER_MINUTE,
    Article,
    Digest,
    EarlierStory,
    Part,
    Story,
    SummarySentence,
)
from newsdigest.pipeline import DigestOptions, ReadResult, Run, make_digest
from newsdigest.pipeline.edition import Extent, extent_of, with_edition
from newsdigest.render import StoryLength, render_digest_bytes
from tests.daily.feeds import item
from tests.render.test_named_articles import bare, read_back

HEADLINE = "Ferry crew asks for new radar before the winter timetable begins on day"
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
LENGTHS = st.builds(
    lambda brief, more: StoryLength(brief + more, brief), st.integers(1, 30), st.integers(0, 120)
)


def story(number: int) -> Story:
    entry = item(number)
    published = NOW - timedelta(minutes=number)
    id, source = f"a{number}", f"Paper {number % 9}"
    lead = Article(id, entry.title, (), "feed", source, published=published)
    return Story(id, (lead,), summary=(SummarySentence(entry.text.split(". ")[0], id),))


def digest(number: int, **options: int) -> Digest:
    stories = reading_order([story(number) for number in range(number)], as_of=NOW)
    made = Digest(NOW, None, NOW, tuple(stories))
    return with_edition(made, DigestOptions(**options))  # type: ignore[arg-type]


def parts(made: Digest) -> list[Part]:
    return [story.part for story in made.stories]


def test_without_a_budget_nothing_is_left_out() -> None:
    """The five heaviest stories are the top, all others are in sections."""
    assert parts(digest(30)) == [Part.TOP] * 5 + [Part.SECTION] * 25
    assert parts(digest(30, top=0)) == [Part.SECTION] * 30
    assert parts(digest(3)) == [Part.TOP] * 3
    assert parts(digest(0)) == []


def test_a_budget_fills_top_sections_and_briefs() -> None:
    """Half of three minutes for the top, a third for the sections, the rest for the briefs."""
    made = digest(200, minutes=3)
    numbers = {part: parts(made).count(part) for part in Part}
    assert numbers[Part.TOP] == 5
    assert all(numbers[part] for part in (Part.SECTION, Part.BRIEF, Part.MORE))
    assert made.edition is not None
    assert made.edition.budget == made.edition.minutes == 3
    assert 0.95 < made.edition.words / (3 * WORDS_PER_MINUTE) <= 1


def test_the_parts_share_the_room() -> None:
    """Stories of equal length: a top without a bound fills half of it, the sections a third."""
    lengths = [StoryLength(10, 5)] * 1000
    frame = 3 * WORDS_PER_MINUTE - 600
    extent = extent_of(lengths, top=1000, minutes=3, frame=frame)
    assert extent == Extent(top=30, summarised=50, named=70)


def test_a_part_that_has_little_gives_its_room_to_the_next() -> None:
    """With a short top there are more sections; where all stories fit, none is in brief."""
    lengths = [StoryLength(46, 23)] * 100
    assert extent_of(lengths, top=1, minutes=3) == Extent(1, 12, 18)
    assert extent_of(lengths, top=7, minutes=3) == Extent(7, 12, 18)
    assert extent_of(lengths[:15], top=5, minutes=3) == Extent(5, 15, 15)
    assert extent_of(lengths[:16], top=5, minutes=3) == Extent(5, 14, 16)


def test_what_an_edition_ends_with_takes_room_from_sections_and_briefs() -> None:
    """The top keeps its half."""
    lengths = [StoryLength(10, 5)] * 1000
    frame = 3 * WORDS_PER_MINUTE - 600
    extent = extent_of(lengths, top=1000, minutes=3, frame=frame, end=100)
    assert extent == Extent(top=30, summarised=40, named=60)


def test_the_five_most_important_stand_at_the_top() -> None:
    """As far as they fit the budget at all; sections, briefs and what the edition ends with give
    their room. A longer top has its half."""
    lengths = [StoryLength(100, 10)] * 50
    assert extent_of(lengths, top=5, minutes=3) == Extent(5, 5, 24)
    assert extent_of(lengths, top=5, minutes=2) == Extent(4, 4, 10)
    assert extent_of(lengths, top=5, minutes=3, end=100).top == 5
    assert extent_of(lengths, top=20, minutes=6).top == 6
    assert extent_of(lengths, top=2, minutes=3) == Extent(2, 5, 24)


def test_running_stories_of_the_top_show_less_of_their_course_where_room_is_short() -> None:
    """The first keeps all of it; the others their opening headlines. Then the first has one
    sentence."""

    def running(number: int) -> Story:
        earlier = tuple(
            EarlierStory(f"e{number}-{day}", f"{HEADLINE} {day}", NOW - timedelta(days=day))
            for day in (3, 2, 1)
        )
        one = story(number)
        return replace(one, since=earlier[0].published, previous=earlier, summary=one.summary * 2)

    stories = reading_order([running(number) for number in range(40)], as_of=NOW)
    for minutes, courses in ((2, [3, 1, 1, 1, 1]), (9, [3, 3, 3, 3, 3])):
        made = with_edition(Digest(NOW, None, NOW, tuple(stories)), DigestOptions(minutes=minutes))
        assert parts(made).count(Part.TOP) == 5
        assert [len(each.previous) for each in made.stories[:5]] == courses
        assert len(made.stories[0].summary) == (1 if minutes == 2 else 2)
        assert all(each.previous[0].published == each.since for each in made.stories)
    assert {len(each.previous) for each in made.stories[5:]} == {3}


def test_a_story_longer_than_the_budget_is_told() -> None:
    """The heaviest story is summarised however long it is."""
    assert extent_of([StoryLength(900, 9)] * 3, top=5, minutes=1) == Extent(1, 1, 1)


@given(st.lists(LENGTHS, max_size=60), st.integers(0, 9), st.integers(1, 9), st.integers(0, 40))
def test_parts_follow_the_reading_order(
    lengths: list[StoryLength], top: int, minutes: int, end: int
) -> None:
    """Each story has one part, no lighter story a larger one, and the words are in the budget."""
    extent = extent_of(lengths, top=top, minutes=minutes, end=end)
    order = [*Part]
    places = [order.index(extent.part(place)) for place in range(len(lengths))]
    assert places == sorted(places)
    assert places.count(0) <= top
    room = minutes * WORDS_PER_MINUTE
    longest = max((each.whole for each in lengths[:1]), default=0)
    assert extent.words(lengths) <= max(room - end, longest)


@given(st.lists(LENGTHS, max_size=60), st.integers(0, 9), st.integers(1, 12), st.integers(0, 40))
def test_a_longer_edition_never_shows_less(
    lengths: list[StoryLength], top: int, minutes: int, end: int
) -> None:
    """With each minute more, no story is shortened, moved down or left out."""
    extents = [extent_of(lengths, top=top, minutes=each, end=end) for each in range(1, minutes + 1)]
    extents.append(extent_of(lengths, top=top, minutes=None))
    for shorter, longer in pairwise(extents):
        assert shorter.top <= longer.top
        assert shorter.summarised <= longer.summarised
        assert shorter.named <= longer.named


LINKS = re.compile(r"\[\d+\](?: https?://\S+)?|https?://\S+")
FOLDED = re.compile(r"<(details|nav|aside|footer).*?</\1>", re.DOTALL)


def shown_words(made: Digest, format: str) -> int:
    """The words of a digest that a reader sees: none of addresses and of what is folded away."""
    content = render_digest_bytes(made, format)
    if format == "html":
        content = FOLDED.sub(" ", content.decode()).encode()
    text = LINKS.sub(" ", read_back(content, format))
    if format == "epub":
        first = ZipFile(BytesIO(content)).read("EPUB/nav.xhtml").decode()
        text += bare(first.partition("<body>")[2].partition("<nav")[0])
    return sum(any(map(str.isalnum, word)) for word in text.split())


@pytest.mark.parametrize("minutes", [2, 3, 6])
@pytest.mark.parametrize("format", ["terminal", "text", "markdown", "html", "email", "epub"])
def test_the_text_of_a_format_is_within_the_budget(format: str, minutes: int) -> None:
    """230 words a minute, give or take 5 %."""
    words = shown_words(digest(200, minutes=minutes), format)
    assert words == pytest.approx(minutes * WORDS_PER_MINUTE, rel=0.05)


def test_a_limit_bounds_all_parts() -> None:
    """The budget is for what the limit keeps."""
    articles = [story(number).lead for number in range(40)]
    reading = ReadResult(tuple(articles), (), 1, 1)
    made = make_digest(reading, DigestOptions(minutes=1, limit=3, top=2), Run(NOW))
    assert len(made.stories) == 3
    assert parts(made) == [Part.TOP, Part.TOP, Part.SECTION]
