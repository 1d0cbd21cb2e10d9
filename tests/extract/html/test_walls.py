"""Walls are distinguished from articles, even from articles about such things."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.walls import Wall, find_wall
from newsdigest.extract.metadata import Metadata, read_metadata
from newsdigest.model import Hints

SENTENCE = "The ferry between the two towns sailed again on Monday after a long repair in dock. "
FREE_PART = f"<article><h1>Ferry sails again</h1><p>{SENTENCE * 3}</p></article>"
OFFER = "<h2>Read on with us</h2><span>One month for one coin</span> <button>See offers</button>"
MENU = "<nav><a href='/a'>Home</a> <a href='/b'>Sport</a> <a href='/c'>Weather</a></nav>"


def evidence(
    body: str, words: int, *, status: int | None = None, title: str | None = None, head: str = ""
) -> Wall | None:
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    tree = LexborHTMLParser(html, scripting=True)
    metadata = read_metadata(
        tree, url=None, hints=Hints(), as_of=datetime(2026, 11, 22, tzinfo=UTC)
    )
    return find_wall(html.encode(), lambda: tree, metadata, status=status, words=words, title=title)


def paid(selector: str | None = None, *, free: bool = False) -> str:
    node: dict[str, object] = {"@type": "NewsArticle", "headline": "Ferry sails again"}
    node["isAccessibleForFree"] = free
    if selector:
        node["hasPart"] = {"@type": "WebPageElement", "cssSelector": selector}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize("name", ["paywall", "article-paywall-box", "regwall", "metered-offer"])
def test_an_offer_after_a_free_part_is_a_paywall(name: str) -> None:
    """A visible box with a paywall's name and a button cuts the article off."""
    assert evidence(FREE_PART + f"<div class='{name}'>{OFFER}</div>", 48) is Wall.PAYWALL


def test_a_paid_article_with_an_offer_is_a_paywall_up_to_a_long_free_part() -> None:
    """The publisher's statement lets a free part be longer."""
    body = FREE_PART + f"<div id='paywall'>{OFFER}</div>"
    assert evidence(body, 200, head=paid()) is Wall.PAYWALL
    assert evidence(body, 400, head=paid()) is None
    assert evidence(body, 200) is None


@pytest.mark.parametrize("rest", ["", "<div class='locked-part'></div>"])
def test_a_paid_part_that_is_missing_or_empty_is_a_paywall(rest: str) -> None:
    """JSON-LD names the paid part."""
    assert evidence(FREE_PART + rest, 120, head=paid(".locked-part")) is Wall.PAYWALL


def test_a_paid_part_that_is_present_is_no_paywall() -> None:
    """Many pages contain the whole of a paid article."""
    rest = f"<div class='locked-part'><p>{SENTENCE * 4}</p></div>"
    assert evidence(FREE_PART + rest, 120, head=paid(".locked-part")) is None


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='paywall' hidden>{OFFER}</div>",
        f"<div style='display: none'><div class='paywall'>{OFFER}</div></div>",
        f"<header><div class='paywall'>{OFFER}</div></header>",
        "<div class='paywall'></div>",
        f"<div class='paywall'><p>{SENTENCE * 3}</p><a href='/x'>More</a></div>",
    ],
)
def test_a_paywall_needs_more_than_its_name(box: str) -> None:
    """Hidden boxes, links in the header, empty boxes and the article's own wrapper are none."""
    assert evidence(FREE_PART + box, 48) is None


def test_a_free_article_has_no_paywall() -> None:
    """The publisher's statement outweighs the names of boxes and the wording."""
    body = FREE_PART + f"<div class='paywall'>{OFFER} Subscribe to continue reading</div>"
    assert evidence(body, 48, head=paid(free=True)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to continue reading",
        "Dieser Artikel ist nur für Abonnenten",
        "Cet article est réservé aux abonnés",
        "Contenido exclusivo para suscriptores",
        "Langgan untuk terus membaca",
        "订阅后继续阅读",
    ],
)
def test_the_wording_of_a_paywall_counts_if_little_text_is_left(text: str) -> None:
    """The same words below a longer text are an advertisement."""
    assert evidence(FREE_PART + f"<div><b>{text}</b></div>", 48) is Wall.PAYWALL
    assert evidence(FREE_PART + f"<div><b>{text}</b></div>", 140) is None


@pytest.mark.parametrize(
    "text", ["Advertisement. Scroll to continue reading.", "Already a subscriber? Log in"]
)
def test_wording_of_ordinary_pages_is_no_paywall(text: str) -> None:
    """Labels of advertisements and of the log-in are on free pages as well."""
    assert evidence(FREE_PART + f"<div>{text}</div>", 48) is None


def test_a_consent_box_that_is_the_page_is_a_consent_wall() -> None:
    """The box of a known consent platform with nothing else to read, however long it is."""
    box = "<p>We and our partners keep data on your device to show you things you may like.</p>"
    wall = f"<div id='didomi-host'>{box * 12}<button>Agree</button></div><footer>Imprint</footer>"
    assert evidence(wall, 20) is Wall.CONSENT
    assert evidence(wall, 190, title="Before you continue") is Wall.CONSENT


def test_a_consent_banner_beside_a_short_article_is_no_wall() -> None:
    """A sentence outside the box belongs to an article."""
    box = "<p>We and our partners keep data on your device to show you things you may like.</p>"
    banner = f"<div id='onetrust-banner-sdk'>{box * 12}<button>Accept all</button></div>"
    assert evidence(f"<article><h1>Ferry</h1><p>{SENTENCE}</p></article>{banner}", 16) is None


@pytest.mark.parametrize(
    ("status", "words", "expected"),
    [
        (404, 40, Wall.ERROR_PAGE),
        (500, 0, Wall.ERROR_PAGE),
        (410, 119, Wall.ERROR_PAGE),
        (404, 130, None),
        (503, 600, None),
        (200, 48, None),
        (402, 48, Wall.PAYWALL),
    ],
)
def test_an_error_status_is_an_error_page_unless_there_is_an_article(
    status: int, words: int, expected: Wall | None
) -> None:
    """Some servers send articles with an error status."""
    assert evidence(FREE_PART, words, status=status) is expected


def test_a_denied_page_with_an_offer_is_a_paywall() -> None:
    """403 with an offer is a paywall, without one an error page."""
    assert evidence(f"<div class='paywall'>{OFFER}</div>", 10, status=403) is Wall.PAYWALL
    assert evidence("<p>You may not see this.</p>", 5, status=403) is Wall.ERROR_PAGE


def test_a_denied_page_with_a_challenge_is_a_bot_check() -> None:
    """Challenges are sent with 403 and 503."""
    body = "<div id='cf-challenge'>Verify you are human to go on</div>"
    assert evidence(body, 6, status=403) is Wall.BOT_CHECK
    assert evidence("<p>A moment.</p>", 2, status=503, title="Just a moment...") is Wall.BOT_CHECK


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("404 Not Found", Wall.ERROR_PAGE),
        ("Page not found | Harbour Post", Wall.ERROR_PAGE),
        ("Seite nicht gefunden – Hafenbote", Wall.ERROR_PAGE),
        ("Page introuvable", Wall.ERROR_PAGE),
        ("Página no encontrada", Wall.ERROR_PAGE),
        ("Halaman tidak dijumpai", Wall.ERROR_PAGE),
        ("页面不存在", Wall.ERROR_PAGE),
        ("Just a moment...", Wall.BOT_CHECK),
        ("Avant de continuer", Wall.CONSENT),
        ("Page not found: how a library lost its maps", None),
    ],
)
def test_a_title_identifies_a_short_notice(title: str, expected: Wall | None) -> None:
    """A whole part of the title, and only if there is little text."""
    assert evidence(MENU + "<p>Go to the front page.</p>", 5, title=title) is expected
    assert evidence(MENU + f"<p>{SENTENCE * 20}</p>", 300, title=title) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<div id='root'></div><noscript><p>Please enable JavaScript.</p></noscript>",
            Wall.BOT_CHECK,
        ),
        ("<p>Bitte aktivieren Sie JavaScript in Ihrem Browser.</p>", Wall.BOT_CHECK),
        ("<p>Sorry, the page you are looking for has moved away.</p>", Wall.ERROR_PAGE),
        ("<p>We value your privacy.</p><button>Accept all</button>", Wall.CONSENT),
        ("<p>The baker on the quay is closed today.</p>", None),
    ],
)
def test_wording_identifies_pages_without_other_text(body: str, expected: Wall | None) -> None:
    """A shell, an error and a consent wall without a status, a title or a known name."""
    assert evidence(body, 5) is expected


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Harbour Post drops its paywall",
            "Readers no longer meet a paywall to continue reading. ",
        ),
        ("Why cookies ask so much", "Accept all, reject all: we use cookies, the banners say. "),
        ("Are you a robot?", "Are you a robot? Checking your browser takes a while, she said. "),
        ("The charm of the 404 page", "Page not found, it said, and please try again later. "),
    ],
)
def test_an_article_about_walls_is_an_article(title: str, text: str) -> None:
    """Plenty of text outweighs every word and every banner."""
    banner = "<div id='onetrust-consent-sdk'>We use cookies. <button>Accept all</button></div>"
    body = f"<article><h1>{title}</h1><p>{text * 20}</p></article>{banner}"
    assert evidence(body, 180, title=title) is None


def test_a_page_of_nested_paywalls_is_survived() -> None:
    """Deep nests of such names end, whatever the result."""
    body = "<div class='paywall consent captcha'>" * 3_000 + OFFER
    assert evidence(body, 3) in (*Wall, None)


def test_an_empty_page_is_no_wall() -> None:
    """No text is no notice."""
    tree = LexborHTMLParser("", scripting=True)
    assert find_wall(b"", lambda: tree, Metadata(), status=None, words=0, title=None) is None


def test_phrases_are_written_as_they_are_compared() -> None:
    """A phrase with capitals or curly apostrophes would never match; no title has two kinds."""
    path = files("newsdigest.extract.html").joinpath("data", "walls.toml")
    rules = tomllib.loads(path.read_text("utf-8"))
    assert rules["origin"]
    lists = [rules["titles"], rules["phrases"], rules["names"]]
    assert set(rules["titles"]) < {*Wall}
    assert set(rules["phrases"]) == {*Wall}
    for phrase in (one for kinds in lists for phrases in kinds.values() for one in phrases):
        assert phrase == phrase.lower().replace("’", "'").strip()
    titles = [title for kind in rules["titles"].values() for title in kind]
    assert len(titles) == len(set(titles))


def test_a_brief_below_a_consent_banner_is_an_article() -> None:
    """Its sentences do not have the wording of the banner; those of a form do."""
    banner = "<div class='cookie'>We use cookies. <button>Accept all</button></div>"
    brief = f"{banner}<article><h1>Ferry sails again</h1><p>{SENTENCE}</p></article>"
    form = "We use cookies and so do the firms that show the advertisements on all of our pages."
    wall = f"<p>{form}</p><button>Accept all</button>"
    for page, text, expected in ((brief, SENTENCE, None), (wall, form, Wall.CONSENT)):
        html = f"<body>{page}{MENU}"
        found = find_wall(
            html.encode(),
            lambda: LexborHTMLParser(html),  # noqa: B023 - called at once
            Metadata(),
            status=None,
            words=16,
            title=None,
            body=[text],
        )
        assert found is expected


def test_a_page_without_suspicious_names_is_not_parsed_for_them() -> None:
    """Where the words settle it, the tree does not matter; where a name may be, it does."""
    asked: list[bytes] = []

    def found(content: bytes) -> Wall | None:
        def parse() -> LexborHTMLParser:
            asked.append(content)
            return LexborHTMLParser(content)

        return find_wall(content, parse, Metadata(), status=None, words=100, title="Ferry sails")

    brief = FREE_PART.encode()
    named = FREE_PART.encode() + f"<div CLASS='RegWall'>{OFFER}</div>".encode()
    wide = FREE_PART.encode("utf-16")
    assert [found(brief), found(named), found(wide)] == [None, Wall.PAYWALL, None]
    assert set(asked) == {named, wide}
