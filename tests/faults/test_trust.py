"""A private place is open to the source that named it alone: rows NET18, NET21, NET22."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdigest.errors import SourceError
from newsdigest.model import Document
from newsdigest.pipeline import Run, read
from newsdigest.sources import Gathering, network
from newsdigest.sources.network import Fetched, NetworkOptions, Request
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.pages import article_page
from tests.program import newsdigest

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.fixture
def mine() -> Iterator[Web]:
    """The user's own server, with a page to read and one to leave alone."""
    with Web() as running:
        running.put("/page", article_page(), "text/html")
        running.put("/admin", article_page(title="Deleted"), "text/html")
        yield running


def moved(web: Web, path: str, target: str) -> str:
    return web.fail(path, 302, location=target)


@pytest.mark.parametrize("listed", [False, True], ids=["arguments", "list"])
def test_a_source_is_not_redirected_to_the_place_of_another(
    web: Web, mine: Web, tmp_path: Path, listed: bool
) -> None:
    """NET21: of a stranger's page and the user's own, each reaches its own place alone."""
    sources = [moved(web, "/evil", mine.url("/admin")), mine.url("/page")]
    if listed:
        (tmp_path / "list.txt").write_text("\n".join(sources))
        sources = [str(tmp_path / "list.txt")]
    done = newsdigest("digest", *sources)
    assert done.status == 3
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith("refused\n")
    assert mine.asked == {"/page": 1}


def test_a_source_is_redirected_within_its_own_place(mine: Web) -> None:
    """NET21: the user's own server may send from one of its pages to another."""
    done = newsdigest("read", moved(mine, "/old", mine.url("/page")))
    assert (done.status, mine.asked["/page"]) == (0, 1)


def test_an_address_that_a_feed_moved_to_is_not_trusted(
    web: Web, mine: Web, reader: Reader
) -> None:
    """NET22: where it turns out to be private later, the feed fails and nothing is asked there."""
    web.put("/feed", rss("The Post", [item(1)]))
    assert reader.run("fetch").status == 0
    with closing(sqlite3.connect(reader.state)) as state, state:
        state.execute("UPDATE feeds SET fetch_url = ?", [mine.url("/admin")])
    done = reader.run("fetch", "--force")
    assert "refused" in done.stderr + reader.run("feeds", "list").text
    assert not mine.asked


def test_what_a_strangers_list_names_is_trusted_with_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """NET18: nor may what a feed of that list links to be at that feed's place, once private."""
    opml = '<opml version="2.0"><body><outline xmlUrl="http://feed.example/rss"/></body></opml>'
    entry = "<item><title>T</title><description>In short.</description><link>{}</link></item>"
    feed = "<rss version='2.0'><channel><title>F</title>{}</channel></rss>"
    answers = {
        "http://list.example/": opml,
        "http://feed.example/rss": feed.format(entry.format("http://feed.example/page")),
    }
    asked: dict[str, frozenset[tuple[str, int]] | None] = {}

    def fetch_all(requests: Sequence[Request], options: NetworkOptions) -> list[Fetched]:
        asked.update((each.url, each.trusted) for each in requests)
        return [fetched(each) for each in requests]

    def fetched(request: Request) -> Fetched:
        if request.url not in answers:
            return Fetched(request, error=SourceError("http-404", "HTTP 404"))
        content = answers[request.url].encode()
        return Fetched(request, Document(content, request.url, request.url))

    monkeypatch.setattr(network, "fetch_all", fetch_all)
    read(["http://list.example/"], Gathering(), Run(NOW))
    own = frozenset({("list.example", 80)})
    assert asked == {
        "http://list.example/": own,
        "http://feed.example/rss": own,
        "http://feed.example/page": frozenset(),
    }
