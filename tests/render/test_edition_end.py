"""The number and the quote of the day and the last item, in every format."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from newsdigest.model import Digest, NumberOfTheDay, Part, QuoteOfTheDay
from newsdigest.render import (
    LANGUAGES,
    MailHeaders,
    RenderOptions,
    builtin_template,
    render_digest,
    render_digest_named,
    render_template,
)
from newsdigest.render.catalogue import catalogue
from newsdigest.render.compose import compose
from tests.render.test_edition import edition
from tests.render.test_named_articles import read_back

NUMBER = "The market hall will have room for 40 stalls from Port Marlow."
QUOTE = "“A map is a working document,” said Ada Frei."
FOR_PEOPLE = ["terminal", "text", "markdown", "html", "email", "epub"]
OPTIONS = RenderOptions(mail=MailHeaders(recipients=("me@example.org",)))


def ended(*, number: str = NUMBER, quote: str = QUOTE) -> Digest:
    """An edition whose tenth story is its last item."""
    made = edition()
    assert made.edition is not None
    stories = list(made.stories)
    stories[9] = replace(stories[9], part=Part.FINALLY)
    first, second = stories[0], stories[1]
    end = replace(
        made.edition,
        number=NumberOfTheDay(number, first.lead.id, first.id, "40 stalls"),
        quote=QuoteOfTheDay(quote, second.lead.id, second.id, "Ada Frei"),
    )
    return replace(made, stories=tuple(stories), edition=end)


def texts(made: Digest, format: str) -> str:
    text = read_back(render_digest_named(made, format, OPTIONS).content, format)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("format", FOR_PEOPLE)
def test_an_edition_ends_with_them(format: str) -> None:
    """After what is only counted: number, quote and the last item, each sentence signed."""
    made = ended()
    text = texts(made, format)
    if format == "html":
        text = text[text.index("In brief </h2>") if "In brief </h2>" in text else 0 :]
    last = made.stories[9].title or ""
    places = [text.lower().rindex(each.lower()) for each in (NUMBER, QUOTE, "And finally")]
    if format != "epub":  # whose chapter has their name
        assert places == sorted(places)
        assert text.rindex(last) > places[-1]
    assert text.count(NUMBER) >= 1
    source = made.stories[0].lead.source or ""
    assert re.search(rf"{re.escape(NUMBER)} — (\[)?{source}", text)
    assert "40 stalls" in text.replace(NUMBER, "")


@pytest.mark.parametrize("format", FOR_PEOPLE)
def test_the_last_item_is_named_once(format: str) -> None:
    """In its place at the end, and it counts as delivered; number and quote deliver nothing."""
    made = ended()
    rendered = render_digest_named(made, format, OPTIONS)
    title = made.stories[9].title or ""
    text = read_back(rendered.content, format)
    assert title in text
    if format not in ("email", "html"):
        assert text.count(title) == 1
    assert made.stories[9].lead.id in rendered.named
    assert made.stories[10].lead.id not in rendered.named


@pytest.mark.parametrize("format", FOR_PEOPLE)
def test_without_them_there_is_no_heading(format: str) -> None:
    """An edition of a day without a number, a quote and a light story looks as ever."""
    text = texts(edition(), format).lower()
    assert not any(each in text for each in ("of the day:", "number of the day", "and finally"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_their_headings_are_in_the_language_of_the_reader(language: str) -> None:
    """The sentences stay as they were printed."""
    words = catalogue(language)
    text = render_digest(ended(), "markdown", replace(OPTIONS, language=language))
    for key in ("number_of_the_day", "quote_of_the_day", "and_finally"):
        assert f"## {words.say(key)}" in text
    assert NUMBER in text


def test_json_has_them_in_the_edition() -> None:
    """With the ids of story and article; the last item is a part."""
    made = ended()
    value = json.loads(render_digest(made, "json"))
    first = made.stories[0]
    assert value["edition"]["number"] == {
        "figure": "40 stalls",
        "text": NUMBER,
        "article": first.lead.id,
        "story": first.id,
    }
    assert value["edition"]["quote"]["speaker"] == "Ada Frei"
    assert value["edition"]["counts"]["finally"] == 1
    assert value["stories"][9]["part"] == "finally"
    plain = json.loads(render_digest(edition(), "json"))["edition"]
    assert (plain["number"], plain["quote"]) == (None, None)


def test_templates_have_them() -> None:
    """As views, beside the section of the last item; sections and stories hold it too."""
    view = compose(ended(), RenderOptions())
    assert [each.title for each in view.highlights] == ["Number of the day", "Quote of the day"]
    assert view.last is not None
    assert view.sections[-1] == view.last
    assert view.body == view.sections[:-1]
    assert view.last.stories[0] in view.stories
    source = "{% for section in digest.sections %}{{ section.name }}\n{% endfor %}"
    assert render_template(ended(), source, "text").splitlines()[-1] == "And finally"
    for kind in ("html", "text"):
        assert (
            "And finally".lower() in render_template(ended(), builtin_template(kind), kind).lower()
        )


def test_over_several_days_number_and_quote_are_of_no_day() -> None:
    """A weekly edition has a number and a quote."""
    made = ended()
    week = replace(made, since=made.generated - timedelta(days=7))
    text = render_digest(week, "text").upper()
    assert "A NUMBER" in text
    assert "A QUOTE" in text
    assert "OF THE DAY" not in text


def test_a_number_of_a_report_that_is_gone_is_left_out() -> None:
    """As where its story could not be rendered: there would be nothing to sign it with."""
    made = ended()
    alone = replace(made, stories=made.stories[1:])
    assert NUMBER not in render_digest(alone, "text")
    assert QUOTE in render_digest(alone, "text")
