import pytest

from newsdigest.model import Hints
from tests.extract.metadata.pages import TEXT, URL, json_ld, page, read

H1 = "<h1>Ferry sails again</h1>"


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (meta("og:site_name", "Harbour Post"), "Harbour Post"),
        (meta("og:site_name", "Harbour Post | News you can use"), "Harbour Post"),
        (
            meta("og:site_name", "harbourpost.example")
            + json_ld({"@type": "NewsArticle", "publisher": {"name": "The Harbour Post"}}),
            "The Harbour Post",
        ),
        (
            json_ld(
                {
                    "@graph": [
                        {"@type": "NewsArticle", "publisher": {"@id": "#org"}},
                        {"@type": "Organization", "@id": "#org", "name": "The Harbour Post"},
                    ]
                }
            ),
            "The Harbour Post",
        ),
        ("<title>Ferry sails again | Harbour Post</title>", "Harbour Post"),
        (meta("og:site_name", "harbourpost.example"), None),
        ("<title>Ferry sails again</title>", None),
    ],
)
def test_the_publication_is_a_name_and_no_host(head: str, expected: str | None) -> None:
    """The publication's name comes from anywhere on the page, never from the address bar."""
    assert read(page(head, H1 + TEXT)).source == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel=canonical href="/news/ferry">', "https://www.harbourpost.example/news/ferry"),
        (
            meta("og:url", "https://harbourpost.example/ferry?id=7&amp;utm_source=x#top"),
            "https://harbourpost.example/ferry?id=7",
        ),
        (
            json_ld({"@type": "NewsArticle", "mainEntityOfPage": {"@id": URL + "-2"}}),
            URL + "-2",
        ),
        ('<link rel=canonical href="https://elsewhere.example/copy">', URL),
        ('<link rel=canonical href="https://www.harbourpost.example/">', URL),
        ('<link rel=canonical href="javascript:alert(1)">', URL),
        ('<link rel=canonical href="https://user:pw@www.harbourpost.example/a">', URL),
        ('<link rel=canonical href="http://[::1">', URL),
        ("", URL),
    ],
)
def test_the_canonical_url(head: str, expected: str) -> None:
    """A page declares its own address on its own site, without tracking; else its URL counts."""
    assert read(page(head, H1 + TEXT), url=URL + "?fbclid=abc").url == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (page("", TEXT, lang="de-AT"), "de"),
        (page("", TEXT, lang="zh-Hant-TW"), "zh"),
        (page(meta("og:locale", "ms_MY"), TEXT, lang=None), "ms"),
        (page(json_ld({"@type": "Article", "inLanguage": "fr"}), TEXT, lang=None), "fr"),
        (page('<meta http-equiv="Content-Language" content="ja">', TEXT, lang=None), "ja"),
        (page("", TEXT, lang=None), None),
        (page("", TEXT, lang="english"), None),
    ],
)
def test_the_language_is_the_primary_subtag(html: str, expected: str | None) -> None:
    """The declared language, reduced to its primary subtag, and never guessed."""
    assert read(html).language == expected


def test_section_keywords_image_and_standfirst() -> None:
    """The page's data for feeds and social networks is the article's metadata."""
    head = (
        meta("article:section", "Transport")
        + meta("article:tag", "Ferries")
        + meta("article:tag", "Towns")
        + '<meta name="keywords" content="ferries, boats">'
        + meta("og:image", "/img/ferry.jpg")
        + meta("og:description", "After a year, the ferry is back.")
    )
    found = read(page(head, H1 + TEXT))
    assert found.section == "Transport"
    assert found.keywords == ("Ferries", "Towns", "boats")
    assert found.image == "https://www.harbourpost.example/img/ferry.jpg"
    assert found.standfirst == "After a year, the ferry is back."


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (False, False), ("False", False), ("http://schema.org/True", True), ("?", None)],
)
def test_whether_the_article_is_free(value: object, expected: bool | None) -> None:
    """isAccessibleForFree is read in each form in which publishers write it."""
    head = json_ld({"@type": "NewsArticle", "isAccessibleForFree": value})
    assert read(page(head, H1 + TEXT)).is_free is expected


def test_bodies_in_json_ld_come_with_their_headlines() -> None:
    """Texts in JSON-LD are returned without markup, with their line breaks."""
    nodes = [
        {"@type": "NewsArticle", "headline": "One", "articleBody": "First.\n\nSecond."},
        {"@type": "NewsArticle", "headline": "Two", "articleBody": "<p>Third.</p><p>Fourth.</p>"},
    ]
    bodies = read(page(json_ld(nodes), TEXT)).article_bodies
    assert [(body.headline, body.text.split()) for body in bodies] == [
        ("One", ["First.", "Second."]),
        ("Two", ["Third.", "Fourth."]),
    ]


def test_declared_types_are_returned() -> None:
    """The schema.org and Open Graph types as declared."""
    head = meta("og:type", "article") + json_ld(
        [{"@type": "NewsArticle", "headline": "One"}, {"@type": ["WebPage", "FAQPage"]}]
    )
    assert read(page(head, TEXT)).page_types == ("NewsArticle", "WebPage", "FAQPage", "og:article")


def test_the_page_wins_over_the_hint() -> None:
    """Hints fill gaps and overrule nothing."""
    hints = Hints(source="Feed", language="fr", keywords=("x",), summary="Short.")
    found = read(page(meta("og:site_name", "Harbour Post"), H1 + TEXT), hints=hints)
    assert (found.source, found.language) == ("Harbour Post", "en")
    assert (found.keywords, found.standfirst) == (("x",), "Short.")


def test_microdata_is_read() -> None:
    """A page marked up with itemprop alone has author and date."""
    body = (
        "<article itemscope itemtype='https://schema.org/NewsArticle'>"
        f"<h1 itemprop=headline>Ferry sails again</h1>{TEXT}{TEXT}{TEXT}"
        "<span itemprop=author itemscope><span itemprop=name>Ana Rivers</span></span>"
        "<meta itemprop=datePublished content=2025-06-06></article>"
    )
    found = read(page("", body))
    assert found.authors == ("Ana Rivers",)
    assert str(found.published) == "2025-06-06 00:00:00+00:00"


def test_categories_of_the_feed_precede_the_pages_keywords() -> None:
    """The categories of an entry are kept next to the keywords of its page, each once."""
    html = page(meta("news_keywords", "ferry, pier"), H1 + TEXT)
    assert read(html, hints=Hints(keywords=("Harbour", "pier"))).keywords == (
        "Harbour",
        "pier",
        "ferry",
    )
