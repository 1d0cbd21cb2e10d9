"""Bylines: one reader and one vocabulary for pages, texts and feeds."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdigest.extract import extract_articles
from newsdigest.model import Article, Document
from newsdigest.press.bylines import people_in, read_byline, read_signature
from newsdigest.press.person_names import byline_words, is_person
from newsdigest.sources.feeds import parse_feed

AS_OF = datetime(2026, 6, 9, 8, tzinfo=UTC)
JUNE_6 = datetime(2026, 6, 6, tzinfo=UTC)

REPORTS = tomllib.loads((Path(__file__).parent / "reports.toml").read_text("utf-8"))


def article_of(content: str) -> Article:
    return extract_articles(Document(content=content.encode(), origin="x"), as_of=AS_OF)[0]


@pytest.mark.parametrize("language", REPORTS)
def test_a_text_gives_what_the_page_gives(language: str) -> None:
    """A report as text has the same authors and date as the same report as a page."""
    title, byline, name, dated, *paragraphs = REPORTS[language].values()
    text = "\n\n".join((title, byline, dated, *paragraphs))
    body = "".join(f"<p>{line}</p>" for line in (byline, dated, *paragraphs))
    page = (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{title}</title>"
        f"</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )
    for article in (article_of(text), article_of(page)):
        assert (article.authors, article.published) == ((name,), JUNE_6)


@pytest.mark.parametrize("words", sorted(byline_words("introductions")))
def test_every_introduction_works_everywhere(words: str) -> None:
    """Words that introduce an author on a page do so in texts and feeds, and are not the name."""
    name = "Anna Lehm"
    line = f"{words[0].upper()}{words[1:]} {name}"
    assert read_byline([line]) == (name,)
    assert people_in([line]) == (name,)
    report = REPORTS["de"]
    text = "\n\n".join((report["title"], line, report["first"], report["second"]))
    assert article_of(text).authors == (name,)


@pytest.mark.parametrize("words", sorted(byline_words("labels") | byline_words("nouns")))
def test_a_label_works_before_a_colon(words: str) -> None:
    """Everyday words introduce an author before a colon, in every format."""
    line = f"{words[0].upper()}{words[1:]}: Anna Lehm"
    assert read_byline([line]) == people_in([line]) == ("Anna Lehm",)


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Kari Lunde og Ola Berg", ("Kari Lunde", "Ola Berg")),
        ("Anna Lehm und Bo Park", ("Anna Lehm", "Bo Park")),
        ("Ana Solís y Leo Paz", ("Ana Solís", "Leo Paz")),
        ("Anne Colin et Luc Petit", ("Anne Colin", "Luc Petit")),
        ("Rita Sousa e Rui Melo", ("Rita Sousa", "Rui Melo")),
        ("Anna Zielna i Jan Most", ("Anna Zielna", "Jan Most")),
        ("Karin Lind och Per Ek", ("Karin Lind", "Per Ek")),
        ("Ann Lee, Bo Park and Cy Young", ("Ann Lee", "Bo Park", "Cy Young")),
        ("Ann Lee; Bo Park", ("Ann Lee", "Bo Park")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Doe, Jane", ("Doe, Jane",)),
        ("jane@harbour.example (Jane Doe)", ("Jane Doe",)),
        ("Ann Lee, MS, RD", ("Ann Lee, MS, RD",)),
        ("Ann Lee, Deputy Tech Editor", ("Ann Lee",)),
        ("Analysis by Ann Lee, Editor-at-large", ("Ann Lee",)),
        ("Leo Paz ,Ana Frei (Design", ("Leo Paz", "Ana Frei")),
        ("[[Anna Berg]]", ("Anna Berg",)),
        ("홍길동 기자", ("홍길동",)),
        ("김하늘 특파원", ("김하늘",)),
        ("山田花子記者", ("山田花子",)),
        ("編集委員・山田花子", ("山田花子",)),
        ("记者 王小明", ("王小明",)),
        ("Reuters", ("Reuters",)),
        *((nobody, ()) for nobody in (
            "World News", "Sport", "Politik", "Read more", "Follow", "View all posts", "No Author",
            "Staff Reporter", "Web Desk", "Our Editors", "Chefredakteur", "Editorial Board",
            "Harbour Herald", "Marlow Gazette Staff", "BBC News", "The Harbour Times",
            "Uferbote Verlag", "Harbour Media GmbH, Lindenau", "Fenn Inc.",
            "Ein Albtraum", "Sponsored by Fenn",
            "user_4711", "a1b2c3d4", "KWCHCIK", "det", "{{ author }}", "https://x.example/ann",
            "취재팀", "社説", "编辑部",
        )),
    ],
)  # fmt: skip
def test_fields_name_only_people(field: str, names: tuple[str, ...]) -> None:
    """A data field names people and agencies: no section, job, firm, button or code."""
    assert people_in([field]) == names


@pytest.mark.parametrize("name", ["Emily Post", "Ada Star", "Tim Sun", "La Toya Reed", "jane.doe"])
def test_people_named_like_newspapers(name: str) -> None:
    """A surname that newspapers have as well is a person's."""
    assert is_person(name)


def test_a_headline_that_begins_like_a_byline_is_none() -> None:
    """Only a list of names is a signature."""
    for text in ("Berlin nach Paris", "the river, a town waits", "Friday", "Harbour Press"):
        assert read_signature(text) is None


def test_a_feed_names_people_as_pages_do() -> None:
    """Introductions and roles are removed, and the feed itself is no author."""
    item = "<item><title>Ferry {0}</title><guid>{0}</guid><dc:creator>{1}</dc:creator></item>"
    written = ("Geschrieben von Anna Lehm", "Ana Solís y Leo Paz", "The Harbour Line", "Web Desk")
    items = "".join(item.format(number, name) for number, name in enumerate(written))
    feed = parse_feed(
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>The Harbour Line</title>{items}</channel></rss>".encode(),
        url=None,
        as_of=AS_OF,
    )
    found = [entry.authors for entry in feed.entries]
    assert found == [("Anna Lehm",), ("Ana Solís", "Leo Paz"), (), ()]


def test_a_feed_named_after_a_person_is_written_by_that_person() -> None:
    """The feed of one person has that person's name."""
    feed = parse_feed(
        b'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        b"<title>Anna Lehm</title><item><title>Ferry</title><guid>1</guid>"
        b"<dc:creator>Anna Lehm</dc:creator></item></channel></rss>",
        url=None,
        as_of=AS_OF,
    )
    assert feed.entries[0].authors == ("Anna Lehm",)


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("San Jose, Calif.", ()),
        ("LONDON", ()),
        ("Harbour Clinic", ()),
        ("Ministry of Health", ()),
        ("Nachrichtenredaktion", ()),
        ("Ad Feedback", ()),
        ("Warner Bros.", ()),
        ("Ann Lee/AFP/Getty Images", ()),
        ("責任編輯：王小明", ()),
        ("김민수·이영희 기자", ("김민수", "이영희")),
        ("記者王小明／台北報導", ("王小明",)),
        ("Anna Lehm, NDR Info", ("Anna Lehm",)),
        ("Ann Lee | Harbour Post", ("Ann Lee",)),
        ("Ann Lee Updated", ("Ann Lee",)),
        ("Luc Petit avec AFP", ("Luc Petit",)),
        ("Emily Church", ("Emily Church",)),
    ],
)
def test_places_organisations_and_credits_are_no_authors(
    field: str, names: tuple[str, ...]
) -> None:
    """A data field that names a place, an organisation or a photographer names no author."""
    assert people_in([field]) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By San Jose, Calif.", ()),
        ("By Ann Lee, Ph.D., and Bo Park, M.D.", ("Ann Lee", "Bo Park")),
        ("BY ANN LEE AND BO PARK", ("ANN LEE", "BO PARK")),
        ("Von Anna Lehm, NDR Info", ("Anna Lehm",)),
        ("記者 王小明 台北報導", ("王小明",)),
        ("編輯：王小明", ()),
    ],
)
def test_degrees_places_and_stations_are_no_second_author(
    line: str, names: tuple[str, ...]
) -> None:
    """What follows a name in a byline is another name only if it names a person."""
    assert read_byline((line,)) == names
