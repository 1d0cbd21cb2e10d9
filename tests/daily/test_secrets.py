"""Secrets in addresses, in crashes and beside the program: rows SEC01, SEC03, SEC05, SEC06."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest

from newsdigest.render import FORMATS
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.program import newsdigest
from tests.server import Server

NOW = "2026-11-22T06:00Z"
CANARY = "canary-7f3a"


@pytest.fixture
def web(web: Web) -> Web:
    web.put(f"/feed?token={CANARY}", rss("Secret", [item(9)]))
    web.fail(f"/bad?token={CANARY}", 404)
    return web


@pytest.fixture
def base(web: Web) -> str:
    return f"http://me:{CANARY}@127.0.0.1:{web.port}"


def test_commands_that_manage_feeds_show_no_secret(tmp_path: Path, base: str, web: Web) -> None:
    """SEC01: added, refused, listed, exported and removed under an address without them."""
    reader = Reader(tmp_path)
    reader.subscribe([])
    told = [
        reader.run("feeds", "add", f"{base}/feed?token={CANARY}"),
        reader.run("feeds", "add", f"{base}/bad?token={CANARY}"),
        reader.run("feeds", "export"),
        reader.run("feeds", "remove", f"{base}/none?token={CANARY}"),
    ]
    assert [done.status for done in told] == [0, 1, 0, 2]
    assert CANARY not in "".join(done.text + done.stderr for done in told)
    assert "--secrets writes them" in told[2].stderr
    whole = reader.run("feeds", "export", "--secrets").text
    assert f"{base}/feed?token={CANARY}" in whole
    assert reader.run("feeds", "export", "--secrets", "-o", tmp_path / "mine.opml").status == 0
    assert stat.S_IMODE((tmp_path / "mine.opml").stat().st_mode) == 0o600


SECRET_WORDS = [
    f"https://me:{CANARY}@paper.example/feed",
    f"https://paper.example/feed?token={CANARY}",
    f"me:{CANARY}@paper.example/feed",
    # Drawn by lot, as no word is.
    f"https://paper.example/{CANARY.replace('-', '')}5b1c9d2e8a6f40c37d90e1b2/feed",
]
MISTAKES = [
    ("feeds", "remove", "A", "{}"),
    ("feeds", "remove", "{}"),
    ("feeds", "rename", "{}"),
    ("feeds", "rename", "{}", "New"),
    ("feeds", "add", "--name", "One", "{}", "{}"),
    ("feeds", "{}"),
    ("feeds", "list", "{}"),
    ("feeds", "find"),
    ("{}",),
    ("--{}",),
    ("fetch", "{}"),
    ("fetch", "--wait", "{}"),
    ("digest", "--sentences", "{}"),
    ("digest", "--limit={}"),
    ("digest", "--by", "{}"),
    ("digest", "--format", "{}"),
    ("digest", "--since", "{}"),
    ("digest", "--as-of", "{}"),
    ("digest", "--profile", "{}"),
    ("digest", "--template", "{}"),
    ("digest", "--mail", "{}"),
    ("digest", "--config", "{}"),
    ("digest", "--{}"),
    ("read", "--format", "{}"),
    ("prune", "--keep", "{}"),
    ("schedule", "--at", "{}"),
    ("schedule", "--profile", "{}"),
    ("config", "show", "{}"),
    ("config", "{}"),
    ("filter", "try", "titel:{}"),
    ("boilerplate", "forget", "{}"),
    ("boilerplate", "import", "{}"),
    ("doctor", "{}"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=" ".join)
def test_usage_errors_repeat_no_secret(tmp_path: Path, mistake: tuple[str, ...]) -> None:
    """SEC01: whatever a command says of words that it cannot use."""
    reader = Reader(tmp_path)
    reader.subscribe([])
    for word in SECRET_WORDS:
        done = reader.run(*(each.format(word) for each in mistake))
        assert done.status in (1, 2)
        assert CANARY not in done.text + done.stderr
        assert CANARY.replace("-", "") not in done.text + done.stderr


@pytest.mark.parametrize("format", ["html", "email", "atom"])
def test_digests_of_secret_addresses_show_none(base: str, format: str) -> None:
    """SEC01: neither the page nor the mail nor the feed, nor what is told beside it."""
    feed, broken = f"{base}/feed?token={CANARY}", f"{base}/bad?token={CANARY}"
    done = newsdigest("digest", feed, broken, "-f", format, "-v", "--as-of", NOW)
    assert done.status == 3
    assert item(9).title.split()[0] in done.text
    assert CANARY not in done.text + done.stderr


def test_a_crash_shows_no_values() -> None:
    """SEC03: what a function held when the program broke down stays its own."""
    crash = (
        "import newsdigest.cli.session as session\n"
        "def load(*args, **kwargs):\n"
        f"    password = '{CANARY[:6]}' + '{CANARY[6:]}'\n"
        "    raise RuntimeError('broken')\n"
        "session.load = load\n"
        "from newsdigest.cli import app\n"
        "app(['feeds', 'list'])\n"
    )
    done = subprocess.run([sys.executable, "-c", crash], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"RuntimeError: broken" in done.stderr
    assert CANARY.encode() not in done.stdout + done.stderr


def test_a_netrc_is_not_used(server: Server) -> None:
    """SEC05: what stands in ~/.netrc is for other programs."""
    netrc = Path(os.environ["HOME"], ".netrc")
    netrc.write_text(f"machine 127.0.0.1 login me password {CANARY}\n")
    netrc.chmod(stat.S_IRUSR | stat.S_IWUSR)
    url = server.page("/feed", rss("The Post", [item(1)]), content_type="text/xml")
    assert newsdigest("read", url).status == 0
    assert len(server.requests) >= 1
    assert "authorization" not in "".join(server.requests).lower()


def test_a_run_leaves_only_private_files(tmp_path: Path, base: str) -> None:
    """SEC06: there is no log; with -v no header is told, and the files of a run are the user's."""
    reader = Reader(tmp_path)
    reader.subscribe([f"{base}/feed?token={CANARY}"])
    done = reader.run("fetch", "-v", as_of=NOW)
    assert done.status == 0
    assert "authorization" not in done.stderr.lower()
    files = sorted(path.name for path in reader.home.rglob("*") if path.is_file())
    assert files == ["config.toml", "news.db", "news.db.lock"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in reader.state.parent.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(reader.state.parent.stat().st_mode) == 0o700


# Addresses that give a secret away by the name of a parameter, and by the shape of a part.
HIDDEN = "9f8a7c6e5d4b3a291807f6e5d4c3b2a1"
ADDRESSES = [
    f"/feed?feed_token={HIDDEN}",
    f"/feed?X-Amz-Signature={HIDDEN}&page=1",
    f"/feed/u/{HIDDEN}/",
    f"/feed#access_token={HIDDEN}",
    f"/feed?mot_de_passe={HIDDEN}",
    f"/feed?token%3D{HIDDEN}",
    f"/go?url=https%3A%2F%2Fnews.example%2Ffeed%3Fpasswort%3D{HIDDEN}",
    f"/private-feed/token/{HIDDEN[:8]}-4e3d/rss.xml",
]


def test_no_byte_that_is_written_has_a_secret(tmp_path: Path, web: Web) -> None:
    """SEC08: each feed is read and fails, in every format and command, and the state has none.

    It calls itself by its address, as does the list of feeds that names it.
    """
    reader = Reader(tmp_path)
    urls = [web.url(path) for path in ADDRESSES]
    asked = [path.partition("#")[0] for path in ADDRESSES]
    for number, (path, url) in enumerate(zip(asked, urls, strict=True)):
        web.put(path, rss(url, [item(number)], f"<link>{url}</link>"))
    reader.subscribe(urls, "\n[profile.a]\n")
    written = [reader.run("digest", "--new", "-f", "json", as_of=NOW)]
    assert [n for n in range(len(urls)) if item(n).title not in written[0].text] == []
    for path in asked:
        web.fail(path, 404)
    commands = [
        ("fetch", "--force", "-v"), ("digest", "--since", "2d", "-v"), ("feeds", "list"),
        ("feeds", "list", "--format", "json"), ("feeds", "export"), ("config", "show"), ("doctor",),
        *(("digest", "--since", "2d", "-f", each) for each in FORMATS),
        *(("digest", *urls, "-f", each) for each in FORMATS),
        ("read", *urls), *(("feeds", each, url) for url in urls for each in ("add", "remove")),
    ]  # fmt: skip
    written += [reader.run(*each, as_of=NOW if each[0] == "digest" else None) for each in commands]
    shown = HIDDEN[:8].encode()
    assert [done for done in written if shown in done.stdout + done.stderr.encode()] == []
    files = [each for each in reader.home.rglob("*") if each.is_file() and each != reader.config]
    assert files
    assert [each for each in files if shown in each.read_bytes()] == []


def test_the_name_of_a_listed_feed_has_no_secret(tmp_path: Path, web: Web) -> None:
    """SEC08: of a list that calls its feeds by their addresses, and in the user's own file."""
    reader, urls = Reader(tmp_path), [web.url(path) for path in ADDRESSES]
    outlines = "".join(f"<outline text='{escape(u)}' xmlUrl='{escape(u)}'/>" for u in urls)
    (tmp_path / "list.opml").write_text(f"<opml version='2.0'><body>{outlines}</body></opml>")
    reader.subscribe([])
    written = [reader.run("feeds", "import", tmp_path / "list.opml")]
    assert written[0].text.startswith(f"{len(urls)} added")
    commands = (("feeds", "list"), ("feeds", "export"), ("fetch",), ("feeds", "list", "-f", "json"))
    for names in ("", "".join(f"\n[[feed]]\nurl = '{u}'\nname = 'from {u}'\n" for u in urls)):
        if names:
            reader.subscribe([], names)
        written += [reader.run(*words) for words in commands]
    assert [done for done in written if HIDDEN[:8] in done.text + done.stderr] == []


def test_an_address_with_a_secret_is_not_learnt(tmp_path: Path, web: Web) -> None:
    """SEC08: where a redirect leads to one, the state does not keep it."""
    reader = Reader(tmp_path)
    web.put(f"/new?feed_token={HIDDEN}", rss("Moved", [item(9)]))
    reader.subscribe([web.fail("/old", 301, location=f"/new?feed_token={HIDDEN}")])
    assert reader.run("fetch").status == 0
    files = [each for each in reader.home.rglob("*") if each.is_file()]
    assert [each for each in files if HIDDEN.encode() in each.read_bytes()] == []
