"""What a feed is shown as is how it can be named, and the user's name stands above all others."""

from __future__ import annotations

import json
import tomllib
from io import BytesIO
from zipfile import ZipFile

import pytest

from newsdigest.render import FORMATS
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web

NOW = "2026-11-22T06:00Z"
SITE_NAME = "Hollow Hill Herald"


@pytest.fixture
def web(web: Web) -> Web:
    web.put("/feed", rss("Tidewater Times", [item(n) for n in range(2)]))
    web.put("/other", rss("Moorland Mail", [item(n) for n in range(2, 4)]))
    return web


def shown(reader: Reader) -> dict[str, str | None]:
    """The names of `feeds list` by the paths of the feeds."""
    rows = json.loads(reader.run("feeds", "list", "-f", "json").text)
    return {row["url"].rpartition("/")[2]: row["name"] for row in rows}


def profile(reader: Reader, *feeds: str) -> None:
    before = reader.config.read_text()
    reader.config.write_text(f"{before}\n[profile.m]\nfeeds = {json.dumps(feeds)}\n")


def test_what_is_shown_can_be_removed_and_renamed(reader: Reader, web: Web) -> None:
    """A title, in any case, is a handle; a new name replaces it in the profiles, too."""
    reader.subscribe([])
    assert reader.run("feeds", "add", web.url("/feed"), web.url("/other")).status == 0
    profile(reader, "tidewater times")
    renamed = reader.run("feeds", "rename", "Tidewater TIMES", "Tide")
    assert (renamed.status, renamed.text) == (0, f"renamed: Tide  {web.url('/feed')}\n")
    assert tomllib.loads(reader.config.read_text())["profile"]["m"]["feeds"] == ["Tide"]
    assert shown(reader) == {"feed": "Tide", "other": "Moorland Mail"}
    refused = reader.run("feeds", "remove", "tide")
    assert (refused.status, 'the profile "m" names this feed' in refused.stderr) == (2, True)
    assert reader.run("feeds", "remove", "moorland mail").status == 0
    assert shown(reader) == {"feed": "Tide"}
    assert reader.run("feeds", "rename", "Moorland Mail", "x").status == 2


def test_a_handle_that_several_feeds_have(reader: Reader, web: Web) -> None:
    """It is an error that lists them; by their URLs they are told apart. A user's name counts."""
    web.put("/again", rss("Moorland Mail", [item(5)]))
    reader.subscribe([])
    reader.run("feeds", "add", *map(web.url, ("/feed", "/other", "/again")))
    for command in (["remove"], ["rename", "X"]):
        done = reader.run("feeds", command[0], "Moorland Mail", *command[1:])
        assert done.status == 2
        assert web.url("/other") in done.stderr
        assert web.url("/again") in done.stderr
    plain = reader.config.read_text()
    profile(reader, "Moorland Mail")
    checked = reader.run("config", "check")
    assert (checked.status, "may be any of" in checked.stderr) == (2, True)
    reader.config.write_text(plain)
    assert reader.run("feeds", "rename", web.url("/again"), "Moorland Mail").status == 0
    profile(reader, "Moorland Mail")
    assert reader.run("config", "check").status == 0
    # Of two that are shown alike, nothing is removed on a guess.
    assert reader.run("feeds", "remove", "Moorland Mail").status == 2


def test_a_profile_by_title(reader: Reader, web: Web) -> None:
    """A profile takes what a feed calls itself, even if the state is lost; a slip is an error."""
    reader.subscribe([])
    reader.run("feeds", "add", web.url("/feed"), web.url("/other"))
    plain = reader.config.read_text()
    profile(reader, "Tidewater Times")
    assert reader.run("config", "check").stderr == ""
    told = reader.run("digest", "--profile", "m", "--since", "1w", "-f", "json", as_of=NOW)
    assert {s["sources"][0] for s in json.loads(told.text)["stories"]} == {"Tidewater Times"}
    for path in reader.state.parent.iterdir():
        path.unlink()
    lost = reader.run("config", "check")
    assert (lost.status, "2 feeds without a known name count" in lost.stderr) == (0, True)
    assert reader.run("fetch", as_of=NOW).status == 0
    assert reader.run("config", "check").stderr == ""
    reader.config.write_text(plain)
    profile(reader, "Tidewater Tines")
    slip = reader.run("digest", "--profile", "m", as_of=NOW)
    assert slip.status == 2
    assert 'did you mean "Tidewater Times"' in slip.stderr


def test_adding_a_known_feed_with_a_name_renames_it(reader: Reader, web: Web) -> None:
    """Without one nothing changes; a name that another feed has is refused."""
    reader.subscribe([])
    reader.run("feeds", "add", web.url("/feed"))
    reader.run("feeds", "add", web.url("/other"), "--name", "Moor")
    done = reader.run("feeds", "add", web.url("/feed"), "--name", "Tide")
    assert done.text == f"renamed: Tide  {web.url('/feed')}\n"
    assert reader.run("feeds", "add", web.url("/feed")).text.startswith("already there: Tide ")
    assert reader.run("feeds", "add", web.url("/feed"), "--name", "moor").status == 2
    assert shown(reader) == {"feed": "Tide", "other": "Moor"}
    # It is asked again when it is due, not by a rename.
    assert web.asked["/feed"] == 1


def test_a_site_with_several_feeds(reader: Reader, web: Web) -> None:
    """The first is taken, the others are named on standard error."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{path}">'
        for path in ("/feed", "/other")
    )
    site = web.put("/", f"<html><head>{links}</head><body>Hi</body></html>", "text/html")
    reader.subscribe([])
    done = reader.run("feeds", "add", site)
    assert done.text == f"added: Tidewater Times  {web.url('/feed')}\n"
    assert done.stderr == f"also there: {web.url('/other')} Moorland Mail\n"
    # What the page names is all that is asked: no addresses are made up.
    assert set(web.asked) == {"/", "/feed", "/other"}


def test_addresses_as_people_type_them(reader: Reader, web: Web) -> None:
    """feed://, no scheme at all, spaces around: one feed, which can be removed by each of them."""
    reader.subscribe([])
    bare = web.url("/feed").removeprefix("http://")
    typed = [f"feed://{bare}", bare, f"  {web.url('/feed')} ", f"feed:{web.url('/feed')}"]
    assert [reader.run("feeds", "add", each).status for each in typed] == [0] * 4
    assert list(shown(reader)) == ["feed"]
    for wrong in ("javascript:alert(1)", "feed", "ftp://a.example/feed", ""):
        assert reader.run("feeds", "add", wrong).status == 1
    assert reader.run("feeds", "add", "--no-check", "feed://a.example/rss").status == 0
    assert reader.run("feeds", "remove", "feed://a.example/rss").status == 0
    assert reader.run("feeds", "remove", f" feed://{bare}").status == 0


def test_the_user_s_name_stands_in_every_format(reader: Reader, web: Web) -> None:
    """Pages that call their site otherwise do not change what the user calls the feed."""
    page = (
        f'<html><head><meta property="og:site_name" content="{SITE_NAME}">'
        "<title>{0.title}</title></head><body><article><h1>{0.title}</h1><p>{0.text}</p><p>{0.text}</p></article>"
        "</body></html>"
    )
    items = [item(n, web.url("")) for n in range(2)]
    for each in items:
        web.put(f"/page/{each.number}", page.format(each), "text/html")
    teasers = rss("Tidewater Times", items)
    for each in items:
        teasers = teasers.replace(f"<p>{each.text}</p>", f"<p>{each.text[:60]} [...]</p>")
    web.put("/feed", teasers)
    reader.subscribe([])
    reader.run("feeds", "add", web.url("/feed"), "--name", "Hollow")
    for format in FORMATS:
        out = reader.home / f"out.{format}"
        done = reader.run("digest", "--since", "1w", "-f", format, "-o", out, as_of=NOW)
        assert done.status == 0
        text = _text(out.read_bytes())
        assert ("hollow" in text.lower(), SITE_NAME.lower() in text.lower()) == (True, False), (
            format
        )
    found = reader.run("search", "inner", "-f", "json").text + reader.run("search", "opens").text
    assert SITE_NAME not in found


def _text(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if "html" in name)
