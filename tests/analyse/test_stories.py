"""Which articles are about one event."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.analyse import find_copies, group_stories, story_id
from newsdigest.analyse.stories.clustering import FREE_DAYS, time_penalty
from newsdigest.analyse.stories.dated_features import NEVER_GROUPED
from newsdigest.model import Article, ArticleKind
from tests.analyse.articles import article, titles, written
from tests.paths import ROOT

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def pile(*names: str) -> list[Article]:
    return [report for reports in written(*names).values() for report in reports]


def grouped(articles: list[Article]) -> set[frozenset[str]]:
    return titles(articles, group_stories(articles, find_copies(articles)))


def wanted(*names: str) -> set[frozenset[str]]:
    return {
        frozenset(str(report.title) for report in reports) for reports in written(*names).values()
    }


def test_reports_of_one_event_are_one_story() -> None:
    """In a small collection reports are grouped by event; two quakes or two trials stay apart."""
    assert grouped(pile("english")) == wanted("english")


def test_languages_are_not_mixed() -> None:
    """In a collection of several languages events are found within each, never across."""
    assert grouped(pile("english", "others")) == wanted("english", "others")


@pytest.mark.parametrize(
    "event", [name for name, report in written("english").items() if report[1:]]
)
def test_two_reports_are_enough(event: str) -> None:
    """Reports of one event are one story even if there are no other articles."""
    reports = written("english")[event]
    assert grouped(reports) == {frozenset(str(report.title) for report in reports)}


# Notes from one small town, with nothing in common but its name.
TOWN_NOTES = {
    "Council approves new bridge in Norfield": "The council of Norfield approved a bridge over the"
    " river on Monday. It will cost nine million euros and open in 2029, the mayor said. Residents"
    " had asked for a second crossing since the flood.",
    "Norfield library finds lost map of 1602": "A librarian in Norfield has found a map drawn in"
    " 1602 behind a shelf of old atlases. It shows the town with its first wall and will be shown"
    " to visitors from next week, the library said.",
    "Chess player from Norfield wins in Oslo": "Mia Brandt of Norfield won the open chess"
    " tournament in Oslo on Sunday with eight points from nine games. The student,"
    " 19, beat two grandmasters.",
    "Norfield zoo welcomes twin otters": "Two otters were born at the zoo of Norfield last week,"
    " keepers said on Monday. Both are healthy and already swim."
    " Visitors can see them from Saturday.",
}


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_name_of_a_town_makes_no_story(count: int) -> None:
    """Short notes that share one name alone stay apart, whichever of them there are."""
    notes = [article(title, text) for title, text in TOWN_NOTES.items()]
    for some in combinations(notes, count):
        assert len(group_stories(some, [])) == count


@pytest.mark.parametrize("count", [2, 3, 4])
def test_unrelated_articles_are_stories_of_their_own(count: int) -> None:
    """Whichever few articles of different events there are, each is a story."""
    firsts = [reports[0] for reports in written("english").values()]
    for some in combinations(firsts, count):
        assert len(group_stories(some, [])) == count


def test_related_languages_go_together() -> None:
    """Malay and Indonesian, which identification confuses, are grouped as one language."""
    reports = written("others")["ms banjir"]
    assert {report.language for report in reports} == {"ms", "id"}
    assert len(group_stories(reports, [])) == 1


def test_unknown_language_goes_with_the_most_frequent() -> None:
    """An article of unknown language can join those in the main language."""
    first, second, third = written("english")["bridge"]
    assert len(group_stories([first, second, replace(third, language=None)], [])) == 1


ALL = pile("english", "others")
IN_ORDER = grouped(ALL)


@settings(max_examples=25, deadline=None)
@given(st.permutations(ALL), st.integers(0, len(ALL)))
def test_order_makes_no_difference(mixed: list[Article], count: int) -> None:
    """The same articles in any order give the same stories, all of them or some."""
    assert grouped(mixed) == IN_ORDER
    some = mixed[:count]
    assert grouped(some) == grouped(some[::-1])


def test_hash_seed_makes_no_difference() -> None:
    """The groups do not depend on the hash seed of strings."""
    program = (
        "from tests.analyse.test_stories import pile; from newsdigest.analyse import group_stories;"
        "print(group_stories(pile('english', 'others'), []))"
    )
    report = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(report) == 1


def test_copies_go_where_their_original_goes() -> None:
    """A copy is in its original's story even if nothing but the pair says so."""
    articles = [written("english")[event][0] for event in ("library", "apples")]
    assert group_stories(articles, [(0, 1)]) == [[0, 1]]


def test_copies_are_no_evidence() -> None:
    """Republishing an article many times does not draw others into its story or out of it."""
    articles = pile("english")
    copies = [replace(articles[0], id=f"copy {n}", source=f"Site {n}") for n in range(12)]
    together = articles + copies
    groups = group_stories(together, find_copies(together))
    assert titles(together, groups) == wanted("english")


def test_every_article_is_in_one_group() -> None:
    """Groups partition the indices, including articles without a word."""
    articles = [*pile("english"), article(None, ""), article("", "...", id="dots")]
    groups = group_stories(articles, [])
    assert sorted(place for group in groups for place in group) == list(range(len(articles)))
    assert groups == sorted(sorted(group) for group in groups)
    assert group_stories([], []) == []


def test_time_apart_lowers_the_likelihood() -> None:
    """Reports three weeks apart that are alike are two events; without dates they are one."""
    first, second = written("english")["quake in Talmora"]
    near = [replace(first, published=NOON), replace(second, published=NOON + timedelta(hours=30))]
    far = [replace(first, published=NOON), replace(second, published=NOON + timedelta(days=21))]
    unknown = [replace(first, published=NOON), second]
    assert [len(group_stories(some, [])) for some in (near, far, unknown)] == [1, 2, 1]


DATED = [
    replace(report, published=NOON + timedelta(hours=7 * place), id=f"{report.title} {place}")
    for place, report in enumerate(pile("english", "others"))
]


@settings(max_examples=6, deadline=None)
@given(st.permutations(DATED))
def test_order_of_dated_articles_makes_no_difference(mixed: list[Article]) -> None:
    """The same articles with dates give the same stories in any order."""
    assert grouped(mixed) == grouped(DATED)


def test_dated_reports_of_one_event_are_one_story() -> None:
    """Where all reports are of one day the stories are those of the events, in every language."""
    today = [replace(report, published=NOON) for report in pile("english", "others")]
    assert grouped(today) == wanted("english", "others")


@pytest.mark.parametrize(("hours", "stories"), [(20, 1), (5 * 24, 2)])
def test_nothing_is_linked_beyond_four_days(hours: int, stories: int) -> None:
    """Two reports in nearly the same words are one story within a day, and two after five days."""
    first = replace(written("english")["quake in Talmora"][0], published=NOON)
    report = replace(first, title=f"{first.title}, officials say", id="later")
    later = replace(report, published=NOON + timedelta(hours=hours))
    assert len(group_stories([first, later], [])) == stories


@pytest.mark.parametrize("kind", sorted(NEVER_GROUPED))
def test_roundups_are_stories_by_themselves(kind: ArticleKind) -> None:
    """A dated round-up, quiz, offer, recipe or podcast joins no story, whatever it mentions."""
    first, second = (
        replace(report, published=NOON) for report in written("english")["quake in Talmora"][:2]
    )
    assert len(group_stories([first, second], [])) == 1
    assert len(group_stories([first, replace(second, kind=kind)], [])) == 2


def test_languages_stay_apart_on_one_day() -> None:
    """A report in German joins none in English, however many names they share."""
    text = "Talmora Karvek Ostrin Belmar Sundholm Reva 7.4"
    one = article("Talmora Karvek Ostrin", text, language="en", published=NOON, id="en")
    other = replace(one, language="de", id="de")
    assert len(group_stories([one, replace(one, id="en 2", title="Talmora Karvek")], [])) == 1
    assert len(group_stories([one, other], [])) == 2


@pytest.mark.parametrize(("days", "taken"), [(0, 0.0), (FREE_DAYS, 0.0), (FREE_DAYS + 2, 1.5)])
def test_time_prior(days: float, taken: float) -> None:
    """Days beyond the window take three quarters of a unit of log-odds each, either way."""
    later = NOON + timedelta(days=days)
    assert time_penalty(NOON, later) == time_penalty(later, NOON) == pytest.approx(taken)
    assert time_penalty(None, NOON) == time_penalty(NOON, None) == 0


def test_story_id_is_that_of_the_smallest_article() -> None:
    """A story keeps its id in any order of its articles and when one with a larger id joins."""
    a, b, c = (article("T", "text", id=name) for name in "abc")
    assert story_id([a, b]) == story_id([b, a]) == story_id([c, a, b])
    assert story_id([a]) != story_id([b])
    assert len(story_id([a])) == 16
    assert int(story_id([a]), 16) >= 0


WORDS = [f"w{number}" for number in range(300)]


@pytest.mark.parametrize(
    "articles",
    [
        [article(f"{n} " + "storm " * 200_000, "", id=str(n)) for n in range(5)] * 400,
        [article("storm", "storm", id=str(n)) for n in range(2_000)],
        [
            article("Storm", " ".join(random.Random(n).choices(WORDS, k=150)), id=str(n))
            for n in range(1_000)
        ],
    ],
    ids=["long headlines", "one word", "same words"],
)
def test_hostile_piles_end(articles: list[Article]) -> None:
    """Long headlines, articles of one word and articles all alike do not hold up the run."""
    start = time.process_time()
    group_stories(articles, [])
    # Generous: comparing each with each, or reading all, would take minutes.
    assert time.process_time() - start < 60
