"""The pages in a real browser: nothing overflows, nothing runs, everybody can read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_string, policy
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from newsdigest.model import Digest, EarlierStory, Edition, Figure, FigureCourse, Part, Story
from newsdigest.render import RenderOptions, render_articles, render_digest
from newsdigest.render.archive_pages import index_page, neighbours, read_issue, with_neighbours
from tests.browser.chromium import Browser
from tests.render.examples import BARE, CUP, DIGEST, FERRY, FERRY_TOO, NOW, STORIES
from tests.render.hostile import PAYLOADS

WIDTHS = (320, 800, 1400)
SCHEMES = ("light", "dark")
PROBE = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"


RUNNING: dict[str, Any] = {
    "since": NOW - timedelta(days=3),
    "previous": tuple(
        EarlierStory(f"e{days}", title, NOW - timedelta(days=days), "Evening Line", FERRY.url)
        for days, title in ((3, "Ferry overdue in the fog"), (1, "W" * 80))
    ),
    "courses": (FigureCourse("injured", (Figure("3", ("a2",)), Figure("12", ("a1",)))),),
}


def full() -> Digest:
    """Stories enough for charts, in several languages."""
    more = tuple(
        Story(
            f"m{n}",
            (replace(FERRY_TOO, id=f"m{n}", published=NOW - timedelta(hours=n), language="en"),),
        )
        for n in range(5)
    )
    arabic = replace(CUP, id="ar", title="العبارة تصطدم بالرصيف في الضباب", language="ar")
    story = Story("rtl", (arabic, FERRY_TOO), summary=())
    return replace(DIGEST, stories=(*STORIES, story, *more))


def edition() -> Digest:
    """The same with all parts: a top, sections, briefs, and stories that are only counted."""
    parts = [Part.TOP] * 3 + [Part.SECTION] * 2 + [Part.BRIEF] * 3 + [Part.MORE]
    pairs = zip(full().stories, parts, strict=True)
    # The first story of the top and the first of the sections run.
    stories = tuple(
        replace(story, part=part, **(RUNNING if place in (0, 3) else {}))
        for place, (story, part) in enumerate(pairs)
    )
    return replace(full(), stories=stories, edition=Edition(3, 600))


def hostile() -> Digest:
    """Every payload as headline, publication, link and language of a story."""
    texts = {**PAYLOADS, "probe": PROBE, "quoted": f'">{PROBE}', "word": "W" * 400}
    stories = tuple(
        replace(
            STORIES[0],
            id=name,
            articles=(
                replace(FERRY, title=text, source=text, url=text, language=text, dateline=text),
                replace(FERRY_TOO, source=text, title=text),
            ),
        )
        for name, text in texts.items()
    )
    return replace(DIGEST, stories=stories)


ISSUES = [
    read_issue(f"2026-{month}-01.html", date(2026, month, 1), 1, render_digest(hostile(), "html"))
    for month in (10, 11)
]
PAGES = {
    "digest": render_digest(full(), "html"),
    "edition": render_digest(edition(), "html", RenderOptions(charts=True)),
    "edition-archived": render_digest(edition(), "html", RenderOptions(archived=True)),
    "by-topic": render_digest(edition(), "html", RenderOptions(by=("topic",), language="zh")),
    "flat": render_digest(full(), "html", RenderOptions(by=(), language="de")),
    "empty": render_digest(replace(DIGEST, stories=(), failures=()), "html"),
    "archived": with_neighbours(
        render_digest(full(), "html", RenderOptions(archived=True)),
        neighbours(ISSUES[0], ISSUES[1], RenderOptions()),
    ),
    "index": index_page(ISSUES, RenderOptions()),
    "reader": render_articles([FERRY, CUP, BARE], "html", RenderOptions(removed=True)),
    "hostile": render_digest(hostile(), "html"),
    "hostile-reader": render_articles(
        [story.lead for story in hostile().stories], "html", RenderOptions(removed=True)
    ),
}


def mailed(digest: Digest, **options: Any) -> str:
    """The page in the mail of a digest."""
    mail = message_from_string(
        render_digest(digest, "email", RenderOptions(**options)), policy=policy.default
    )
    page = mail.get_body(("html",))
    assert page is not None
    return str(page.get_content())


MAILS = {
    "mail": mailed(full()),
    "mail-edition": mailed(edition()),
    "mail-flat": mailed(full(), by=(), language="de"),
    "mail-hostile": mailed(hostile()),
}


@pytest.fixture
def shown(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Browser:
    """The browser with a page of PAGES open."""
    path = tmp_path / "page.html"
    path.write_text({**PAGES, **MAILS}[request.param], "utf-8")
    browser.show(800)
    browser.open(path)
    return browser


@pytest.mark.parametrize("shown", [*PAGES, *MAILS], indirect=True)
def test_nothing_overflows(shown: Browser) -> None:
    """From 320 pixels no page is wider than its window, whatever words are in it."""
    for width in WIDTHS:
        shown.show(width)
        shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        room = shown.evaluate("document.documentElement.clientWidth")
        assert shown.evaluate("document.documentElement.scrollWidth") <= room, width


@pytest.mark.parametrize("shown", [*PAGES, *MAILS], indirect=True)
def test_nothing_runs_and_nothing_is_loaded(shown: Browser) -> None:
    """The page asks for nothing but itself, its policy stops nothing of its own, no script ran."""
    assert shown.evaluate("typeof window.hit") == "undefined"
    loading = "script, img, iframe, object, form, link:not([rel=alternate])"
    assert shown.evaluate(f"document.querySelectorAll('{loading}').length") == 0
    requests = [e for e in shown.events if e.get("method") == "Network.requestWillBeSent"]
    assert len(requests) == 1
    told = [
        e for e in shown.events if e.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")
    ]
    assert told == []
    # A style that the policy refused would leave the browser's own margin.
    assert shown.evaluate("getComputedStyle(document.body).marginTop") == "0px"


@pytest.mark.parametrize("shown", ["digest"], indirect=True)
def test_colours_follow_the_reader(shown: Browser) -> None:
    """Dark text on light, light on dark, and always dark on paper."""

    def brightness(part: str) -> int:
        colour = shown.evaluate(f"getComputedStyle(document.body).{part}")
        return sum(int(number) for number in colour[4:-1].split(","))

    shown.show(800, scheme="light")
    assert brightness("backgroundColor") > 600 > 200 > brightness("color")
    shown.show(800, scheme="dark")
    assert brightness("backgroundColor") < 200 < 600 < brightness("color")
    shown.show(800, scheme="dark", media="print")
    assert brightness("backgroundColor") > 600 > 200 > brightness("color")


@pytest.mark.parametrize("shown", ["edition"], indirect=True)
def test_paper_has_two_columns_and_no_navigation(shown: Browser) -> None:
    """Navigation, charts and open folds are not printed; the first story follows the masthead."""
    shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shown.show(800, media="print")
    for selector in ("nav", "aside", ".skip", "details ul"):
        display = f"getComputedStyle(document.querySelector('{selector}')).display"
        assert shown.evaluate(display) == "none", selector
    for selector in (".sections", ".briefs"):
        columns = f"getComputedStyle(document.querySelector('{selector}')).columnCount"
        assert shown.evaluate(columns) == "2", selector
    assert shown.evaluate("document.querySelector('.story').getBoundingClientRect().top") < 200
    assert shown.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("shown", ["edition"], indirect=True)
def test_briefs_are_at_the_side_or_after_the_sections(shown: Browser) -> None:
    """Briefs are beside the top on wide pages, below the sections on phones."""

    def edge(selector: str, name: str) -> float:
        box = f"document.querySelector('{selector}').getBoundingClientRect().{name}"
        return float(shown.evaluate(box))

    shown.show(1400)
    assert edge(".rail", "top") == edge(".top", "top")
    assert edge(".rail", "left") > edge(".top", "right")
    shown.show(320)
    assert edge(".rail", "top") >= edge(".sections", "bottom") >= edge(".top", "bottom")
    assert shown.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"


@pytest.mark.parametrize("shown", ["edition"], indirect=True)
def test_headlines_have_three_sizes(shown: Browser) -> None:
    """33 pixels for the first story, 19 for others, 15 for briefs."""
    shown.show(1400)
    sizes = shown.evaluate(
        "[...document.querySelectorAll('.headline, .briefs li')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert sizes == [33, 19, 19, 19, 19, 15, 15, 15]


@pytest.mark.parametrize("shown", ["digest"], indirect=True)
def test_the_keyboard_leads_past_the_contents(shown: Browser) -> None:
    """The first stop is a link that can be seen and leads to the stories."""
    shown.show(800)
    shown.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "skip"
    assert shown.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    shown.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "stories"
    shown.press("Tab")
    assert shown.evaluate("document.activeElement.closest('.story').id") == "story-1"


WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@pytest.mark.parametrize("shown", [name for name in PAGES if "hostile" not in name], indirect=True)
def test_axe_finds_no_violation(shown: Browser, axe: str) -> None:
    """Pages meet WCAG 2.2 AA and best practice, light and dark, narrow and wide, folds open."""
    shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(shown, axe, *WCAG, "best-practice") == []


@pytest.mark.parametrize("shown", ["mail", "mail-flat"], indirect=True)
def test_axe_finds_no_violation_in_mails(shown: Browser, axe: str) -> None:
    """Mails meet WCAG 2.2 AA; they have no landmarks, which mail programs drop."""
    assert violations(shown, axe, *WCAG) == []


def violations(page: Browser, axe: str, *tags: str) -> list[tuple[str, int, str]]:
    """What axe finds in each colour scheme and width."""
    page.evaluate(f"{axe};0")
    found = []
    for scheme, width in product(SCHEMES, WIDTHS):
        page.show(width, scheme=scheme)
        messages = page.evaluate(
            f"axe.run({{runOnly: {list(tags)}}}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' ')))"
        )
        found += [(scheme, width, message) for message in messages]
    return found
