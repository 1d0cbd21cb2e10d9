"""[interests] of the configuration, in digests of sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.program import newsdigest

NOW = "2026-11-22T06:00Z"
NUMBERS = range(8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "feed.xml").write_text(rss("The Post", [item(n) for n in NUMBERS]))
    return tmp_path


def run(folder: Path, interests: str, *options: str, status: int = 0) -> tuple[str, str]:
    config = folder / "config.toml"
    config.write_text(interests)
    done = newsdigest("digest", folder / "feed.xml", "-c", config, "--as-of", NOW, *options)
    assert done.status == status, done.stderr
    return done.text, done.stderr


def titles(folder: Path, interests: str, *options: str) -> list[str]:
    stories = json.loads(run(folder, interests, "-f", "json", *options)[0])["stories"]
    return [story["title"] for story in stories]


@pytest.mark.parametrize("form", ["[interests]\nwords = {{ {} = 3 }}", "[interests.words]\n{} = 3"])
def test_interests_change_the_order_and_nothing_else(folder: Path, form: str) -> None:
    """A liked story is first, a disliked one last, and all are there."""
    before = titles(folder, "")
    wanted = before[-1].split()[0]
    after = titles(folder, form.format(wanted.lower()))
    assert after == [before[-1], *before[:-1]]
    disliked = before[0].split()[0]
    after = titles(folder, form.format(disliked).replace("= 3", "= -3"))
    assert after == [*before[1:], before[0]]


def test_json_and_verbose_say_why(folder: Path) -> None:
    """Each interest that a story meets, with what it adds; nothing for other stories."""
    title = item(2).title
    interests = (
        f'[interests]\nwords = {{ {title.split()[0]} = 2 }}\nsources = {{ "The Post" = -1 }}'
    )
    stories = json.loads(run(folder, interests, "-f", "json")[0])["stories"]
    weight = stories[0]["weight"]
    assert stories[0]["title"] == title
    assert weight["reasons"] == [
        {"kind": "word", "name": title.split()[0], "weight": 1.0},
        {"kind": "source", "name": "The Post", "weight": -0.5},
    ]
    assert weight["interests"] == 0.5
    terms = ("sources", "prominence", "freshness", "kind", "interests")
    assert weight["total"] == pytest.approx(sum(weight[term] for term in terms), abs=0.001)
    assert [len(story["weight"]["reasons"]) for story in stories[1:]] == [1] * 7
    lines = [line for line in run(folder, interests, "-v")[1].splitlines() if "weight" in line]
    assert len(lines) == 8
    assert f"+0.50 interests (word {title.split()[0]} +1.00, source The Post -0.50)" in lines[0]
    assert lines[0].endswith(title)


@pytest.mark.parametrize(
    ("interests", "reason"),
    [
        ("words = { ferry = 4 }", '2:9: words of "ferry" must be a number from -3 to 3, not 4'),
        ("words = ['ferry']", "2:9: words must be a table such as { ferry = 2 }, not a list"),
        ("topics = { sports = 1 }", 'no topic has the name "sports"; did you mean "sport"?'),
        ("authors = { X = 1 }", 'unknown key "authors"'),
    ],
)
def test_mistakes_have_their_line(folder: Path, interests: str, reason: str) -> None:
    """Weights out of bounds, lists, unknown topics and keys."""
    assert reason in run(folder, f"[interests]\n{interests}", status=2)[1]


def test_a_group_that_no_feed_is_in_is_warned_of(folder: Path) -> None:
    """It may be that of a feed that was removed."""
    error = run(folder, '[interests]\ngroups = { "News" = 1 }')[1]
    assert "warning: " in error
    assert 'no feed is in the group "News"' in error


def test_interests_are_shown(folder: Path) -> None:
    """`config show` writes them as TOML and JSON."""
    text = '[interests]\nwords = { "ferry boat" = 1.5 }\n'
    (folder / "config.toml").write_text(text)
    shown = newsdigest("config", "show", "-c", folder / "config.toml").text
    assert 'words = { "ferry boat" = 1.5 }' in shown
    value = json.loads(
        newsdigest("config", "show", "-f", "json", "-c", folder / "config.toml").text
    )
    assert value["interests"]["words"] == {"ferry boat": 1.5}
