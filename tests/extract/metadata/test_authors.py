import pytest

from newsdigest.model import Hints
from tests.extract.metadata.pages import TEXT, json_ld, page, read, utc

H1 = "<h1>Ferry sails again</h1>"


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"@type": "Person", "name": "Ana Rivers"}, ("Ana Rivers",)),
        ([{"name": "Ana Rivers"}, {"name": "Bo Lund"}], ("Ana Rivers", "Bo Lund")),
        ("Ana Rivers", ("Ana Rivers",)),
        (["Ana Rivers", "Bo Lund"], ("Ana Rivers", "Bo Lund")),
        ({"@id": "#ana"}, ("Ana Rivers",)),
        ({"name": "By Ana Rivers"}, ("Ana Rivers",)),
        ({"name": "Ana Rivers, MD"}, ("Ana Rivers, MD",)),
        ({"name": "admin"}, ()),
        ({"name": "https://www.example.org/ana"}, ()),
        ({"name": ""}, ()),
        (None, ()),
        (7, ()),
    ],
)
def test_authors_of_json_ld(author: object, expected: tuple[str, ...]) -> None:
    """JSON-LD names authors as nodes, lists, strings and references; accounts are no names."""
    graph = [
        {"@type": "NewsArticle", "headline": "Ferry sails again", "author": author},
        {"@type": "Person", "@id": "#ana", "name": "Ana Rivers"},
    ]
    assert read(page(json_ld({"@graph": graph}), H1 + TEXT)).authors == expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ana Rivers", ("Ana Rivers",)),
        ("BY ANA RIVERS", ("ANA RIVERS",)),
        ("By Ana Rivers and Bo Lund", ("Ana Rivers", "Bo Lund")),
        ("By Ana Rivers, Bo Lund", ("Ana Rivers", "Bo Lund")),
        ("By Ana Rivers | 6 June 2026 | 5 min read", ("Ana Rivers",)),
        ("By Ana Rivers June 6, 2026", ("Ana Rivers",)),
        ("By Ana Rivers, Senior Reporter", ("Ana Rivers",)),
        (
            "Written by <a href=/ana>Ana Rivers</a> <span>Updated 6 June 2026</span>",
            ("Ana Rivers",),
        ),
        (
            "<span>By</span> <a>Ana Rivers</a> <span>and</span> <a>Bo Lund</a>",
            ("Ana Rivers", "Bo Lund"),
        ),
        ("Von Ana Rivers", ("Ana Rivers",)),
        ("Par Ana Rivers et Bo Lund", ("Ana Rivers", "Bo Lund")),
        ("Por Ana Rivers", ("Ana Rivers",)),
        ("Oleh Siti Aminah binti Osman", ("Siti Aminah binti Osman",)),
        ("记者 王小明", ("王小明",)),
        ("作者：王小明", ("王小明",)),
        ("بقلم ليلى حسن", ("ليلى حسن",)),
        ("Автор: Анна Рекина", ("Анна Рекина",)),
    ],
)
def test_bylines_near_the_headline(byline: str, expected: tuple[str, ...]) -> None:
    """A byline gives its names without roles, dates and labels, in many languages."""
    assert read(page("", f"{H1}<div>{byline}</div>{TEXT}")).authors == expected


@pytest.mark.parametrize(
    "line",
    [
        "By the river, people waited for hours before the first boat came in",
        "By 2026 all boats will be electric",
        "Byron and his friends travelled on the first boat",
        "Share this article",
        "Related Stories",
    ],
)
def test_other_lines_name_nobody(line: str) -> None:
    """Sentences that begin with "by" and labels near the headline are not authors."""
    assert read(page("", f"{H1}<div>{line}</div>{TEXT}")).authors == ()


def test_a_name_beside_the_date_is_a_byline() -> None:
    """A line with only a name, next to the date line, needs no "by"."""
    html = page("", f"{H1}<div>Ana Rivers</div><div>6 June 2026</div>{TEXT}")
    assert read(html).authors == ("Ana Rivers",)


def test_a_byline_overrules_the_account_that_uploaded() -> None:
    """Readers see the author; the data often names the uploader."""
    head = json_ld({"@type": "NewsArticle", "author": {"name": "Web Desk Two"}})
    html = page(head, f"{H1}<div>By Ana Rivers</div>{TEXT}")
    assert read(html).authors == ("Ana Rivers",)


def test_the_publication_itself_is_no_author() -> None:
    """A publisher in the author field gives way to a person, or to nobody."""
    head = '<meta property="og:site_name" content="Harbour Post">' + json_ld(
        {"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Harbour Post"}}
    )
    assert read(page(head, f"{H1}<p>By Ana Rivers</p>{TEXT}")).authors == ("Ana Rivers",)
    assert read(page(head, H1 + TEXT)).authors == ()


def test_authors_of_comments_and_related_articles_are_ignored() -> None:
    """Marked names inside comments, sidebars and asides are someone else's."""
    html = page(
        "",
        f"{H1}{TEXT}<div class=comments><span itemprop=author>Otto Other</span></div>"
        "<aside><a rel=author href=/x>Nora Next</a></aside>"
        "<div class='related-posts'><span class=author>Rex Related</span></div>",
    )
    assert read(html).authors == ()


def test_meta_elements_and_classes_name_authors() -> None:
    """The author's meta element, and an element of class author, each suffice."""
    assert read(page('<meta name="author" content="Ana Rivers">', H1 + TEXT)).authors == (
        "Ana Rivers",
    )
    html = page("", f"{H1}{TEXT}<div class='post-author'>Ana Rivers</div>")
    assert read(html).authors == ("Ana Rivers",)


def test_hints_name_the_author_if_the_page_does_not() -> None:
    """A feed's author fills the gap."""
    assert read(page("", H1 + TEXT), hints=Hints(authors=("Ana Rivers",))).authors == (
        "Ana Rivers",
    )


DATE = "<p>6 June 2026</p>"


@pytest.mark.parametrize(
    "above",
    [
        "<p><span>6 June 2026</span> <span>Ana Rivers</span></p>",
        f"<p><span>Ana Rivers</span> in <a href=/life>Harbour life</a></p>{DATE}",
        f"<p>Ana Rivers</p><p>Licensed Harbour Pilot, M.A. Journalism</p>{DATE}",
        f"<p>Ana Rivers on behalf of the pilots</p>{DATE}",
    ],
)
@pytest.mark.parametrize("is_below", [True, False])
def test_a_name_beside_a_date_is_the_author(above: str, is_below: bool) -> None:
    """A line of name and date, above or below the headline, names the author without "by"."""
    body = H1 + above if is_below else f"<div>{above}{H1}</div>"
    assert read(page("", body + TEXT)).authors == ("Ana Rivers",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ana Rivers's blog", ("Ana Rivers",)), ("Harbour blog", ()), ("Ana Rivers", ())],
)
def test_the_owner_of_a_site(name: str, expected: tuple[str, ...]) -> None:
    """A blog is its owner's if nobody else signs; a bare name may be a company's."""
    assert read(page(f'<meta property="og:site_name" content="{name}">', H1 + TEXT)).authors == (
        expected
    )


def test_a_headline_in_a_lower_heading_has_its_byline_below() -> None:
    """On a page without an h1, bylines are sought near the heading that shows the title."""
    body = f"<h2><a href=/a>Ferry sails again</a></h2><div>By Ana Rivers, 6 June 2026</div>{TEXT}"
    found = read(page("<title>Ferry sails again</title>", body), url=None)
    assert found.authors == ("Ana Rivers",)
    assert found.published == utc(2026, 6, 6)


def test_a_bar_ends_a_byline_with_a_role_after_the_name() -> None:
    """Dates and their labels after the bar do not belong to the byline."""
    line = "박서연 기자 | 입력 2026.06.06 10:05 | 수정 2026.06.06 11:30"
    html = page(
        "<title>시장 시계가 돌아왔다</title>",
        f"<h1>시장 시계가 돌아왔다</h1><div>{line}</div>{TEXT}",
        lang="ko",
    )
    assert read(html, url=None).authors == ("박서연",)
