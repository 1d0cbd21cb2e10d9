"""Numbers that rose over time are a course, and nothing else is."""

from __future__ import annotations

from datetime import timedelta

from newsdigest.analyse.courses import find_courses
from newsdigest.model import Article
from tests.analyse.threads.reports import MONDAY, report


def toll(text: str, hours: int, title: str = "Earthquake shakes Kelbrook and Ravensea") -> Article:
    return report(title, text, MONDAY + timedelta(hours=hours), id=f"{hours} h")


FIRST = toll("The earthquake near Kelbrook killed 197 people, rescuers in Ravensea said.", 0)
LATER = toll("The earthquake near Kelbrook killed 285 people, rescuers in Ravensea said.", 30)


def shown(*articles: Article) -> list[tuple[str, list[str]]]:
    return [
        (course.about, [figure.value for figure in course.figures])
        for course in find_courses(articles)
    ]


def test_a_toll_that_rose_is_a_course() -> None:
    """The figures come oldest first, in whatever order the reports come."""
    assert shown(LATER, FIRST) == [("dead", ["197", "285"])]
    figures = find_courses([FIRST, LATER])[0].figures
    assert [figure.articles for figure in figures] == [("0 h",), ("30 h",)]


def test_a_toll_that_fell_is_no_course() -> None:
    """A lower later figure is another count; silence is better than a wrong line."""
    lower = toll("The earthquake near Kelbrook killed 150 people, rescuers in Ravensea said.", 40)
    assert shown(FIRST, LATER, lower) == []


def test_the_same_toll_is_no_course() -> None:
    """A number that stays says nothing of what changed."""
    assert shown(FIRST, toll(FIRST.text, 20)) == []


def test_the_toll_of_another_event_is_no_course() -> None:
    """Reports must share words besides what is counted, and a step is at most fivefold."""
    other = toll("Flames in a Norfield mill killed 230 people.", 20, "Fire in a cotton mill")
    assert shown(FIRST, other) == []
    leap = toll("The earthquake near Kelbrook killed 9,000 people, a minister said.", 40)
    assert shown(FIRST, leap) == []


def test_three_figures_at_most_are_shown() -> None:
    """Of many, the first and the last stay, and the one after the largest step."""
    tolls = [
        toll(f"The earthquake near Kelbrook killed {n} people, rescuers in Ravensea said.", n)
        for n in (20, 24, 60, 65, 70)
    ]
    assert shown(*tolls) == [("dead", ["20", "60", "70"])]


def test_reports_without_a_date_have_no_course() -> None:
    """Without dates nobody knows what came first."""
    undated = [report(each.title or "", each.text, None) for each in (FIRST, LATER)]  # type: ignore[arg-type]
    assert shown(*undated) == []
