"""`newsdigest boilerplate` as a user sees it: everything can be explained, and taken back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clean.learning.publications import story
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.program import newsdigest

PLUG = "Our kitchen table letter goes out to friends of the house each morning."
FOLLOW = "Follow us on Facebook."
NOW, LATER = "2026-11-22T06:00Z", "2026-11-22T09:00Z"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Pages of one publication with a plug under each that no rule for phrases knows."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(4):
        text = "".join(f"<p>{line}</p>" for line in [*story(n), *story(n + 30), PLUG, FOLLOW])
        (folder / f"{n}.html").write_text(
            f"<html lang=en><head><title>Story {n} | Harbour Post</title>"
            "<meta property='og:site_name' content='Harbour Post'></head>"
            f"<body><article><h1>Story {n}</h1>{text}</article></body></html>"
        )
    return folder


def test_learnt_lines_are_gone_from_what_is_read(pages: Path) -> None:
    """A directory of pages of one site teaches what the site repeats."""
    articles = json.loads(newsdigest("read", pages, "--format", "json").stdout)
    assert len(articles) == 4
    for each in articles:
        assert "kitchen" not in each["text"]
        (rule,) = {r["rule"] for r in each["removed"] if r["text"] == PLUG}
        assert re.fullmatch(r"learnt:[0-9a-f]{8}", rule)


def test_explain_strikes_through_what_was_taken(pages: Path) -> None:
    """In its place, with the rule, and for a learnt line in how many stories it stood."""
    done = newsdigest("boilerplate", "explain", pages, "--as-of", NOW)
    assert done.status == 0
    assert re.search(r"\[-Our kitchen .{50,60}-\] \(learnt:", done.text.replace("\n", " "))
    assert "[-Follow us on Facebook.-] (phrase:" in done.text
    assert "in 4 stories, 2026-11-22 to 2026-11-22." in " ".join(done.text.split())
    struck = newsdigest("boilerplate", "explain", pages, environment={"FORCE_COLOR": "1"}).text
    assert "\x1b[9m\x1b[2mkitchen\x1b[0m" in struck


def test_explain_as_json_holds_all_of_the_text(pages: Path) -> None:
    """The pieces of the blocks are the article as it was; those that went carry their rule."""
    (value,) = json.loads(
        newsdigest("boilerplate", "explain", pages / "0.html", "-f", "json").stdout
    )
    texts = ["".join(piece["text"] for piece in block) for block in value["blocks"]]
    assert texts == [*story(0), *story(30), PLUG, FOLLOW]
    taken = [piece for block in value["blocks"] for piece in block if piece["rule"]]
    assert [piece["text"] for piece in taken] == [FOLLOW]  # one page teaches nothing
    assert value["rules"][taken[0]["rule"]]["why"].endswith(".")


def test_what_is_kept_stands_above_all_rules(pages: Path, tmp_path: Path) -> None:
    """A text that the user keeps is taken neither by a rule for phrases nor by a learnt one."""
    config = tmp_path / "config.toml"
    config.write_text("# mine\n[digest]\nsentences = 3  # three\n")
    for text in (FOLLOW, "our kitchen table", FOLLOW):
        done = newsdigest("boilerplate", "keep", text, "--config", config)
        assert done.status == 0
    assert done.text == f"kept already: {FOLLOW}\n"
    assert config.read_text().startswith(
        "# mine\n[digest]\nsentences = 3  # three\n\n[boilerplate]"
    )
    articles = json.loads(newsdigest("read", pages, "--format", "json", "--config", config).stdout)
    assert all(PLUG in each["text"] and FOLLOW in each["text"] for each in articles)


def test_rules_and_learning_can_be_switched_off(pages: Path, tmp_path: Path) -> None:
    """By the configuration; what no rule takes is learnt all the same."""
    config = tmp_path / "config.toml"
    cases: dict[str, set[str]] = {
        "phrases = false": set(),
        "learn = false": {PLUG},
        "phrases = false\nlearn = false": {PLUG, FOLLOW},
    }
    for settings, left in cases.items():
        config.write_text(f"[boilerplate]\n{settings}\n")
        done = newsdigest("read", pages, "-f", "json", "--config", config)
        for each in json.loads(done.stdout):
            assert {line for line in (PLUG, FOLLOW) if line in each["text"]} == left


def with_plug(first: int, count: int) -> str:
    """Reports that are long enough for a digest to tell more of them than their subject."""
    items = [item(26 * n) for n in range(first, first + count)]
    longer = [
        replace(
            each,
            text=f"{each.text} Drawings and old letters are shown in the town hall of "
            f"{each.title.split()[0]} until the fair, the board said in {each.number}.",
        )
        for each in items
    ]
    return rss("The Post", longer).replace("</p>]]>", f"</p><p>{PLUG}</p>]]>")


def test_lines_are_learnt_over_the_days_listed_and_forgotten(web: Web, reader: Reader) -> None:
    """Two articles a poll: after the second one the line goes, until the user takes it back."""
    web.put("/feed", with_plug(0, 2))
    assert PLUG in told(reader, NOW)
    assert reader.run("boilerplate", "list").text == ""
    web.put("/feed", with_plug(2, 2))
    assert PLUG not in told(reader, LATER)
    listed = json.loads(reader.run("boilerplate", "list", "post", "-f", "json").stdout)
    assert [(row["publication"], row["stories"]) for row in listed] == [("post", 4)]
    assert reader.run("boilerplate", "list", "gazette").text == ""
    assert listed[0]["id"] in reader.run("boilerplate", "list").text
    counted = reader.run("digest", "-v", "--since", "7d", as_of=LATER).stderr
    assert re.search(r"removed +4 +learnt:", counted)
    assert reader.run("boilerplate", "forget", "0badc0de").status == 2
    assert reader.run("boilerplate", "forget", listed[0]["id"]).status == 0
    assert PLUG in told(reader, LATER)


def test_a_long_learnt_line_is_listed_in_words(web: Web, reader: Reader) -> None:
    """Its end is stored as a hash, which is nothing for people."""
    plug = f"{PLUG[:-1]}, and so do the friends of the friends of the house on every other day."
    for n in range(3):
        text = " ".join([*story(n), *story(n + 30)])
        moment = item(n).published
        web.put("/feed", rss("The Post", [replace(item(n), text=f"{text}</p><p>{plug}")]))
        assert reader.run("fetch", "--force", as_of=moment.isoformat()).status == 0
    shown = reader.run("boilerplate", "list").text
    assert re.search(r"  [0-9a-f]{8}  Our kitchen table letter .*…\n", shown), shown
    assert not re.search(r"….*[0-9a-f]{8}\n", shown)


def told(reader: Reader, as_of: str) -> str:
    """All texts that a digest of the last days is made of: as many sentences as there are."""
    reader.run("fetch", as_of=as_of)
    done = reader.run("digest", "--since", "7d", "-n", "50", "-f", "json", as_of=as_of)
    stories = json.loads(done.stdout)["stories"]
    return " ".join(sentence["text"] for story in stories for sentence in story["summary"])


def test_a_text_with_bytes_that_are_no_characters_is_kept(tmp_path: Path) -> None:
    """A command line can hold them, a configuration cannot."""
    config = tmp_path / "config.toml"
    config.touch()
    done = newsdigest("boilerplate", "keep", "river \udcff path", "--config", config)
    assert (done.status, done.stderr) == (0, "")
    assert "river \ufffd path" in config.read_text()


def test_rules_for_sites_are_imported(tmp_path: Path) -> None:
    """A section for each file, what could not be said on standard error; never over another."""
    config, file = tmp_path / "config.toml", tmp_path / "example.org.txt"
    file.write_text("body: //div[@id='story']\nstrip: //p[contains(., 'Ad')]\n")
    shown = newsdigest("boilerplate", "import", file, "--dry-run", "--config", config)
    assert shown.text == '[site."example.org"]\nbody = ["div[id=\\"story\\"]"]\n\n'
    assert "line 2: strip" in shown.stderr
    assert not config.exists()
    config.write_text("# mine\n")
    done = newsdigest("boilerplate", "import", file, "--config", config)
    assert (done.status, done.text) == (0, "added: example.org\n")
    assert config.read_text() == f"# mine\n\n{shown.text.rstrip()}\n"
    again = newsdigest("boilerplate", "import", file, "--config", config)
    assert again.text == "there is a rule already for: example.org\n"
    unnamed = tmp_path / "rules.txt"
    unnamed.write_text("tidy: no\n")
    assert newsdigest("boilerplate", "import", unnamed, "--config", config).status == 2
    hosted = ("boilerplate", "import", unnamed, "--host", "a.example", "--config", config)
    assert newsdigest(*hosted).status == 1


def test_a_selector_is_tried_before_it_is_saved(pages: Path) -> None:
    """What it matches, and what that does to the article; a wrong one is told as such."""
    page = pages / "0.html"
    done = newsdigest("boilerplate", "try", "article p:last-child", page)
    assert done.status == 0
    assert f"\n  {FOLLOW}\n" in done.text
    (trial,) = json.loads(
        newsdigest("boilerplate", "try", "h1", page, "--as", "body", "-f", "json").stdout
    )
    assert (trial["matches"], trial["words_before"] > 100) == (["Story 0"], True)
    wrong = newsdigest("boilerplate", "try", "p[", page)
    assert (wrong.status, "is no CSS selector" in wrong.stderr) == (1, True)


def test_the_rule_of_a_site_holds_for_its_pages(pages: Path, tmp_path: Path) -> None:
    """By the address that a saved page says it is from."""
    page, config = pages / "0.html", tmp_path / "config.toml"
    page.write_text(
        page.read_text().replace(
            "<head>", "<head><link rel=canonical href='https://news.example.org/0'>"
        )
    )
    config.write_text('[site."example.org"]\nremove = ["p:last-child"]\n')
    (article,) = json.loads(newsdigest("read", page, "--config", config, "--format", "json").stdout)
    assert {"text": FOLLOW, "rule": "site:remove"} in article["removed"]
