"""A day and the day after, as a subscriber of forty feeds lives them."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import time
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from tests.daily.feeds import FORMATS, Item, item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.program import COMMAND

FIRST, LATER, NEXT = "2026-11-22T06:00Z", "2026-11-22T06:05Z", "2026-11-23T05:00Z"
LAST = "2026-11-24T06:00Z"
ITEMS_EACH = 3
# Feeds that answer with their items, at once or behind a redirect.
GOOD = 31

# What the second day brings, told in words that have nothing in common.
NEWS = (
    ("Ferry to Pellworm stops for a week", "Engineers found a crack in the rudder of the ferry "
     "Annike on Sunday night. Passengers are taken to Pellworm by two fishing boats until the "
     "yard at Ravensea has welded it."),
    ("Chess club wins its first league title", "Marit Oskarsen drew the last game after six "
     "hours, which was enough against the champions of nine years. Her team had started the "
     "season with three defeats."),
    ("Frost ruins half of the plum harvest", "Growers in the Kelbrook valley lost 400 tonnes of "
     "fruit when temperatures fell to minus seven. An insurance pays them only if blossoms had "
     "been open."),
    ("Parliament lowers the voting age to 16", "Deputies passed the bill by 88 votes to 71 after "
     "a debate that lasted until midnight. Schools will teach how ballots are counted from "
     "autumn on."),
)  # fmt: skip


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def some(number: int, day: int = 0) -> list[Item]:
    """The items of the feed of that number."""
    return [item(number * ITEMS_EACH + n, day=day) for n in range(ITEMS_EACH)]


def put(web: Web, number: int, items: list[Item]) -> str:
    """The feed of that number with these items, in the format whose turn it is."""
    make, media_type = list(FORMATS.values())[number % len(FORMATS)]
    return web.put(f"/feed/{number}", make(f"P{number}", items), media_type)


def publish(web: Web) -> list[str]:
    """Forty feeds: in every format, packed, slow, cut off, redirecting, broken and gone."""
    urls = [put(web, number, some(number)) for number in range(24)]
    packed = web.replies["/feed/23"]
    packed.body = gzip.compress(packed.body, mtime=0)
    packed.headers["content-encoding"] = "gzip"
    for number, status in enumerate((301, 302, 303, 307, 308), start=24):
        target = web.put(f"/new/{number}", rss(f"P{number}", some(number)))
        urls.append(web.fail(f"/old/{number}", status, location=target))
    urls.append(web.put("/slow", rss("P29", some(29)), delay=1.0))
    urls.append(web.put("/cut", rss("P30", some(30)) + "<item><title>half"))
    urls += [web.url("/missing"), web.fail("/gone", 410), web.fail("/error", 500)]
    urls.append(web.fail("/loop", 302, location="/loop"))
    urls.append(web.put("/portal", "<html><body>Welcome to our WiFi</body></html>", "text/html"))
    urls += [web.put("/void", ""), web.put("/binary", bytes(range(256)), "image/png")]
    urls += [web.put("/none", rss("P39", [])), web.put("/text", "no feed", "text/plain")]
    return urls


def opml(urls: list[str]) -> str:
    lines = "".join(f'<outline type="rss" text="{u}" xmlUrl="{escape(u)}"/>' for u in urls)
    return f'<opml version="2.0"><body>{lines}</body></opml>'


def digest(reader: Reader, as_of: str) -> list[str]:
    """The headlines that `digest --new` tells at that time; none where it prints nothing."""
    done = reader.run("digest", "--new", "--format", "json", as_of=as_of)
    assert "Traceback" not in done.stderr
    assert done.status == 0, done.stderr
    return titles(done.stdout) if done.stdout else []


def test_two_days_of_forty_feeds(web: Web, reader: Reader, tmp_path: Path) -> None:
    """Everything is told once: on the first day, on the next, over a hiccup and a kill -9."""
    urls = publish(web)
    assert len(urls) == 40
    reader.subscribe([])
    (tmp_path / "list.opml").write_text(opml(urls))
    assert reader.run("feeds", "import", tmp_path / "list.opml").text == (
        "40 added, 0 already there\n"
    )
    fetched = reader.run("fetch", as_of=FIRST)
    # One notice of the end of a feed; what else is broken may mend itself.
    assert (fetched.status, fetched.stdout) == (3, b"")
    assert fetched.stderr.count("\n") == 1
    assert "410" in fetched.stderr

    first = digest(reader, FIRST)
    assert sorted(first) == sorted(i.title for n in range(GOOD) for i in some(n))
    again = reader.run("digest", "--new", as_of=LATER)
    assert (again.status, again.stdout, again.stderr) == (0, b"", "")

    news = [
        replace(item(900 + n, day=1), title=title, text=text)
        for n, (title, text) in enumerate(NEWS)
    ]
    copy = Item(999, news[0].title, news[0].text, None, news[0].published)
    for number, new in enumerate([*news, copy]):
        put(web, number, [new, *some(number)])
    web.fail("/feed/5", 503)  # a hiccup
    told = told_after_a_kill(web, reader, NEXT)
    assert sorted(map(len, told)) == [1, 1, 1, 2]
    assert [copy.title] * 2 in told
    assert {title for story in told for title in story} == {each.title for each in news}

    # The feed that had the hiccup is back, with all that it had: none of that is new again.
    back = item(950, day=2)
    put(web, 5, [back, *some(5)])
    last = reader.run("digest", "--new", "--format", "json", as_of=LAST)
    assert titles(last.stdout) == [back.title]
    # By now what is broken has been so for more than a day; the end of /gone was told before.
    assert last.status == 3
    assert "/gone" not in last.stderr
    with reader.store() as store:
        assert store.check() == []


def told_after_a_kill(web: Web, reader: Reader, as_of: str) -> list[list[str]]:
    """The headlines by story of the run after one which was killed while a feed was on its way."""
    web.replies["/slow"].delay = 30.0
    arguments = ["digest", "--new", "--config", str(reader.config), "--as-of", as_of]
    running = subprocess.Popen(
        [str(COMMAND), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    )
    while web.asked["/slow"] < 2:
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    assert running.communicate()[0] == b""
    web.replies["/slow"].delay = 0.0
    done = reader.run("digest", "--new", "--format", "json", as_of=as_of)
    # Nobody is told of a hiccup.
    assert (done.status, done.stderr) == (0, "")
    stories = json.loads(done.stdout)["stories"]
    return [[article["title"] for article in story["articles"]] for story in stories]


def test_the_copy_of_a_report_is_told_beside_it(web: Web, reader: Reader) -> None:
    """Two feeds with one text give one story."""
    original = item(1)
    copy = Item(500, original.title, original.text, None, original.published)
    reader.subscribe([web.put("/a", rss("A", [original])), web.put("/b", rss("B", [copy]))])
    done = reader.run("digest", "--new", as_of=FIRST)
    assert done.text.count(original.title) == 1
    assert " · also " in done.text


def test_a_feed_starts_with_its_newest_items(web: Web, reader: Reader) -> None:
    """FEED15: of a long history only the first few items are news; the rest never becomes it."""
    items = [item(n) for n in range(60)]
    reader.subscribe([web.put("/long", rss("Long", items))])
    assert len(digest(reader, FIRST)) == 10
    web.put("/long", rss("Long", [item(70, day=1), *items]))
    assert digest(reader, NEXT) == [item(70).title]


def test_pages_are_fetched_where_the_user_sent_us(web: Web, reader: Reader) -> None:
    """NET01, NET18: a teaser's page at the feed's own host and port is read, others are not."""
    page = "".join(f"<p>{item(n).text}</p>" for n in range(3))
    html = "<html><title>{0}</title><body><article><h1>{0}</h1>{1}</article></body></html>"
    with Web() as other:
        for number, server in enumerate((web, other)):
            body = html.format(item(number).title, page)
            server.put(f"/page/{number}", body, "text/html; charset=utf-8")
        entries = "".join(
            f"<item><title>{item(n).title}</title><description>In short.</description>"
            f"<link>{server.url(f'/page/{n}')}</link></item>"
            for n, server in enumerate((web, other))
        )
        feed = f"<rss version='2.0'><channel><title>T</title>{entries}</channel></rss>"
        # That the other place is the user's too does not open it to this feed's links.
        named = other.put("/feed", rss("Other", []))
        reader.subscribe([web.put("/feed", feed), named])
        assert sorted(digest(reader, FIRST)) == sorted(item(n).title for n in range(2))
        assert web.asked["/page/0"] == 1
        assert other.asked == {"/feed": 1}
    with reader.store() as store:
        kept = {
            each.article.title: each.article
            for each in store.articles.since(None, [web.url("/feed")])
        }
    assert "summer fair" in kept[item(0).title].text
    assert kept[item(1).title].text == "In short."
