"""Groups of feeds: from lists of other readers and back, in digests, profiles and listings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from newsdigest.formats import FORMATS
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web

LISTS = Path(__file__).parent / "lists"
NOW = "2026-11-22T06:00Z"
# By the path of a feed: its groups.
GROUPS = {"/isle": '["Coast/Islands"]', "/pier": '["Coast", "Sport"]', "/town": None}


@pytest.fixture
def groups(reader: Reader, web: Web) -> Reader:
    """A subscriber of three feeds, of which two are in groups."""
    feeds = ""
    for number, (path, own) in enumerate(GROUPS.items()):
        url = web.put(
            path, rss(f"The {path[1:].title()}", [item(3 * number + n) for n in range(3)])
        )
        feeds += f"\n[[feed]]\nurl = {json.dumps(url)}\n" + (f"groups = {own}\n" if own else "")
    reader.subscribe([], f'{feeds}\n[profile.coast]\ngroups = ["coast"]\nby = "group"\n')
    return reader


# Titles by address, and folders by name.
Tree = dict[str, Any]


def tree(opml: str) -> Tree:
    """The folders of a list by name, the feeds by address with their titles."""
    body = ElementTree.fromstring(opml).find("body")
    assert body is not None
    top: Tree = {}
    for outline in body:
        _plant(outline, top)
    return top


def _plant(outline: ElementTree.Element, folder: Tree) -> None:
    name = outline.get("title") or outline.get("text") or ""
    if outline.get("xmlUrl") is None:
        inner = folder.setdefault(name, {})
        for each in outline:
            _plant(each, inner)
        return
    categories = [each.split("/")[1:] for each in outline.get("category", "").split(",") if each]
    for path in categories or [[]]:
        place: Tree = folder
        for part in path:
            place = place.setdefault(part, {})
        place[outline.get("xmlUrl", "")] = name


@pytest.mark.parametrize("program", ["miniflux", "freshrss", "netnewswire", "newsboat"])
def test_lists_of_other_readers_come_back_as_the_same_tree(reader: Reader, program: str) -> None:
    """Folders, nested ones, feeds in two folders and categories survive import and export."""
    reader.subscribe([])
    path = LISTS / f"{program}.opml"
    done = reader.run("feeds", "import", path)
    assert (done.status, done.stderr) == (0, "")
    assert tree(reader.run("feeds", "export").text) == tree(path.read_text())


def test_a_digest_of_a_group(groups: Reader) -> None:
    """`--group` takes the feeds of the group and of those below it, and polls no other."""
    told = groups.run("digest", "--group", "coast", "-f", "json", "--all", as_of=NOW).text
    assert sorted(titles(told)) == sorted(item(n).title for n in range(6))
    found = {tuple(story["groups"]) for story in json.loads(told)["stories"]}
    assert found == {("Coast/Islands",), ("Coast", "Sport")}
    polled = [row for row in listed(groups) if row["health"] == "ok"]
    assert len(polled) == 2
    sport = groups.run("digest", "--group", "Sport", "-f", "json", "--all", as_of=NOW).text
    assert {tuple(each["groups"]) for each in json.loads(sport)["stories"]} == {("Sport", "Coast")}


def listed(reader: Reader, *arguments: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(
        reader.run("feeds", "list", "-f", "json", *arguments).text
    )
    return rows


def test_groups_are_headings_in_every_format(groups: Reader) -> None:
    """`--by group,topic` shows each group's name, and one heading for feeds in no group."""
    for format in set(FORMATS) - {"json", "jsonl", "csv", "epub", "atom", "jsonfeed"}:
        told = groups.run(
            "digest", "--by", "group,topic", "-f", format, "--all", "--top", "0", as_of=NOW
        ).text
        for heading in ("Coast / Islands", "Coast", "In no group"):
            assert heading.lower() in told.lower(), format


def test_a_profile_of_groups(groups: Reader) -> None:
    """`groups` of a profile chooses its feeds, whatever the case."""
    told = groups.run("digest", "--profile", "coast", "-f", "json", "--all", as_of=NOW).text
    assert sorted(titles(told)) == sorted(item(n).title for n in range(6))
    shown = groups.run("config", "show", "--profile", "coast").text
    assert 'groups = ["coast"]' in shown
    assert shown.count("[[feed]]") == 2


def test_the_feeds_of_a_group(groups: Reader, web: Web) -> None:
    """`feeds list --group` shows the group alone."""
    assert [row["url"] for row in listed(groups, "--group", "Coast/Islands")] == [web.url("/isle")]
    assert len(listed(groups, "--group", "Coast", "--group", "Sport")) == 2


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (
            ("digest", "--group", "Cost"),
            """no feed is in the group 'Cost'; did you mean "Coast"?""",
        ),
        (("feeds", "list", "--group", "Cost"), """the group 'Cost'; did you mean "Coast"?"""),
        (("digest", "--group", "Sport", "x.html"), "--group is for the configured feeds"),
        (("digest", "--by", "group,group"), "--by 'group,group': not source, topic, group"),
    ],
)
def test_groups_that_there_are_not(groups: Reader, command: tuple[str, ...], reason: str) -> None:
    """An unknown group is a usage error, with the one that may be meant."""
    done = groups.run(*command)
    assert (done.status, done.stdout) == (2, b"")
    assert reason in done.stderr


def test_a_group_whose_last_feed_was_removed(groups: Reader) -> None:
    """Its profile still loads, with a warning, and does not fall back to all feeds."""
    groups.config.write_text(groups.config.read_text().replace('"coast"', '"Costa"'))
    check = groups.run("config", "check")
    assert check.status == 0
    assert 'no feed is in the group "Costa"; did you mean "Coast"?' in check.stderr
    done = groups.run("digest", "--profile", "coast", as_of=NOW)
    assert (done.status, done.stdout) == (2, b"")
    assert "no feed is in the groups of the profile" in done.stderr
