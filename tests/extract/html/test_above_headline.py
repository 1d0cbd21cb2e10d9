"""What a page puts in front of its article: notices, buttons, offers."""

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
def test_the_text_of_a_button_is_no_body(case: str) -> None:
    """Wherever a button stands, its text is none of the article's."""
    article = _read(_BUTTONS[case].format(title=_TITLE, text=_p(_TEXT)))
    assert article.text.split("\n\n") == _TEXT


def test_a_button_that_opens_a_text_stays_with_it() -> None:
    """The question of an accordion is text: in a heading, or with a name for what it opens."""
    asked = ["Who owns the mill?", "When does it open?"]
    body = (
        f"<h2><button>{asked[0]}</button></h2><p>{_TEXT[1]}</p>"
        f"<button aria-expanded=true>{asked[1]}</button><p>{_TEXT[2]}</p>"
    )
    article = _read(f"<article><h1>{_TITLE}</h1>{_p(_TEXT[:1])}{body}</article>")
    assert article.text.split("\n\n") == [_TEXT[0], asked[0], _TEXT[1], asked[1], _TEXT[2]]


@pytest.mark.parametrize("times", [1, 4])
def test_a_notice_above_the_headline_is_no_body(times: int) -> None:
    """A box above the headline is none of the article, be it longer than the article itself."""
    notice = f"<section><p>{_NOTICE}</p></section>" * times
    article = _read(f"{notice}<div><header><h1>{_TITLE}</h1></header>{_p(_TEXT)}</div>")
    assert article.text.split("\n\n") == _TEXT


def test_a_lead_above_the_headline_in_its_box_stays() -> None:
    """What stands in the box of headline and text is of the article, above the headline as well."""
    article = _read(f"<article><p>{_TEXT[0]}</p><h1>{_TITLE}</h1>{_p(_TEXT[1:])}</article>")
    assert _TEXT[0] in article.text
    assert article.text.endswith("\n\n".join(_TEXT[1:]))


def test_a_headline_without_text_below_it_proves_nothing() -> None:
    """A heading at the end of a page does not make the text above it vanish."""
    article = _read(f"<div>{_p(_TEXT)}</div><div><h1>{_TITLE}</h1></div>")
    assert article.text.split("\n\n")[: len(_TEXT)] == _TEXT


@pytest.mark.parametrize("above", [f"<b>{_TITLE}</b>", ""])
def test_a_headline_over_a_box_beside_the_article_proves_nothing(above: str) -> None:
    """An h1 in a box of another use, below the text that it is about, takes none of it away."""
    offer = "Reprint this report free of charge if you name its author and leave every word as is."
    beside = f"<div class=x3><h1>{_TITLE}</h1><div>{offer}</div></div>"
    times = 1 if above else 6
    article = _read(f"<div>{above}{_p(_TEXT * times)}</div>{beside}")
    assert article.text.count(_TEXT[0]) >= 1
