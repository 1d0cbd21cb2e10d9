"""The user's rules for single sites apply to their pages."""

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


def test_the_body_is_what_the_selector_matches() -> None:
    """Even if the page marks it as an aside."""
    assert read(SiteRule(body=("#other",))).text == (OTTERS * 2).strip()


def test_the_first_matching_body_counts() -> None:
    """A site changes, and its rule names the old and the new element."""
    assert read(SiteRule(body=(".gone", "nav", "#other", ".story"))).text == (OTTERS * 2).strip()


def test_a_missing_body_leaves_the_page_as_any_other() -> None:
    """An outdated rule does no harm."""
    assert read(SiteRule(body=(".gone",))).blocks == read(None).blocks


def test_removed_elements_are_listed() -> None:
    """With the rule, and gone from the text."""
    article = read(SiteRule(body=("main",), remove=(".promo", "h1", "aside")))
    assert "calendar" not in article.text
    cut = [r.text.split()[0] for r in article.removed if r.rule == "site:remove"]
    assert sorted(cut) == ["A", "Ferry", "Order", "Otters"]


def test_kept_elements_stay() -> None:
    """Even if they do not look like the article, and another selector removes them."""
    assert BOX not in read(None).text
    for rule in (
        SiteRule(keep=(".facts",)),
        SiteRule(keep=(".facts",), remove=("aside",)),
        SiteRule(body=("main",), keep=(".facts",), remove=(".box", "main .facts p")),
    ):
        article = read(rule)
        assert BOX in article.text
        assert FERRY.strip() in article.text


def test_a_rule_applies_to_subdomains_only() -> None:
    """`example.org` covers www.example.org and news.example.org, but not badexample.org."""
    rule = SiteRule(body=("#other",))
    for host, holds in (
        ("example.org", True), ("www.example.org", True), ("a.b.example.org", True),
        ("badexample.org", False), ("example.org.evil.example", False),
    ):  # fmt: skip
        assert ("Otters" in read(rule, host).text) == holds


def test_the_users_rule_takes_precedence() -> None:
    """The rules of the package are defaults."""
    host = next(iter(shipped()))
    document = Document(PAGE.encode(), "p", url=f"https://{host}/x", charset="utf-8")
    sites = SiteRules({host: SiteRule(body=("#other",))})
    assert "Otters" in extract_articles(document, as_of=NOW, sites=sites)[0].text


@pytest.mark.parametrize("host", shipped())
def test_the_rules_of_the_package_are_valid_selectors(host: str) -> None:
    """On a page without the elements they name, they change nothing."""
    assert read(None, host).blocks == read(None).blocks


def test_nested_matches_are_removed_once() -> None:
    """A selector that matches a box and its contents."""
    page = PAGE.replace("<p>Order", "<div class=promo><div class=promo>x</div></div><p>Order")
    article = read(SiteRule(remove=(".promo", ".promo p", "div div")), page=page)
    assert "calendar" not in article.text


def test_everything_may_be_removed() -> None:
    """Then there is no article, and that is reported."""
    with pytest.raises(ExtractionError):
        read(SiteRule(remove=("body *",)))
