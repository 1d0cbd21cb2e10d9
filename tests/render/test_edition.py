"""An edition in every format: its parts, its head, and what counts as delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from newsdigest.formats import LEVELS
from newsdigest.model import Digest, Edition, Part, Topic
from newsdigest.render import (
    FORMATS,
    RenderOptions,
    builtin_template,
    render_digest,
    render_digest_named,
    render_notification,
    render_template_named,
)
from newsdigest.render.compose import compose
from tests.render.test_named_articles import digest, read_back

FOR_PROGRAMS = {"json", "jsonl", "csv"}
BY = [("source", "topic"), ("topic",), ()]


def edition(*, top: int = 2, told: int = 6, named: int = 9) -> Digest:
    """Twelve stories in reading order."""
    bounds = [(top, Part.TOP), (told, Part.SECTION), (named, Part.BRIEF), (12, Part.MORE)]
    stories = tuple(
        replace(story, part=next(part for bound, part in bounds if place < bound))
        for place, story in enumerate(digest(0).stories[:12])
    )
    return replace(digest(0), stories=stories, edition=Edition(2, 300))


@pytest.mark.parametrize("format", [each for each in FORMATS if each not in FOR_PROGRAMS])
def test_every_story_of_an_edition_stands_once(format: str) -> None:
    """Top, sections and briefs are named, once each; what is only counted is not."""
    made = edition()
    rendered = render_digest_named(made, format)
    text = read_back(rendered.content, format)
    titles = [story.title or "" for story in made.stories]
    counts = [text.count(title) for title in titles]
    assert all(counts[:9])
    if format in ("terminal", "text", "markdown", "html", "epub"):
        assert counts[:9] == [1] * 9
    assert counts[9:] == [0, 0, 0]
    assert rendered.named == {
        article.id
        for story in made.stories[:9]
        for article in (*story.articles, *(copy.article for copy in story.copies))
    }


@pytest.mark.parametrize("format", ["text", "terminal", "markdown", "html", "epub"])
def test_an_archive_names_what_is_only_counted(format: str) -> None:
    """So that it is found there, and counts as delivered there alone."""
    made = edition()
    rendered = render_digest_named(made, format, RenderOptions(archived=True))
    text = read_back(rendered.content, format)
    assert all((story.title or "") in text for story in made.stories[9:])
    assert {story.lead.id for story in made.stories} <= rendered.named


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_template_delivers_what_it_lists(kind: str) -> None:
    """In an archive that is every story; elsewhere what is only counted is not delivered."""
    template = builtin_template(kind)
    leads = [story.lead.id for story in edition().stories]
    listed = render_template_named(edition(), template, kind, RenderOptions(archived=True))
    assert set(leads) <= listed.named
    assert not render_template_named(edition(), template, kind).named & set(leads[9:])


@pytest.mark.parametrize("format", sorted(FOR_PROGRAMS))
def test_programs_get_every_story(format: str) -> None:
    """With its part: nothing is left out of JSON and CSV."""
    rendered = render_digest_named(edition(), format)
    assert {story.lead.id for story in edition().stories} <= rendered.named
    text = read_back(rendered.content, format)
    assert all(f"{part}" in text for part in Part if part is not Part.FINALLY)


@pytest.mark.parametrize("by", BY)
def test_the_view_has_top_sections_and_briefs(by: tuple[str, ...]) -> None:
    """In this order, each story once, whatever the grouping; ranks are those of the weights."""
    view = compose(edition(), RenderOptions(by))
    assert [story.rank for story in view.top] == [1, 2]
    assert [story.rank for story in view.briefs] == [7, 8, 9]
    assert sorted(story.rank for story in view.stories) == [*range(1, 10)]
    parts = [section.part for section in view.sections]
    assert parts == ["top", *["section"] * (len(parts) - 2), "brief"]
    assert [story.part for story in view.ranked] == ["top"] * 2 + ["section"] * 4 + ["brief"] * 3
    assert {key for key in LEVELS if key in by} == set(by)


def test_a_digest_of_several_days_has_no_top_of_the_day() -> None:
    """Its heading names no day; one of yesterday and today is of the day."""
    now = edition().generated
    headings = [
        compose(replace(edition(), since=since), RenderOptions()).sections[0].name
        for since in (None, now - timedelta(days=1), now - timedelta(days=7))
    ]
    assert headings == ["Top of the day", "Top of the day", "Top stories"]


def test_the_head_counts_the_parts() -> None:
    """Stories told, briefs, the rest; publications; minutes."""
    head = render_digest(edition(), "text").splitlines()[1]
    assert head.startswith("6 stories, 3 in brief, 3 more · ")
    assert head.endswith(" publications · 1 min")
    whole = render_digest(edition(top=2, told=12, named=12), "text").splitlines()[1]
    assert whole.startswith("12 stories · ")


def test_what_is_left_out_is_counted_by_topic() -> None:
    """The reader sees what kind of news there is besides."""
    made = edition()
    assert "\n3 more\n" in render_digest(made, "text")
    weather, sport = Topic("medtop:17000000", "weather", 0.9), Topic("x", "our sport", 0.9)
    topics = [weather, sport, weather, *[Topic(f"{n}", f"topic {n}", 0.9) for n in range(9)]]
    parts = [
        replace(s, part=Part.MORE, topics=(t,)) for s, t in zip(made.stories, topics, strict=True)
    ]
    text = " ".join(render_digest(replace(made, stories=tuple(parts)), "text").split())
    assert (
        "12 more: Weather 2, Our sport 1, Topic 0 1, Topic 1 1, Topic 2 1, Topic 3 1, others 5"
        in text
    )
    note = render_notification(made, stories=4)
    assert "8 more stories" in note.text


@pytest.mark.parametrize("by", BY)
def test_the_top_names_its_publications(by: tuple[str, ...]) -> None:
    """No heading says there who reports it."""
    view = compose(edition(), RenderOptions(by))
    assert all(story.source in story.about for story in view.top)
    assert all((story.source or "") in story.credit[0] for story in view.briefs)
