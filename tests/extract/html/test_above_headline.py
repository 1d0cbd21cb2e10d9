"""Content before the article: notices, buttons, offers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsdigest.extract import extract_articles
from newsdigest.model import Article, Document

_TITLE = "Bakers move back into the old mill"
_TEXT = [
    "Two bakers from Fenn have rented the old mill by the weir, which had stood empty since its"
    " last miller retired.",
    "They bake in the evening, because the water is high then and the millstone turns without"
    " help from the mains.",
    "On Saturdays visitors may watch how the flour is ground and take a bag of it home.",
]
_NOTICE = (
    "This site and its 240 partners store information on your device and read it again, to show"
    " you what may interest you and to count how often it did."
)


def _read(body: str) -> Article:
    html = f"<!doctype html><html lang=en><title>{_TITLE}</title><body>{body}"
    document = Document(content=html.encode(), origin="test")
    (article,) = extract_articles(document, as_of=datetime(2026, 11, 22, tzinfo=UTC))
    return article


def _p(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


_BUTTONS = {
    "before the headline": "<div><button>Agree to all</button></div>"
    "<div><h1>{title}</h1>{text}</div>",
    "in the text's box": "<div><button>Agree to all</button><h1>{title}</h1>{text}</div>",
    "below the headline": "<div><h1>{title}</h1>"
    "<button><span>Agree to all</span></button>{text}</div>",
    "at the end": "<div><h1>{title}</h1>{text}<button><div>Agree to all</div></button></div>",
    "by its role": "<div><h1>{title}</h1><div role=button>Agree to all</div>{text}</div>",
}


@pytest.mark.parametrize("case", _BUTTONS)
def test_button_text_is_not_body(case: str) -> None:
    """Button text is not part of the article, wherever the button is."""
    article = _read(_BUTTONS[case].format(title=_TITLE, text=_p(_TEXT)))
    assert article.text.split("\n\n") == _TEXT


def test_a_button_that_opens_text_is_kept() -> None:
    """The question of an accordion is text: in a heading, or naming what it opens."""
    asked = ["Who owns the mill?", "When does it open?"]
    body = (
        f"<h2><button>{asked[0]}</button></h2><p>{_TEXT[1]}</p>"
        f"<button aria-expanded=true>{asked[1]}</button><p>{_TEXT[2]}</p>"
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_TEXT[:1])}{body}</article>")
    assert article.text.split("\n\n") == [_TEXT[0], asked[0], _TEXT[1], asked[1], _TEXT[2]]


@pytest.mark.parametrize("times", [1, 4])
def test_a_notice_above_the_headline_is_not_body(times: int) -> None:
    """A box above the headline is not part of the article, even if it is the longer of the two."""
    notice = f"<section><p>{_NOTICE}</p></section>" * times
    article = _read(f"{notice}<div><header><h1>{_TITLE}</h1></header>{_p(_TEXT)}</div>")
    assert article.text.split("\n\n") == _TEXT


def test_a_lead_above_the_headline_in_its_box_is_kept() -> None:
    """Text in the box of headline and text belongs to the article, even above the headline."""
    article = _read(f"<article><p>{_TEXT[0]}</p><h1>{_TITLE}</h1>{_p(_TEXT[1:])}</article>")
    assert _TEXT[0] in article.text
    assert article.text.endswith("\n\n".join(_TEXT[1:]))


def test_a_headline_without_text_below_removes_nothing() -> None:
    """A heading at the end of a page does not remove the text above it."""
    article = _read(f"<div>{_p(_TEXT)}</div><div><h1>{_TITLE}</h1></div>")
    assert article.text.split("\n\n")[: len(_TEXT)] == _TEXT


@pytest.mark.parametrize("above", [f"<b>{_TITLE}</b>", ""])
def test_a_headline_in_an_unrelated_box_removes_nothing(above: str) -> None:
    """An h1 in a box for something else, below the text it is about, removes none of it."""
    offer = "Reprint this report free of charge if you name its author and leave every word as is."
    beside = f"<div class=x3><h1>{_TITLE}</h1><div>{offer}</div></div>"
    times = 1 if above else 6
    article = _read(f"<div>{above}{_p(_TEXT * times)}</div>{beside}")
    assert article.text.count(_TEXT[0]) >= 1
