"""`digest --dry-run` says what a run would do, and does none of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.pages import article_page
from tests.program import Outcome, newsdigest

NOW, LATER = "2026-11-22T06:00Z", "2026-11-22T07:00Z"


@pytest.fixture
def reader(reader: Reader, web: Web) -> Reader:
    """With three articles stored, a profile that writes and mails, and a mailer that records."""
    web.put("/feed", rss("The Post", [item(n) for n in range(3)]))
    mailer = reader.home / "sendmail"
    mailer.write_text(f"#!/bin/sh\ncat > {reader.home}/sent\n")
    mailer.chmod(0o755)
    with reader.config.open("a") as config:
        config.write(
            f'[mail]\nfrom = "news@example.org"\nsendmail = "{mailer}"\n'
            '[profile.morning]\nnew = true\nmail = { to = ["me@example.org"] }\n'
            f'output = "news.md"\ndrop = ["title:{item(2).title.split()[0]}"]\n'
        )
    assert reader.run("fetch").status == 0
    return reader


def everything(home: Path) -> dict[str, bytes]:
    """All files but those in which SQLite notes that there are readers."""
    files = (path for path in home.rglob("*") if path.is_file())
    return {str(p): p.read_bytes() for p in files if not p.name.endswith(("-shm", "-wal"))}


def preview(reader: Reader, *words: str) -> Outcome:
    """The outcome of a dry run, which leaves every file as it is, the state among them."""
    before = everything(reader.home)
    done = reader.run("digest", "--dry-run", *words, as_of=LATER)
    assert everything(reader.home) == before
    return done


def test_the_plan_is_what_happens(reader: Reader, web: Web) -> None:
    """Stories, destinations and marks of the plan are those of the run; nothing is requested."""
    asked = web.asked.total()
    plan = preview(reader, "--profile", "morning")
    assert web.asked.total() == asked
    assert (plan.status, plan.stderr) == (0, "")
    lines = plan.text.splitlines()
    assert lines[0] == "2 stories of 2 articles"
    assert sorted(lines[1:3]) == sorted(f"  {item(n).title} (The Post)" for n in range(2))
    assert lines[3:] == [
        f"would write {reader.home}/news.md",
        "would send mail to me@example.org",
        "",
        "would mark 3 articles as delivered to the profile morning, 1 of them unseen (filtered, "
        "repeated or too old); 0 would wait for the next digest",
    ]
    assert reader.run("digest", "--profile", "morning", as_of=LATER).status == 0
    written = (reader.home / "news.md").read_text()
    assert all(item(n).title in written for n in range(2))
    assert (reader.home / "sent").exists()
    after = preview(reader, "--profile", "morning").text.splitlines()
    assert after[0] == "no digest: there is nothing to show"
    assert after[-1].startswith("would mark 0 articles as delivered")


def test_what_is_left_out_would_wait(reader: Reader) -> None:
    """--limit and --keep of a run leave articles to the next digest."""
    narrowed = preview(reader, "--new", "--keep", f"title:{item(0).title.split()[0]}").text
    assert narrowed.startswith("1 story of 1 article\n")
    assert "would print the digest" in narrowed
    assert narrowed.endswith(
        "would mark 1 article as delivered; 2 would wait for the next digest\n"
    )


def test_without_new_nothing_would_be_marked(reader: Reader) -> None:
    """A window delivers, but is not remembered."""
    plan = preview(reader, "--since", "2026-11-01").text
    assert plan.startswith("3 stories of 3 articles\n")
    assert plan.endswith("would mark nothing as delivered: only --new does\n")


def test_a_pending_digest_is_in_the_plan(reader: Reader) -> None:
    """What a mailer refused would be sent again, and a broken mailer is not tried."""
    (reader.home / "sendmail").write_text("#!/bin/sh\nexit 75\n")
    assert reader.run("digest", "--profile", "morning", as_of=NOW).status == 4
    plan = preview(reader, "--profile", "morning")
    assert plan.status == 0
    assert "would send mail to me@example.org" in plan.text
    assert "news.md" not in plan.text


def test_without_a_state_there_is_none_afterwards(reader: Reader) -> None:
    """Nothing to show yet is no error, and the folder of the state is not made."""
    reader.state.unlink()
    for path in list(reader.state.parent.iterdir()):
        path.unlink()
    reader.state.parent.rmdir()
    assert preview(reader, "--new").status == 0
    assert not reader.state.parent.exists()


def test_sources_are_previewed(tmp_path: Path) -> None:
    """They are read, and the file that -o names is not written."""
    page = tmp_path / "page.html"
    page.write_text(article_page("Ferry landing"))
    done = newsdigest("digest", page, "--dry-run", "-o", tmp_path / "out.html")
    assert done.status == 0
    assert "\n  Ferry landing (" in done.text, done.text
    assert f"would write {tmp_path}/out.html" in done.text
    assert not (tmp_path / "out.html").exists()


def test_a_profile_of_new_articles_lends_its_look_to_sources(reader: Reader) -> None:
    """Without its output, mail and memory; --new itself is for the feeds."""
    page = reader.home / "page.html"
    page.write_text(article_page("Ferry landing"))
    with reader.config.open("a") as config:
        config.write(
            '[profile.data]\nnew = true\nformat = "json"\noutput = "data.json"\nmail = true\n'
        )
    done = reader.run("digest", page, "--profile", "data")
    assert done.status == 0, done.stderr
    assert json.loads(done.stdout)["stories"][0]["title"] == "Ferry landing"
    assert not (reader.home / "data.json").exists()
    assert not (reader.home / "sent").exists()
    assert reader.run("digest", page, "--new").status == 2
