"""Of several articles in one document, the main one is marked."""

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
    """The headlines of the marked articles."""
    return [article.title for article in articles if article.is_main]


def _front_page(title: str, url: str) -> list[Article]:
    page = f"<!doctype html><html lang=en><title>{title}</title><body>{_CARDS}</body></html>"
    return newsdigest.extract(page, url=url, as_of=_AS_OF)


def test_a_single_article_is_marked() -> None:
    """Whatever its address and its headline are."""
    (article,) = newsdigest.extract(article_page(), as_of=_AS_OF)
    assert article.is_main


def test_no_article_of_a_front_page_is_marked() -> None:
    """Its address and title are the publication's."""
    articles = _front_page("Quay Post", "https://quay.example/")
    assert (len(articles), _titles(articles)) == (3, [])


def test_the_article_with_the_title_of_the_page_is_marked() -> None:
    """A page titled with one item's headline was requested because of that item."""
    assert _titles(_front_page("Bakery opens at five", "https://quay.example/x")) == [
        "Bakery opens at five"
    ]


def test_an_address_counts_before_a_headline() -> None:
    """Headlines change when pages are corrected; if both match, the address counts."""
    one = Article("1", "Ferry sails again", (), "x", url=_PAGE)
    other = Article("2", "Bakery opens at five", (), "x", url="https://quay.example/news/bakery")
    marked = mark_main([one, other], url=_PAGE, title="Bakery opens at five")
    assert _titles(marked) == ["Ferry sails again"]


def test_a_shared_address_marks_neither_article() -> None:
    """Two parts of one page at one address: nothing shows which is the main one."""
    articles = [Article(str(number), "News", (), "x", url=_PAGE) for number in range(2)]
    assert _titles(mark_main(articles, url=_PAGE, title="News")) == []
