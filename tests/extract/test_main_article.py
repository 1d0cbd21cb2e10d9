"""Of several articles in one document, the one that the document is of is marked."""

from __future__ import annotations

from datetime import UTC, datetime

import newsdigest
from newsdigest.extract.main_article import mark_main
from newsdigest.model import Article
from tests.pages import article_page

_AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
_PAGE = "https://quay.example/news/ferry"
_CARDS = "".join(
    f'<div class="card"><h3><a href="/news/{name}">{title}</a></h3><p>{text}</p></div>'
    for name, title, text in (
        ("ferry", "Ferry sails again", "The ferry sailed again on Monday after the repairs."),
        ("bakery", "Bakery opens at five", "A bakery will open at five for the early trains."),
        ("tools", "Library lends tools", "The library now lends drills, saws and ladders to all."),
    )
)


def _titles(articles: list[Article]) -> list[str | None]:
    """The headlines of those that are marked."""
    return [article.title for article in articles if article.is_main]


def _front_page(title: str, url: str) -> list[Article]:
    page = f"<!doctype html><html lang=en><title>{title}</title><body>{_CARDS}</body></html>"
    return newsdigest.extract(page, url=url, as_of=_AS_OF)


def test_a_page_of_one_article_is_that_articles_own() -> None:
    """Whatever its address and its headline are."""
    (article,) = newsdigest.extract(article_page(), as_of=_AS_OF)
    assert article.is_main


def test_a_front_page_is_of_none_of_its_articles() -> None:
    """Its address and title are the publication's."""
    articles = _front_page("Quay Post", "https://quay.example/")
    assert (len(articles), _titles(articles)) == (3, [])


def test_a_page_of_several_is_of_the_one_whose_headline_it_bears() -> None:
    """A page whose title is one item's headline was asked for because of that item."""
    assert _titles(_front_page("Bakery opens at five", "https://quay.example/x")) == [
        "Bakery opens at five"
    ]


def test_an_address_tells_more_than_a_headline() -> None:
    """Headlines change when pages are corrected; where both speak, the address counts."""
    one = Article("1", "Ferry sails again", (), "x", url=_PAGE)
    other = Article("2", "Bakery opens at five", (), "x", url="https://quay.example/news/bakery")
    marked = mark_main([one, other], url=_PAGE, title="Bakery opens at five")
    assert _titles(marked) == ["Ferry sails again"]


def test_what_two_articles_share_marks_neither() -> None:
    """Two parts of one page at one address: nothing says which one it is of."""
    articles = [Article(str(number), "News", (), "x", url=_PAGE) for number in range(2)]
    assert _titles(mark_main(articles, url=_PAGE, title="News")) == []
