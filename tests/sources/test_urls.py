"""SOURCE arguments as people type addresses: file URLs, and hosts without a scheme."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdigest.sources import bare_addresses, without_file_scheme
from tests.daily.web import Web
from tests.pages import article_page
from tests.program import newsdigest


@pytest.mark.parametrize(
    "typed",
    [
        "example.org", "example.org/x.html", "www.example.co.uk/a?b=c", "news.example.com:8080",
        "EXAMPLE.ORG/a", "müller.example.de/a", "xn--e1aybc.xn--p1ai", "пример.рф/новости",
        "point.md/ro/news", "localhost:8000", "localhost/x", "127.0.0.1:80/x", "example.org#top",
    ],
)  # fmt: skip
def test_hosts_are_addresses(typed: str) -> None:
    """A host of a known domain, with or without what follows: https first, then http."""
    assert bare_addresses(typed) == [f"https://{typed}", f"http://{typed}"]


@pytest.mark.parametrize(
    "typed",
    [
        "-", "page.html", "feed.xml", "pages/a.html", "notes.md", "run.sh", "old.zip", "a.b.txt",
        "localhost", "127.0.0.1", "1.2", "org", ".org", "a..org", "-a.org", "me@example.org",
        "user:pw@example.org/x", "two words.org", "../example.org", "./example.org", "/example.org",
        "C:\\example.org", "https://example.org", "mail.mbox", "", "a.org\n", "example.nodomain/x",
    ],
)  # fmt: skip
def test_other_names_are_of_files(typed: str) -> None:
    """What ends like a file, has no host or stands in a folder is never asked of the network."""
    assert bare_addresses(typed) == []


def test_what_exists_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or folder of that name comes first, and what would be in such a folder."""
    monkeypatch.chdir(tmp_path)
    Path("example.org").mkdir()
    Path("example.net").write_text("x")
    assert bare_addresses("example.org/x.html") == bare_addresses("example.net") == []


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///tmp/a.html", "/tmp/a.html"),
        ("file:/tmp/a.html", "/tmp/a.html"),
        ("FILE://localhost/tmp/a%20b%C3%A9.html#x", "/tmp/a bé.html"),
        ("file:///tmp/a.html?x=1", "/tmp/a.html"),
        ("file://elsewhere/tmp/a.html", "file://elsewhere/tmp/a.html"),
        ("file:", "file:"),
        ("files/a.html", "files/a.html"),
        ("https://example.org/file:", "https://example.org/file:"),
    ],
)
def test_file_urls_are_paths(url: str, path: str) -> None:
    """Of this machine, decoded; what names another machine's file is left as it is."""
    assert without_file_scheme(url) == path


@pytest.mark.parametrize("folder", [False, True])
def test_a_file_url_is_read(tmp_path: Path, folder: bool) -> None:
    """A file or a folder, with what an address cannot hold encoded."""
    path = tmp_path / "the page é.html"
    path.write_text(article_page("Ferry landing"))
    done = newsdigest("read", (tmp_path if folder else path).as_uri())
    assert done.status == 0, done.stderr
    assert "Ferry landing" in done.text


def test_a_file_url_of_a_list_is_imported(tmp_path: Path) -> None:
    """`feeds import` takes it; `feeds add` says what does."""
    listed = tmp_path / "a.opml"
    listed.write_text(
        "<opml version='2.0'><body><outline type='rss' text='A' "
        "xmlUrl='https://example.org/feed'/></body></opml>"
    )
    config = tmp_path / "c.toml"
    config.touch()
    assert newsdigest("feeds", "import", listed.as_uri(), "-c", config).status == 0
    assert "https://example.org/feed" in config.read_text()
    refused = newsdigest("feeds", "add", listed.as_uri(), "-c", config)
    assert refused.status == 1
    assert "'newsdigest feeds import' takes a list of feeds" in refused.stderr


def test_an_address_without_a_scheme_is_fetched(web: Web, tmp_path: Path) -> None:
    """By http where the host does not answer by https; a failure names what was typed."""
    web.put("/x.html", article_page("Ferry landing"))
    typed = web.url("/x.html").removeprefix("http://")
    done = newsdigest("read", typed, folder=tmp_path)
    assert done.status == 0, done.stderr
    assert "Ferry landing" in done.text
    gone = newsdigest("read", typed.replace("x.html", "gone.html"), folder=tmp_path)
    assert gone.status == 1
    assert gone.stderr == f"error: {typed.replace('x.html', 'gone.html')}: HTTP 404 Not Found\n"


def test_offline_asks_nothing(web: Web, tmp_path: Path) -> None:
    """--offline is for addresses without a scheme as well."""
    typed = web.url("/x.html").removeprefix("http://")
    done = newsdigest("read", "--offline", typed, folder=tmp_path)
    assert done.status == 1
    assert "--offline forbids the network" in done.stderr
