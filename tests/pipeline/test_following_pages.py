"""An article over several pages is read completely if its site has a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from newsdigest.extract import SiteRule, SiteRules
from newsdigest.model import Partial
from newsdigest.pipeline import ReadingRules, Run, read
from newsdigest.sources import Gathering
from tests.clean.learning.publications import story
from tests.server import Server

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
RULES = ReadingRules(sites=SiteRules({"127.0.0.1": SiteRule(next=("a.on",))}))


def page(number: int, link: str | None) -> str:
    text = "".join(f"<p>{line}</p>" for line in [*story(number), *story(number + 40)])
    on = f"<a class=on href='{link}'>Next page</a>" if link else ""
    return (
        "<html lang=en><head><title>The long report</title></head>"
        f"<body><article><h1>The long report</h1>{text}</article>{on}</body></html>"
    )


def put(server: Server, links: Sequence[str | None]) -> str:
    """Serve pages /1, /2 and so on with their links; returns the URL of the first."""
    for number, link in enumerate(links, 1):
        server.page(f"/{number}", page(number, link))
    return server.url("/1")


def texts(numbers: Sequence[int]) -> str:
    return "\n\n".join(line for n in numbers for line in [*story(n), *story(n + 40)])


def test_an_article_is_read_over_its_pages(server: Server) -> None:
    """Pages are read in order, once each, up to the one without a link."""
    url = put(server, ["/2", "3?print=no", None])
    server.page("/3?print=no", page(3, None))
    (article,) = read([url], Gathering(), Run(NOW, rules=RULES)).articles
    assert article.text == texts([1, 2, 3])
    assert article.partial is None


def test_pages_that_link_in_a_circle_end(server: Server) -> None:
    """No page is read twice, not even one that links to itself."""
    url = put(server, ["/2#top", "/1"])
    (article,) = read([url], Gathering(), Run(NOW, rules=RULES)).articles
    assert article.text == texts([1, 2])


def test_a_missing_page_is_reported(server: Server) -> None:
    """The article is marked as truncated."""
    url = put(server, ["/2", "/404"])
    (article,) = read([url], Gathering(), Run(NOW, rules=RULES)).articles
    assert article.partial is Partial.TRUNCATED
    assert article.text == texts([1, 2])


def test_other_hosts_and_sites_without_a_rule_are_not_followed(server: Server) -> None:
    """Links to other hosts and of other sites are not followed."""
    with Server() as other:
        other.page("/2", page(2, None))
        url = put(server, [other.url("/2")])
        (article,) = read([url], Gathering(), Run(NOW, rules=RULES)).articles
        assert (article.text, other.requests) == (texts([1]), [])
    url = put(server, ["/2", None])
    (article,) = read([url], Gathering(), Run(NOW)).articles
    assert article.text == texts([1])
