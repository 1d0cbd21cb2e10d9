"""Rules for single sites: what the user says of their pages holds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsdigest.errors import ExtractionError
from newsdigest.extract import SiteRule, SiteRules, extract_articles
from newsdigest.extract.site_rules import shipped
from newsdigest.model import Article, Document

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FERRY = (
    "The ferry to Sandholm will sail every hour from Monday, the harbour board has decided. "
    "Until now the crossing was offered four times a day, and islanders had asked for more. "
)
OTTERS = (
    "Otters have come back to the river below the mill after forty years, a warden has found. "
    "Three cubs were seen on the bank, and anglers have agreed to leave the stretch alone. "
)
BOX = "A season ticket costs ninety crowns, and dogs travel in a basket for three crowns a trip."
PAGE = f"""<html lang=en><head><title>Ferry</title></head><body>
<nav><a href=/>Home</a></nav>
<main><h1>Ferry to sail every hour</h1><div class=story><p>{FERRY * 3}</p>
<div class=promo><p>Order the harbour calendar with twelve pictures of it at our desk.</p></div>
<p>{FERRY * 2}</p></div>
<aside class="box facts"><p>{BOX}</p></aside></main>
<aside class=side id=other><p>{OTTERS * 2}</p></aside>
</body></html>"""


def read(rule: SiteRule | None, host: str = "news.example.org", page: str = PAGE) -> Article:
    sites = SiteRules({"example.org": rule}) if rule else SiteRules()
    document = Document(page.encode(), "page.html", url=f"https://{host}/ferry", charset="utf-8")
    return extract_articles(document, as_of=NOW, sites=sites)[0]


def test_a_body_is_what_the_selector_says() -> None:
    """Also where the page calls it an aside."""
    assert read(SiteRule(body=("#other",))).text == (OTTERS * 2).strip()


def test_the_first_body_that_is_there_counts() -> None:
    """A site changes, and a rule for it names the old and the new place."""
    assert read(SiteRule(body=(".gone", "nav", "#other", ".story"))).text == (OTTERS * 2).strip()


def test_a_body_that_is_not_there_leaves_the_page_as_any_other() -> None:
    """A rule that has grown old does no harm."""
    assert read(SiteRule(body=(".gone",))).blocks == read(None).blocks


def test_what_is_removed_is_listed() -> None:
    """With the rule, and gone from the text."""
    article = read(SiteRule(body=("main",), remove=(".promo", "h1", "aside")))
    assert "calendar" not in article.text
    cut = [r.text.split()[0] for r in article.removed if r.rule == "site:remove"]
    assert sorted(cut) == ["A", "Ferry", "Order", "Otters"]


def test_what_is_kept_stays() -> None:
    """Though it looks like no part of the article, and though another selector removes it."""
    assert BOX not in read(None).text
    for rule in (
        SiteRule(keep=(".facts",)),
        SiteRule(keep=(".facts",), remove=("aside",)),
        SiteRule(body=("main",), keep=(".facts",), remove=(".box", "main .facts p")),
    ):
        article = read(rule)
        assert BOX in article.text
        assert FERRY.strip() in article.text


def test_a_rule_holds_for_the_hosts_below_and_no_others() -> None:
    """`example.org` is www.example.org and news.example.org, but not badexample.org."""
    rule = SiteRule(body=("#other",))
    for host, holds in (
        ("example.org", True), ("www.example.org", True), ("a.b.example.org", True),
        ("badexample.org", False), ("example.org.evil.example", False),
    ):  # fmt: skip
        assert ("Otters" in read(rule, host).text) == holds


def test_the_user_s_rule_stands_before_ours() -> None:
    """What ships with the program is a default."""
    host = next(iter(shipped()))
    document = Document(PAGE.encode(), "p", url=f"https://{host}/x", charset="utf-8")
    sites = SiteRules({host: SiteRule(body=("#other",))})
    assert "Otters" in extract_articles(document, as_of=NOW, sites=sites)[0].text


@pytest.mark.parametrize("host", shipped())
def test_our_rules_are_selectors_that_a_parser_takes(host: str) -> None:
    """On a page that has none of what they name, they change nothing."""
    assert read(None, host).blocks == read(None).blocks


def test_nested_matches_are_cut_once() -> None:
    """A selector that matches a box and what is in it."""
    page = PAGE.replace("<p>Order", "<div class=promo><div class=promo>x</div></div><p>Order")
    article = read(SiteRule(remove=(".promo", ".promo p", "div div")), page=page)
    assert "calendar" not in article.text


def test_everything_may_be_removed() -> None:
    """Then there is no article, and that is told."""
    with pytest.raises(ExtractionError):
        read(SiteRule(remove=("body *",)))
