"""Accounts at other readers as sources of the daily run: each unread item once, and none lost."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsdigest.cli.members import with_members
from newsdigest.cli.session import own_weights
from newsdigest.config import load_config
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.pages import article_page
from tests.program import COMMAND, Outcome
from tests.sources.reader_server import PASSWORD, USER, ReaderServer, Subscribed

MORNING = datetime(2026, 11, 22, 6, tzinfo=UTC)
NOW = MORNING.isoformat()
LATER = (MORNING + timedelta(hours=2)).isoformat()
KINDS = ["freshrss", "miniflux"]


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest) -> Iterator[ReaderServer]:
    """A reader with two feeds."""
    with ReaderServer(request.param) as running:
        running.feeds[1] = Subscribed(
            "Harbour Post", "https://post.example/", ("News", "Sea/Coast")
        )
        running.feeds[2] = Subscribed("Fenn Tribune", "https://fenn.example/", ("Tech",))
        yield running


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def section(reader: Reader, server: ReaderServer, **settings: object) -> str:
    """An account whose password is in a file."""
    (reader.home / "password").write_text(f"{PASSWORD}\n")
    (reader.home / "password").chmod(0o600)
    values = {
        "url": server.url, "user": USER, "password_file": str(reader.home / "password"), **settings
    }  # fmt: skip
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
    return f"\n[[account]]\n{lines}"


def put(server: ReaderServer, *numbers: int, feed: int = 1, at: datetime | None = None) -> None:
    for number in numbers:
        each = item(number)
        moment = (at or each.published).timestamp()
        link = f"https://{'post' if feed == 1 else 'fenn'}.example/story/{number}"
        server.add(feed, each.title, f"<p>{each.text}</p>", moment, link)


def new(reader: Reader, as_of: str = NOW, *more: str) -> list[str]:
    done = reader.run("digest", "--new", "-f", "json", *more, as_of=as_of)
    assert done.status == 0, done.stderr
    return titles(done.stdout) if done.stdout else []


def expected(*numbers: int) -> list[str]:
    return sorted(item(number).title for number in numbers)


def test_unread_items_are_delivered_once(server: ReaderServer, reader: Reader) -> None:
    """ACC01: under the names of their feeds, beside the user's own feeds; and stay unread."""
    put(server, 0, 1)
    put(server, 2, feed=2)
    reader.subscribe([], section(reader, server, name="Reader"))
    done = reader.run("digest", "--new", "-f", "json", as_of=NOW)
    assert (done.status, done.stderr) == (0, "")
    assert sorted(titles(done.stdout)) == expected(0, 1, 2)
    stories = json.loads(done.stdout)["stories"]
    sources = {title: story["sources"] for story in stories for title in [story["title"]]}
    assert sources[item(0).title] == ["Harbour Post"]
    assert sources[item(2).title] == ["Fenn Tribune"]
    put(server, 3)
    assert new(reader, LATER) == expected(3)
    assert new(reader, LATER) == []
    assert len(server.unread()) == 4


def test_what_was_read_elsewhere_does_not_come(server: ReaderServer, reader: Reader) -> None:
    """Only unread items are asked for."""
    put(server, 0, 1)
    next(iter(server.items.values())).is_read = True
    reader.subscribe([], section(reader, server))
    assert new(reader) == expected(1)


def test_the_first_poll_takes_the_newest_ten_of_each_feed(
    server: ReaderServer, reader: Reader
) -> None:
    """ACC01: the rest is history, whatever stays unread there."""
    put(server, *range(14))
    put(server, *range(20, 24), feed=2)
    reader.subscribe([], section(reader, server))
    assert sorted(new(reader, NOW, "--all")) == expected(*range(4, 14), *range(20, 24))
    assert new(reader, LATER) == []


def test_many_unread_items_are_read_in_parts(server: ReaderServer, reader: Reader) -> None:
    """ACC01: the list goes on over continuations, and nothing is asked for twice."""
    reader.subscribe([], section(reader, server))
    assert new(reader) == []
    old = MORNING - timedelta(days=40)
    for number in range(1_100):
        server.add(1, f"Old {number}", "<p>Old.</p>", old.timestamp(), None)
    put(server, 0, 1, at=MORNING)
    assert sorted(new(reader, LATER)) == expected(0, 1)
    assert server.count("stream/items/ids") >= 3
    asked = Counter(id for form in server.forms for id in form.get("i", ()))
    assert set(asked.values()) == {1}
    for hours in (4, 6):
        assert new(reader, (MORNING + timedelta(hours=hours)).isoformat()) == []
    again = Counter(id for form in server.forms for id in form.get("i", ()))
    assert (len(again), set(again.values())) == (1_102, {1})


def test_a_feed_that_had_nothing_unread_has_no_history(
    server: ReaderServer, reader: Reader
) -> None:
    """All that comes into it later is news; of one that is new there, the newest ten are."""
    reader.subscribe([], section(reader, server))
    assert new(reader) == []
    put(server, *range(12))
    server.feeds[3] = Subscribed("Marlow Ledger")
    put(server, *range(20, 34), feed=3)
    assert sorted(new(reader, LATER, "--all")) == expected(*range(12), *range(24, 34))


def test_labels_are_groups(server: ReaderServer, reader: Reader) -> None:
    """For headings, for --group and for profiles, from the first poll on, with those of the
    account."""
    put(server, 0)
    put(server, 1, feed=2)
    reader.subscribe(
        [],
        section(reader, server, groups=["Mine"])
        + '\n[profile.tech]\nnew = true\ngroups = ["tech"]\n'
        + '\n[profile.mine]\nnew = true\ngroups = ["Mine"]\n',
    )
    tech = reader.run("digest", "--profile", "tech", "-f", "json", as_of=NOW)
    assert titles(tech.stdout) == expected(1)
    mine = reader.run("digest", "--profile", "mine", "-f", "json", as_of=NOW)
    assert sorted(titles(mine.stdout)) == expected(0, 1)
    grouped = reader.run("digest", "--by", "group", "--since", "2d", "-f", "json", as_of=NOW)
    groups = {story["title"]: story["groups"] for story in json.loads(grouped.stdout)["stories"]}
    assert groups == {
        item(0).title: ["Mine", "News", "Sea\\/Coast"], item(1).title: ["Mine", "Tech"],
    }  # fmt: skip
    only = reader.run("digest", "--group", "News", "--since", "2d", "-f", "json", as_of=NOW)
    assert titles(only.stdout) == expected(0)


def test_an_account_has_filters_mute_and_limit(server: ReaderServer, reader: Reader) -> None:
    """As a feed has, for all of its feeds together."""
    put(server, 0, 1, 2)
    put(server, 3, 4, feed=2)
    reader.subscribe([], section(reader, server, drop=[f"title:{item(0).title}"], limit=2))
    done = reader.run("digest", "--since", "2d", "-f", "json", as_of=NOW)
    shown = [s for s in json.loads(done.stdout)["stories"] if s["part"] != "more"]
    assert len(shown) == 2
    assert item(0).title not in titles(done.stdout)
    reader.subscribe([], section(reader, server, mute="2026-12-24"))
    assert new(reader) == []


def test_an_unknown_group_is_an_error_once_the_labels_are_known(
    server: ReaderServer, reader: Reader
) -> None:
    """Before the first poll any name may be a label; afterwards a near one is suggested."""
    put(server, 0, feed=2)
    reader.subscribe([], section(reader, server, groups=["Mine"]))
    before = reader.run("digest", "--offline", "--group", "Tecj", as_of=NOW)
    assert (before.status, before.stderr) == (0, "")
    assert new(reader) == expected(0)
    for words in (("digest", "--offline"), ("feeds", "list")):
        done = reader.run(*words, "--group", "Tecj")
        assert done.status == 2
        assert done.stderr == "error: no feed is in the group 'Tecj'; did you mean \"Tech\"?\n"
    for group in ("tech", "Mine"):
        assert reader.run("digest", "--offline", "--group", group, as_of=NOW).status == 0


def shown(reader: Reader) -> list[str]:
    """The headlines of the stories that are not only counted."""
    done = reader.run("digest", "--since", "2d", "-f", "json", as_of=NOW)
    stories = json.loads(done.stdout)["stories"] if done.stdout else []
    return sorted(each["title"] for each in stories if each["part"] != "more")


def test_the_settings_of_a_group_apply_to_its_label_only(
    server: ReaderServer, reader: Reader
) -> None:
    """Of the feeds of an account, a limit and a mute hold for those with the label."""
    put(server, 0, 1, 2)
    put(server, 3, 4, feed=2)
    account = section(reader, server)
    reader.subscribe([], account + "\n[group.Unrelated]\nlimit = 1\n")
    assert shown(reader) == expected(0, 1, 2, 3, 4)
    reader.subscribe([], account + "\n[group.Tech]\nlimit = 1\n")
    limited = shown(reader)
    assert set(expected(0, 1, 2)) < set(limited)
    assert len(limited) == 4
    reader.subscribe([], account + '\n[group.Tech]\nmute = "2026-12-24"\n')
    assert shown(reader) == expected(0, 1, 2)


def test_the_weight_of_a_label_yields_to_that_of_the_account(
    server: ReaderServer, reader: Reader
) -> None:
    """Among groups the first of the same depth has priority; none has it over the account."""
    groups = "\n[group.Tech]\nweight = 3.0\n\n[group.Mine]\nweight = 0.5\n"

    def weights(**settings: object) -> list[float]:
        reader.subscribe([], section(reader, server, **settings) + groups)
        config = load_config(reader.config, {})
        with reader.store() as store:
            return sorted(own_weights(with_members(config, store)).values())

    put(server, 0)
    put(server, 1, feed=2)
    reader.subscribe([], section(reader, server))
    assert sorted(new(reader)) == expected(0, 1)
    assert weights() == [3.0]
    assert weights(groups=["Mine"]) == [0.5, 3.0]
    assert weights(groups=["Mine"], weight=2.0) == [2.0, 2.0]


@pytest.mark.parametrize("left", [2, 4, 5])
def test_a_server_that_fails_in_the_middle_loses_nothing(
    server: ReaderServer, reader: Reader, left: int
) -> None:
    """ACC02: what came before is kept, the rest comes with the next poll."""
    put(server, *range(8))
    reader.subscribe([], section(reader, server, name="Reader"))
    assert len(new(reader)) == 8
    put(server, *range(10, 80), at=MORNING)
    server.script.requests_left = left
    first = new(reader, LATER, "--all")
    assert ("HTTP 500" in reader.run("feeds", "list").text) == (len(first) < 70)
    server.script.requests_left = None
    then = new(reader, (MORNING + timedelta(hours=9)).isoformat(), "--all")
    assert Counter([*first, *then]) == Counter(expected(*range(10, 80)))


BROKEN = [b"", b"[]", b'{"items": 3, "itemRefs": {}}', b"\xff\xfe", b"[" * 5000,
          b'{"items": [{"id": 5, "origin": "x", "title": [], "published": 1e400}]}']  # fmt: skip


@pytest.mark.parametrize("answer", BROKEN, ids=lambda text: repr(text[:20]))
@pytest.mark.parametrize("step", ["subscription/list", "stream/items/ids", "stream/items/contents"])
def test_no_answer_is_more_than_a_failure(reader: Reader, step: str, answer: bytes) -> None:
    """ACC03: whatever a server says instead of its answer; the items come when it is well."""
    with ReaderServer("miniflux") as server:
        server.feeds[1] = Subscribed("Harbour Post")
        put(server, 0)
        reader.subscribe([], section(reader, server, name="Reader"))
        server.script.answers[step] = answer
        broken = reader.run("fetch", "-v", as_of=NOW)
        assert broken.status in (0, 1)
        assert "internal error" not in broken.stderr
        server.script.answers.clear()
        assert new(reader, (MORNING + timedelta(hours=9)).isoformat()) == expected(0)


@pytest.mark.parametrize(
    ("step", "failure"),
    [("ClientLogin", 403), ("ClientLogin", "drop"), ("subscription/list", 401), ("token", 404),
     ("items/ids", 429), ("contents", 500), ("contents", "drop")],
)  # fmt: skip
def test_an_account_that_fails_is_told_like_a_feed(
    reader: Reader, web: Web, step: str, failure: int | str
) -> None:
    """ACC02: it fails alone; the digest names it, and its items come later."""
    web.put("/feed", rss("The Post", [item(9)]))
    with ReaderServer() as server:
        server.feeds[1] = Subscribed("Harbour Post")
        put(server, 0)
        server.script.failures[step] = failure
        reader.subscribe([web.url("/feed")], section(reader, server, name="Reader"))
        done = reader.run("digest", "--new", "-f", "json", as_of=NOW)
        assert (done.status, titles(done.stdout)) == (0, expected(9))
        (told,) = json.loads(done.stdout)["failures"]
        assert told["source"] == "Reader"
        assert PASSWORD not in done.text + done.stderr
        server.script.failures.clear()
        assert new(reader, (MORNING + timedelta(days=2)).isoformat()) == expected(0)


def test_a_password_that_cannot_be_read_defers_no_poll(
    server: ReaderServer, reader: Reader
) -> None:
    """The fault is on this machine: the next run asks at once; meanwhile doctor names it."""
    put(server, 0)
    account = section(reader, server, name="Reader")
    reader.subscribe([], account)
    (reader.home / "password").rename(reader.home / "kept")
    assert new(reader) == []
    found = [line for line in reader.run("doctor").text.splitlines() if " feeds " in line]
    assert ["never read since" in line for line in found] == [True]
    (reader.home / "kept").rename(reader.home / "password")
    assert new(reader, (MORNING + timedelta(minutes=1)).isoformat()) == expected(0)


def test_a_password_is_sent_to_no_other_address(reader: Reader) -> None:
    """SEC12: a redirect of the login is refused."""
    with ReaderServer() as server, ReaderServer() as other:
        reader.subscribe([], section(reader, server))
        server.script.failures["ClientLogin"] = 307
        server.script.location = f"{other.url}/accounts/ClientLogin"
        done = reader.run("fetch", "-v", as_of=NOW)
        assert "a form is not sent to another address" in done.stderr
        assert other.asked == []


def test_items_reach_no_private_host(reader: Reader) -> None:
    """NET21: not even the one of the account, though the user named it for the account."""
    with ReaderServer() as server:
        server.feeds[1] = Subscribed("Harbour Post")
        server.add(1, "Teaser", "<p>It begins here, and then [...]</p>", MORNING.timestamp(),
                   f"{server.url}/secret-page")  # fmt: skip
        reader.subscribe([], section(reader, server))
        assert new(reader) == ["Teaser"]
        assert [path for path in server.asked if "secret" in path] == []


def test_hostile_items_are_only_text(reader: Reader) -> None:
    """What an item says is cleaned as that of a feed is."""
    with ReaderServer() as server:
        server.feeds[1] = Subscribed("<script>Post\x1b[31m</script>")
        title, text = "A \x1b]0;x\x07 <b>bold</b> claim", "<script>alert(1)</script><p>Text.</p>"
        server.add(1, title, text, MORNING.timestamp(), "javascript:alert(1)")
        reader.subscribe([], section(reader, server))
        done = reader.run("digest", "--new", "-f", "html", as_of=NOW)
        assert done.status == 0
        assert "alert(1)" not in done.text
        assert "\x1b" not in done.text


def test_no_byte_that_is_written_has_the_password(server: ReaderServer, reader: Reader) -> None:
    """SEC12: neither it nor the token that it is exchanged for, whatever the server says."""
    put(server, 0)
    outcomes: list[Outcome] = []
    for number, failing in enumerate((None, "ClientLogin", "subscription/list")):
        server.script.failures = {failing: 403} if failing else {}
        reader.subscribe([], section(reader, server))
        clock = (MORNING + timedelta(days=number)).isoformat()
        for words in (
            ("fetch", "-v"), ("digest", "--new", "-f", "json", "-v"), ("feeds", "list"),
            ("feeds", "list", "-f", "json"), ("config", "show"), ("config", "check"),
            ("feeds", "export"), ("doctor",),
        ):  # fmt: skip
            takes_clock = words[0] in ("fetch", "digest")
            outcomes.append(reader.run(*words, as_of=clock if takes_clock else None))
    secrets = (PASSWORD, server.auth, server.token, "canary")
    text = "".join(done.text + done.stderr for done in outcomes)
    assert [secret for secret in secrets if secret in text] == []
    for path in reader.home.rglob("*"):
        if path.is_file() and path.name != "password":
            content = path.read_bytes()
            assert [secret for secret in secrets if secret.encode() in content] == []


def test_commands_for_feeds_leave_accounts_alone(server: ReaderServer, reader: Reader) -> None:
    """`remove` and `rename` say where it stands, and `export` has only the user's own feeds."""
    reader.subscribe([], section(reader, server, name="Reader"))
    reader.run("fetch", as_of=NOW)
    for words in (("remove", "Reader"), ("rename", "Reader", "Post")):
        done = reader.run("feeds", *words)
        assert done.status == 2
        assert f"Reader is an account ({reader.config}:" in done.stderr
    assert "xmlUrl" not in reader.run("feeds", "export").text
    (row,) = json.loads(reader.run("feeds", "list", "-f", "json").text)
    assert (row["name"], row["health"]) == ("Reader", "ok")
    assert "1 account" in reader.run("doctor").text


def test_completion_offers_what_a_command_takes(server: ReaderServer, reader: Reader) -> None:
    """To search the names of the account's feeds; to commands for feeds nothing of it."""
    reader.subscribe([], section(reader, server, name="Harbour account"))
    reader.run("fetch", as_of=NOW)
    typed = f"newsdigest --config {reader.config}"
    for words, offered in (("search x --source Har", "Harbour Post"), ("feeds remove Har", "")):
        asked = {"_NEWSDIGEST_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args",
                 "_TYPER_COMPLETE_ARGS": f"{typed} {words}"}  # fmt: skip
        done = subprocess.run(
            [COMMAND], env={**os.environ, **asked}, capture_output=True, text=True, check=False
        )
        assert (done.stdout.strip(), done.stderr) == (offered, "")


def test_a_story_in_a_feed_and_in_an_account_is_one(
    server: ReaderServer, reader: Reader, web: Web
) -> None:
    """By its address, as in two feeds."""
    page = web.put("/page/1", article_page(), "text/html")
    each = item(1, web.url(""))
    web.put("/feed", rss("Harbour Post", [each]))
    server.add(1, each.title, f"<p>{each.text}</p>", each.published.timestamp(), page)
    reader.subscribe([web.url("/feed")], section(reader, server))
    assert new(reader) == expected(1)


def test_prune_and_filters_know_the_items(server: ReaderServer, reader: Reader) -> None:
    """They are news of the profile until delivered, and `filter try` searches them."""
    moment = datetime.now(UTC) - timedelta(days=2)  # `prune` has no other clock
    put(server, 0, at=moment)
    reader.subscribe([], section(reader, server))
    reader.run("fetch", as_of=moment.isoformat())
    tried = reader.run("filter", "try", f"title:{item(0).title.split()[0]}", "--since", "7d")
    assert item(0).title in tried.text
    assert reader.run("prune", "--keep", "1d").status == 0
    server.script.failures["ClientLogin"] = 500
    assert new(reader, datetime.now(UTC).isoformat()) == expected(0)


def test_what_a_digest_named_is_marked_as_read(server: ReaderServer, reader: Reader) -> None:
    """ACC04: nothing else: what filters dropped and what the digest only counts stays unread."""
    put(server, *range(10))
    put(server, *range(10, 20), feed=2)
    drop = [f"title:{item(3).title.split()[0]}"]
    reader.subscribe([], section(reader, server, mark_read=True, drop=drop))
    done = reader.run("digest", "--new", "-f", "markdown", "--minutes", "1", as_of=NOW)
    assert done.status == 0
    named = [item(n).title for n in range(20) if item(n).title.split(" (")[0] in done.text]
    assert 0 < len(named) < 19
    assert sorted(server.unread()) == sorted({item(n).title for n in range(20)} - {*named})
    assert item(3).title in server.unread()


def test_nothing_is_marked_unasked(server: ReaderServer, reader: Reader) -> None:
    """Not in advance, by digests of a window and previews, nor without delivery."""
    put(server, 0)
    reader.subscribe([], section(reader, server, mark_read=True))
    missing = str(reader.home / "none" / "news.md")
    for words, status in (
        (("fetch",), 0),
        (("digest", "--since", "2d"), 0),
        (("digest", "--new", "--dry-run"), 0),
        (("digest", "--new", "-o", missing), 4),
    ):
        assert reader.run(*words, as_of=NOW).status == status
        assert server.unread() == expected(0)
    assert new(reader, LATER) == expected(0)
    assert server.unread() == []


@pytest.mark.parametrize(
    ("step", "failure"), [("edit-tag", "drop"), ("edit-tag", 500), ("token", 401)]
)
def test_marking_is_repeated_after_a_failure(
    server: ReaderServer, reader: Reader, step: str, failure: int | str
) -> None:
    """ACC04: the digest is delivered all the same; a later run marks its items, and one warns only
    after a day."""
    put(server, *range(3))
    reader.subscribe([], section(reader, server, mark_read=True, name="Reader"))
    assert reader.run("fetch", as_of=NOW).status == 0
    server.script.failures[step] = failure
    done = reader.run("digest", "--new", "-f", "json", "-v", as_of=NOW)
    assert (done.status, sorted(titles(done.stdout))) == (0, expected(0, 1, 2))
    assert "Reader: 3 items are not marked as read yet" in done.stderr
    assert len(server.unread()) == 3
    quiet = reader.run("fetch", as_of=NOW)
    assert (quiet.status, quiet.stderr) == (0, "")
    late = reader.run("fetch", as_of=(MORNING + timedelta(days=2)).isoformat())
    assert "Reader: 3 items are not marked as read yet" in late.stderr
    server.script.failures.clear()
    assert reader.run("fetch", as_of=(MORNING + timedelta(days=3)).isoformat()).status == 0
    assert server.unread() == []
    assert new(reader, (MORNING + timedelta(days=3)).isoformat()) == []


def test_an_answer_that_is_not_ok_marks_nothing(server: ReaderServer, reader: Reader) -> None:
    """ACC04: a page of a proxy with the status 200 is no confirmation."""
    put(server, 0)
    reader.subscribe([], section(reader, server, mark_read=True))
    server.script.answers["edit-tag"] = b"<html>Welcome to the hotel</html>"
    assert new(reader) == expected(0)
    server.script.answers.clear()
    reader.run("fetch", as_of=LATER)
    assert server.unread() == []


def test_a_week_of_failures(server: ReaderServer, reader: Reader) -> None:
    """ACC01, ACC02: new items twice a day, a server that fails after some requests, and runs that
    are killed: each item once, none lost."""
    chance = random.Random(11)
    found: Counter[str] = Counter()
    sent = 0
    reader.subscribe([], section(reader, server, mark_read=True))
    assert new(reader) == []
    for half_day in range(1, 15):
        moment = MORNING + timedelta(hours=12 * half_day)
        for _ in range(chance.randrange(1, 4)):
            put(server, sent, feed=chance.choice([1, 2]), at=moment)
            sent += 1
        server.script.requests_left = chance.choice([None, None, chance.randrange(8)])
        reader.fetch_killed(moment.isoformat(), chance.uniform(0, 0.8))
        later = (moment + timedelta(hours=2)).isoformat()
        found += Counter(new(reader, later, "--all"))
    server.script.requests_left = None
    for days in (20, 30):
        found += Counter(new(reader, (MORNING + timedelta(days=days)).isoformat(), "--all"))
    assert found == Counter(expected(*range(sent)))
    assert server.unread() == []
