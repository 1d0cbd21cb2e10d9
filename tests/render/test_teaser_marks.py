"""Stories known from a teaser alone are marked, and the mark is explained once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.model import Digest, Partial, Story
from newsdigest.render import LANGUAGES, RenderOptions, render_digest
from newsdigest.render.compose import compose
from tests.render.examples import BARE, CUP, DIGEST, FERRY
from tests.render.test_named_articles import read_back

EXPLAINED = "from the teaser only; the page was not read (2)"
# Of the first two stories; a terminal has ages.
TIMES = {"terminal": ("2 h ago", "yesterday")}


def digest(*partials: Partial | None) -> Digest:
    """The examples, each incomplete in this way."""
    leads = zip((FERRY, CUP, BARE), partials, strict=False)
    stories = tuple(
        Story(f"s{n}", (replace(lead, partial=partial),)) for n, (lead, partial) in enumerate(leads)
    )
    return replace(DIGEST, stories=stories)


@pytest.mark.parametrize("format", ["terminal", "text", "markdown", "html", "email"])
def test_the_mark_is_explained_once(format: str) -> None:
    """Two stories have it, and the foot says what it means and how many they are."""
    made = render_digest(digest(Partial.OFFLINE, Partial.TEASER, None), format)
    text = read_back(made.encode(), format).replace(" °", "°")
    assert text.count("°") == 3
    assert text.count(f"° {EXPLAINED}") == 1
    newer, older = TIMES.get(format, ("Sun 04:00", "Sat"))
    assert f"{newer}°" in text
    assert text.index(f"{older}°") < text.index(EXPLAINED) < text.index("example.org/rss")
    assert "offline" not in text


@pytest.mark.parametrize("format", ["terminal", "text", "markdown", "html", "email"])
def test_without_teasers_nothing_is_explained(format: str) -> None:
    """Nor is anything else marked: that a text is cut short or paywalled is said in words."""
    made = render_digest(digest(Partial.PAYWALL, Partial.TRUNCATED, None), format)
    text = read_back(made.encode(), format)
    assert "°" not in text
    newer, older = TIMES.get(format, ("Sun 04:00", "Sat"))
    assert f"{newer} · paywalled: the free part alone" in text
    assert f"{older} · cut short" in text


def test_an_entry_of_a_feed_says_it_in_words() -> None:
    """It has no foot, and neither has a chapter of a book."""
    text = read_back(render_digest(digest(Partial.OFFLINE), "atom").encode(), "atom")
    assert "page not fetched: offline" in text
    assert "°" not in text


def test_a_story_without_any_facts_is_marked_too() -> None:
    """The mark then stands alone in the line below the headline."""
    (story,) = compose(
        replace(DIGEST, stories=(Story("s", (replace(BARE, partial=Partial.TEASER),)),)),
        RenderOptions(),
    ).stories
    assert (story.about, story.mark, story.note) == (("°",), "°", "teaser alone")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_explains_it(language: str) -> None:
    """With the number of the stories."""
    view = compose(digest(Partial.OFFLINE, Partial.TEASER), RenderOptions(language=language))
    assert view.marked is not None
    assert view.marked.startswith("° ")
    assert "2" in view.marked
