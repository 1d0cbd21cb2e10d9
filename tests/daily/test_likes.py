"""newsdigest like, unlike and interests, by the installed command."""

from __future__ import annotations

import json

import pytest

from newsdigest.store import only_run
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web

DAY_1, DAY_2 = "2026-11-22T06:00Z", "2026-11-23T06:00Z"
LIKED, OTHER = 3, 28
RELATED = item(OTHER, near=LIKED).title


@pytest.fixture
def subscriber(reader: Reader, web: Web) -> Reader:
    """A subscriber who was given eight stories on the first day."""
    web.put("/feed", rss("The Post", [item(n, web.url("")) for n in range(8)]))
    reader.subscribe([web.url("/feed")])
    assert reader.run("digest", "--new", as_of=DAY_1).status == 0
    return reader


def ranks(reader: Reader, web: Web) -> list[dict[str, object]]:
    """The stories of the second day in reading order; the related one is the last of ten."""
    shown = [item(number, web.url(""), day=1) for number in range(40, 49)]
    related = item(OTHER, web.url(""), day=1, near=LIKED)
    web.put("/feed", rss("The Post", [*shown, related]))
    done = reader.run("digest", "--since", "12h", "-f", "json", "--all", as_of=DAY_2)
    stories: list[dict[str, object]] = json.loads(done.text)["stories"]
    return stories


def id_of(reader: Reader, number: int) -> str:
    words = item(number).title.split()[:2]
    hits = json.loads(reader.run("search", *words, "-f", "json").text)
    return next(str(hit["id"]) for hit in hits if hit["title"] == item(number).title)


def place(stories: list[dict[str, object]]) -> int:
    return [story["title"] for story in stories].index(RELATED)


@pytest.mark.parametrize("by", ["id", "url"])
def test_likes_and_dislikes_move_what_is_like_them(subscriber: Reader, web: Web, by: str) -> None:
    """A liked article, by id or URL, brings its subject to the front; a dislike to the end."""
    handle = id_of(subscriber, LIKED) if by == "id" else item(LIKED, web.url("")).link
    assert handle
    done = subscriber.run("like", handle)
    assert (done.status, done.stderr) == (0, "")
    assert done.text.startswith(f"liked: {item(LIKED).title} (")
    stories = ranks(subscriber, web)
    assert place(stories) == 0
    weight = stories[0]["weight"]
    assert isinstance(weight, dict)
    assert {"learnt name", "learnt word"} & {each["kind"] for each in weight["reasons"]}
    assert subscriber.run("unlike", handle).text.startswith("disliked: ")
    again = subscriber.run("digest", "--since", "12h", "-f", "json", "--all", as_of=DAY_2)
    assert place(json.loads(again.text)["stories"]) == 9


def test_what_was_learnt_is_shown_and_taken_back(subscriber: Reader, web: Web) -> None:
    """`interests list` names articles and terms; without the like the order is as before."""
    id = id_of(subscriber, LIKED)
    before = [story["title"] for story in ranks(subscriber, web)]
    subscriber.run("like", id)
    listed = subscriber.run("interests", "list").text
    place_name = item(LIKED).title.split()[0].lower()
    assert f"liked · {id} · {item(LIKED).title} · The Post\n" in listed
    value = json.loads(subscriber.run("interests", "list", "-f", "json").text)
    terms = {each["term"] for each in value["learnt"]}
    assert f"name:{place_name}" in terms
    assert terms == set(value["likes"][0]["terms"])
    forgotten = subscriber.run("interests", "forget", f"name:{place_name}")
    assert forgotten.text == f"forgotten: name:{place_name}\n"
    assert f"name:{place_name}" not in {
        each["term"]
        for each in json.loads(subscriber.run("interests", "list", "-f", "json").text)["learnt"]
    }
    assert subscriber.run("interests", "forget", id).text == f"forgotten: {item(LIKED).title}\n"
    assert subscriber.run("interests", "list").text == ""
    assert [story["title"] for story in ranks(subscriber, web)] == before


def test_sources_on_the_command_line_know_it_too(subscriber: Reader, web: Web) -> None:
    """A digest of sources uses what the state has learnt, and works where there is none."""
    subscriber.run("like", id_of(subscriber, LIKED))
    ranks(subscriber, web)
    source = web.url("/feed")
    told = subscriber.run("digest", source, "-f", "json", as_of=DAY_2).text
    assert place(json.loads(told)["stories"]) == 0
    subscriber.state.write_bytes(b"no database")
    done = subscriber.run("digest", source, "-f", "json", as_of=DAY_2)
    assert place(json.loads(done.text)["stories"]) > 0
    assert len(json.loads(done.text)["stories"]) == 10


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("like", "nothing"), "no stored article has the id or URL 'nothing'"),
        (("unlike", "https://news.example/1"), "no stored article has the id or URL"),
        (("interests", "forget", "name:nobody"), "no article and no term that was learnt is"),
    ],
)
def test_what_is_not_there(subscriber: Reader, command: tuple[str, ...], reason: str) -> None:
    """A usage error that says where ids and terms are listed; nothing is learnt."""
    done = subscriber.run(*command)
    assert (done.status, done.stdout) == (2, b"")
    assert reason in done.stderr
    assert "newsdigest" in done.stderr
    assert subscriber.run("interests", "list").text == ""


def test_one_unknown_article_of_two_teaches_nothing(subscriber: Reader) -> None:
    """All that is named is learnt, or nothing."""
    id = id_of(subscriber, LIKED)
    assert subscriber.run("like", id, "nothing").status == 2
    assert subscriber.run("interests", "list").text == ""


def test_a_second_run_may_not_learn(subscriber: Reader) -> None:
    """PROC06: status 6 while another run holds the state; listing goes on."""
    id = id_of(subscriber, LIKED)
    with only_run(subscriber.state):
        assert subscriber.run("like", id).status == 6
        assert subscriber.run("interests", "list").status == 0
