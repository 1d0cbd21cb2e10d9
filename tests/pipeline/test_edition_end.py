"""What an edition ends with: the number and the quote of the day, and a light last item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsdigest.model import (
    WORDS_PER_MINUTE,
    Article,
    Digest,
    Edition,
    Highlight,
    Part,
    Story,
    SummarySentence,
    Topic,
)
from newsdigest.pipeline import DigestOptions
from newsdigest.pipeline.digest_options import StoryLimit
from newsdigest.pipeline.edition import with_edition
from newsdigest.pipeline.edition_end import END_SHARE
from newsdigest.render import frame_words
from tests.analyse.articles import article
from tests.pipeline.test_edition import parts, shown_words, story

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
HALL = "The council of Port Marlow approved the new market hall on Saturday."
COUNTED = "The market hall will have room for 40 stalls from Port Marlow."
SAID = "“I had told Leah all week that I would be at the far post,” said the striker Mira Brandt."
WHALES = "Two whales have followed the ferry of Port Marlow since Saturday and sing to its engine."
SCIENCE = Topic("medtop:13000000", "science and technology", 0.9)


def report(title: str, text: str, source: str) -> Article:
    return article(title, text, id=f"{title} {source}", source=source, published=NOW)


def told(id: str, *articles: Article, topic: Topic | None = None) -> Story:
    text = articles[0].blocks[0].text.split(". ")[0].removesuffix(".") + "."
    topics = (topic,) if topic else ()
    summary = (SummarySentence(text, articles[0].id),)
    return Story(id, articles, topics=topics, summary=summary)


HALL_STORY = told(
    "hall", *(report("Council approves market hall", f"{HALL} {COUNTED}", s) for s in "AB")
)
CUP_STORY = told("cup", report("Harriers win the cup", f"The Harriers won. {SAID}", "Post"))
WHALE_STORY = told(
    "whales",
    report("Whales sing to the ferry of Port Marlow", WHALES, "Gazette"),
    topic=SCIENCE,
)


def edition(
    *, minutes: int | None = 3, wanted: Iterable[Highlight] = Highlight, others: int = 200
) -> Digest:
    stories = [story(number) for number in range(others)]
    stories[5:5] = [HALL_STORY, CUP_STORY, WHALE_STORY]
    made = Digest(NOW, None, NOW, tuple(stories))
    return with_edition(made, DigestOptions(minutes=minutes, highlights=frozenset(wanted)))


def ends(made: Digest) -> list[str]:
    """The stories that it ends with."""
    number, quote = (made.edition or Edition()).number, (made.edition or Edition()).quote
    last = [each.id for each in made.stories if each.part is Part.FINALLY]
    return [*([number.story] if number else []), *([quote.story] if quote else []), *last]


def test_an_edition_with_a_budget_ends_with_what_the_day_has() -> None:
    """Without a budget, as of sources on a command line, there is none of it."""
    assert ends(edition()) == ["hall", "cup", "whales"]
    assert ends(edition(minutes=None)) == []


@pytest.mark.parametrize("highlight", list(Highlight))
def test_each_can_be_left_out(highlight: Highlight) -> None:
    """By itself."""
    stories = dict(zip(Highlight, ["hall", "cup", "whales"], strict=True))
    assert ends(edition(wanted={highlight})) == [stories[highlight]]
    others = [stories[each] for each in Highlight if each is not highlight]
    assert ends(edition(wanted=set(Highlight) - {highlight})) == others
    assert ends(edition(wanted=())) == []


def test_the_last_item_stands_nowhere_else() -> None:
    """The other stories are in parts as if it were not there."""
    made = edition(wanted={Highlight.FINALLY})
    others = [each.part for each in made.stories if each.id != "whales"]
    assert parts(made).count(Part.FINALLY) == 1
    assert others == sorted(others, key=[*Part].index)
    assert others.count(Part.TOP) == 5


def test_the_words_of_the_end_count() -> None:
    """An edition with them has room for fewer stories, and as many words."""
    without, made = edition(wanted=()), edition()
    assert made.edition is not None
    assert 0.95 < made.edition.words / (3 * WORDS_PER_MINUTE) <= 1
    summarised = [parts(each).count(Part.SECTION) for each in (made, without)]
    assert summarised[0] < summarised[1]


@pytest.mark.parametrize("format", ["terminal", "text", "markdown", "html", "email", "epub"])
def test_every_format_keeps_to_the_budget(format: str) -> None:
    """230 words a minute with all three of them, give or take 5 %."""
    assert shown_words(edition(), format) == pytest.approx(3 * WORDS_PER_MINUTE, rel=0.05)


@pytest.mark.parametrize("minutes", [1, 2, 3, 5])
def test_the_end_is_a_part_of_the_edition_and_no_more(minutes: int) -> None:
    """What does not fit is left out: a minute has no room for all three."""
    made, without = edition(minutes=minutes), edition(minutes=minutes, wanted=())
    end = frame_words(made) - frame_words(without)
    assert 0 < end <= END_SHARE * minutes * WORDS_PER_MINUTE
    assert len(ends(made)) == (2 if minutes == 1 else 3)


def test_the_heaviest_story_is_not_the_last_item() -> None:
    """Nor the only one."""
    for stories in ((WHALE_STORY,), (WHALE_STORY, CUP_STORY)):
        made = with_edition(Digest(NOW, None, NOW, stories), DigestOptions(minutes=3))
        assert made.stories[0].part is Part.TOP


def test_number_and_quote_are_of_other_stories_than_the_last_item() -> None:
    """And are no sentences that a summary shows; one of a brief shows none."""
    lead = report("Whales sing to the ferry of Port Marlow", f"{WHALES} {SAID}", "Gazette")
    whales = replace(WHALE_STORY, articles=(lead,))
    stories = (HALL_STORY, CUP_STORY, whales)
    made = with_edition(Digest(NOW, None, NOW, stories), DigestOptions(minutes=3))
    assert ends(made) == ["hall", "cup", "whales"]
    shown = replace(CUP_STORY, summary=(SummarySentence(SAID, CUP_STORY.lead.id),))
    made = with_edition(Digest(NOW, None, NOW, (HALL_STORY, shown)), DigestOptions(minutes=3))
    assert ends(made) == ["hall"]
    many = tuple(story(number) for number in range(60))
    made = with_edition(Digest(NOW, None, NOW, (*many, shown)), DigestOptions(minutes=2))
    assert made.stories[-1].part is Part.MORE
    assert ends(made) == ["cup"]


def test_what_is_beyond_the_limit_of_its_feed_is_not_at_the_end_either() -> None:
    """Who wants one story of a feed does not want its quote, too."""
    origins = frozenset({CUP_STORY.lead.origin, WHALE_STORY.lead.origin})
    options = DigestOptions(minutes=3, limits=(StoryLimit(origins, 0),))
    stories = (HALL_STORY, CUP_STORY, WHALE_STORY)
    made = with_edition(Digest(NOW, None, NOW, stories), options)
    assert ends(made) == ["hall"]
    assert parts(made) == [Part.TOP, Part.MORE, Part.MORE]


def test_an_edition_can_be_made_again() -> None:
    """With another budget nothing of the first one is left."""
    made = edition()
    assert with_edition(made, DigestOptions(minutes=3)) == made
    assert ends(with_edition(made, DigestOptions())) == []
