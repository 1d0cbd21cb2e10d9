"""A folder of digests: names, links between the pages, index and feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from newsdigest.deliver import Archive, archive_of, write_archive
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.render import RenderOptions, builtin_template, render_digest, render_template
from tests.render.examples import DIGEST, FERRY, NOW
from tests.render.hostile import PAYLOADS

SHOWN = RenderOptions(archived=True)


def page(moment: datetime, id: str | None = None, title: str = "Ferry strikes pier") -> bytes:
    """A digest of one story, made at the moment."""
    story = replace(DIGEST.stories[0], articles=(replace(FERRY, title=title),), copies=())
    made = replace(DIGEST, generated=moment, until=moment, stories=(story,), id=id)
    return render_digest(made, "html", SHOWN).encode()


def put(folder: Path, moment: datetime, id: str | None = None, title: str = "Ferry") -> None:
    archive = Archive(folder, "", ".html")
    write_archive(archive, page(moment, id, title), moment.date(), id, SHOWN)


def links(path: Path) -> dict[str, str]:
    """Where the links of a page's head lead, by their relation."""
    anchors = LexborHTMLParser(path.read_bytes()).css("nav.digests a")
    return {str(a.attributes.get("rel", "index")): str(a.attributes["href"]) for a in anchors}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_folder_becomes_a_site(tmp_path: Path) -> None:
    """Pages lead to those before and after them whatever the order they came in; all are listed."""
    folder = tmp_path / "digests"
    for day in (20, 22, 21):
        put(folder, datetime(2026, 11, day, 6, tzinfo=UTC), title=f"Story of the {day}th")
    assert names(folder) == {
        "2026-11-20.html", "2026-11-21.html", "2026-11-22.html", "index.html", "feed.xml",
    }  # fmt: skip
    assert links(folder / "2026-11-20.html") == {
        "index": "index.html", "next": "./2026-11-21.html",
    }  # fmt: skip
    assert links(folder / "2026-11-21.html") == {
        "prev": "./2026-11-20.html", "index": "index.html", "next": "./2026-11-22.html",
    }  # fmt: skip
    index = LexborHTMLParser((folder / "index.html").read_bytes())
    assert [node.text() for node in index.css("h2, h3, li p")] == [
        "November 2026",
        *("Sunday 22 November 2026", "Story of the 22th"),
        *("Saturday 21 November 2026", "Story of the 21th"),
        *("Friday 20 November 2026", "Story of the 20th"),
    ]


def test_the_feed_has_an_entry_a_digest(tmp_path: Path) -> None:
    """Another reader of feeds finds the newest first, whole, each under a lasting id."""
    for day in range(1, 20):
        put(tmp_path, datetime(2026, 11, day, 6, tzinfo=UTC), title=f"Story {day}")
    feed = feedparser.parse(tmp_path / "feed.xml")
    assert not feed.bozo
    assert len(feed.entries) == 15
    assert feed.entries[0].link == "./2026-11-19.html"
    assert feed.entries[0].updated == "2026-11-19T06:00:00+00:00"
    assert "Story 19" in feed.entries[0].content[0].value
    before = {entry.link: entry.id for entry in feed.entries}
    put(tmp_path, datetime(2026, 11, 20, 6, tzinfo=UTC))
    after = {entry.link: entry.id for entry in feedparser.parse(tmp_path / "feed.xml").entries}
    assert all(after[link] == id for link, id in before.items() if link in after)


def test_a_digest_takes_the_place_of_itself_alone(tmp_path: Path) -> None:
    """Told again under its id it is replaced; another one of the day stands beside it."""
    morning, evening = NOW, NOW + timedelta(hours=12)
    put(tmp_path, morning, "aaaa0000", "Morning")
    put(tmp_path, evening, "bbbb1111", "Evening")
    put(tmp_path, morning, "aaaa0000", "Morning")
    assert names(tmp_path) == {
        "2026-11-22.html", "2026-11-22-2.html", "index.html", "feed.xml",
    }  # fmt: skip
    assert "Morning" in (tmp_path / "2026-11-22.html").read_text()
    assert links(tmp_path / "2026-11-22.html")["next"] == "./2026-11-22-2.html"
    assert "Sunday 22 November 2026 (2)" in (tmp_path / "index.html").read_text()
    put(tmp_path, evening, None, "A look at the whole day")
    assert "whole day" in (tmp_path / "2026-11-22.html").read_text()


def test_other_formats_are_dated_files_alone(tmp_path: Path) -> None:
    """There is no index of text; two texts of one day both stay."""
    archive = Archive(tmp_path, "news-", ".txt")
    for content, id in ((b"one", "aaaa"), (b"two", "bbbb"), (b"one", "aaaa")):
        write_archive(archive, content, date(2026, 11, 22), id)
    assert names(tmp_path) == {"news-2026-11-22.txt", "news-2026-11-22-2.txt"}


def test_what_is_deleted_is_gone_with_the_next_digest(tmp_path: Path) -> None:
    """The folder is all there is to keep: no list elsewhere remembers a page."""
    for day in (20, 21):
        put(tmp_path, datetime(2026, 11, day, 6, tzinfo=UTC))
    (tmp_path / "2026-11-20.html").unlink()
    (tmp_path / "index.html").unlink()
    put(tmp_path, datetime(2026, 11, 22, 6, tzinfo=UTC))
    assert "prev" not in links(tmp_path / "2026-11-21.html")
    assert "2026-11-20" not in (tmp_path / "index.html").read_text()


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    """Whatever else lies in the folder keeps its bytes, also where its name has a date."""
    foreign = {
        "notes.txt": b"buy milk",
        "2026-11-99.html": b"no such day",
        "2026-11-19.html": b"<h1>my own page</h1>\xff\x00",
        "2026-11-18.html.bak": b"old",
    }
    for name, content in foreign.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "2026-11-17.html").mkdir()
    put(tmp_path, NOW)
    assert {name: (tmp_path / name).read_bytes() for name in foreign} == foreign
    assert links(tmp_path / "2026-11-22.html")["prev"] == "./2026-11-19.html"
    assert not feedparser.parse(tmp_path / "feed.xml").bozo


@pytest.mark.parametrize("name", ["index.html", "feed.xml"])
def test_somebody_elses_index_is_not_replaced(tmp_path: Path, name: str) -> None:
    """The delivery fails before anything is written, and tells why."""
    (tmp_path / name).write_text("<html><title>My garden</title>")
    with pytest.raises(DeliveryError, match=f"{name} was not made by newsdigest"):
        put(tmp_path, NOW)
    assert names(tmp_path) == {name}


def test_a_template_of_ones_own_may_keep_its_pages_alone(tmp_path: Path) -> None:
    """A page without a place for links is listed under its file's name and never changed."""
    source = "<p>{{ digest.date }}</p>"
    content = render_template(DIGEST, source, "html", SHOWN).encode()
    archive = Archive(tmp_path, "", ".html")
    write_archive(archive, content, date(2026, 11, 21), None, SHOWN)
    put(tmp_path, NOW)
    assert (tmp_path / "2026-11-21.html").read_bytes() == content
    assert ">2026-11-21.html</a>" in (tmp_path / "index.html").read_text()
    linked = render_template(DIGEST, builtin_template("html"), "html", SHOWN)
    assert "<!--digests-->" in linked


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """One line names the folder."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DeliveryError, match=r"cannot write to .*file/digests: not a directory"):
        put(tmp_path / "file" / "digests", NOW)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_headlines_stay_text(tmp_path: Path, payload: str) -> None:
    """What a headline holds makes no element in the index and breaks neither feed nor links."""
    put(tmp_path, NOW - timedelta(days=1), title=PAYLOADS[payload])
    put(tmp_path, NOW, title=f"-->{PAYLOADS[payload]}<!--digests--><!--/digests-->")
    put(tmp_path, NOW + timedelta(days=1))
    index = LexborHTMLParser((tmp_path / "index.html").read_bytes())
    assert len(index.css("li")) == 3
    assert index.css("script, img, iframe, object, [onerror], [onload], [onclick]") == []
    assert not feedparser.parse(tmp_path / "feed.xml").bozo
    assert links(tmp_path / "2026-11-22.html")["next"] == "./2026-11-23.html"


@pytest.mark.parametrize("name", ["{date}", "a.b{date}.md", "(x)[1]{date}", "2026-01-01-{date}-5"])
def test_names_are_found_again(tmp_path: Path, name: str) -> None:
    """Whatever stands around the date, also what looks like a pattern or another date."""
    archive = archive_of(tmp_path / name)
    assert archive is not None
    days = [date(2026, 11, 22), date(2026, 11, 21)]
    for number, day in enumerate(days):
        write_archive(archive, b"x%d" % number, day, None)
    (tmp_path / "axb2026-11-20.md").write_text("")
    assert [(day, number) for day, number, _ in archive.files()] == [(days[1], 1), (days[0], 1)]


@pytest.mark.parametrize("output", ["{date}/news.html", "x{date}/a/{date}.html"])
def test_a_date_does_not_name_folders(output: str) -> None:
    """There is one folder, which is the site."""
    with pytest.raises(UsageError, match="not of a folder"):
        archive_of(Path(output))


def test_a_date_stands_once_in_a_name() -> None:
    """A second one would stay as it is in the name of the file."""
    with pytest.raises(UsageError, match="may stand once"):
        archive_of(Path("{date}{date}.html"))


def test_a_file_is_no_archive() -> None:
    """Only `{date}` makes one."""
    assert archive_of(Path("digests/news.html")) is None
