"""Header lines and their facts, and lines that are no header lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsdigest.extract.text.header_facts import HeaderFactReader, HeaderFacts
from tests.extract.text.articles import AS_OF

JUNE_6 = datetime(2025, 6, 6, tzinfo=UTC)
THREE_HOURS_AGO = AS_OF - timedelta(hours=3)


def read(text: str) -> HeaderFacts | None:
    return HeaderFactReader(AS_OF).read(text)


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("3 hours ago", HeaderFacts(published=THREE_HOURS_AGO, relative=True)),
        ("vor 3 Stunden", HeaderFacts(published=THREE_HOURS_AGO, relative=True)),
        ("3小时前", HeaderFacts(published=THREE_HOURS_AGO, relative=True)),
        ("Updated 3 hours ago", HeaderFacts(modified=THREE_HOURS_AGO, relative=True)),
        ("June 6, 2025", HeaderFacts(published=JUNE_6)),
        ("Veröffentlicht am 6. Juni 2025", HeaderFacts(published=JUNE_6)),
        ("Mise à jour le 6 juin 2025", HeaderFacts(modified=JUNE_6)),
        ("2025年6月6日", HeaderFacts(published=JUNE_6)),
        (
            "The Courier | 3h",
            HeaderFacts(published=THREE_HOURS_AGO, relative=True, source="The Courier"),
        ),
        (
            "3 hours ago · The Courier · 2 min read",
            HeaderFacts(published=THREE_HOURS_AGO, relative=True, source="The Courier"),
        ),
        (
            "The Courier 3 hours ago",
            HeaderFacts(published=THREE_HOURS_AGO, relative=True, source="The Courier"),
        ),
        (
            "The Courier | 22m",
            HeaderFacts(
                published=AS_OF - timedelta(minutes=22), relative=True, source="The Courier"
            ),
        ),
        (
            "June 6, 2025 / 10:00 AM / The Courier",
            HeaderFacts(published=JUNE_6, source="The Courier"),
        ),
        ("Ann Lee, June 6, 2025", HeaderFacts(published=JUNE_6, authors=("Ann Lee",))),
        ("By Ann Lee and Bo Park, Staff Writers", HeaderFacts(authors=("Ann Lee", "Bo Park"))),
        ("By Ann Lee | June 6, 2025", HeaderFacts(published=JUNE_6, authors=("Ann Lee",))),
        ("Von Anna Lehm", HeaderFacts(authors=("Anna Lehm",))),
        ("Oleh Siti Aminah", HeaderFacts(authors=("Siti Aminah",))),
        ("作者：李明", HeaderFacts(authors=("李明",))),
        ("By REUTERS", HeaderFacts(agency="Reuters")),
        ("Source: Valley Post", HeaderFacts(source="Valley Post")),
        ("来源：新华社", HeaderFacts(agency="Xinhua")),
        ("URL: https://news.example/a", HeaderFacts(url="https://news.example/a")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_header_lines_are_read(line: str, facts: HeaderFacts) -> None:
    """Times, publications and authors in the orders and languages in which pages print them."""
    assert read(line) == facts


@pytest.mark.parametrize(
    "line",
    [
        "Talks on the bridge set for 6 June",
        "Lisbon, 6 June 2025",
        "Council approves budget 2025",
        "He left the pier 3 hours ago and has not been seen since",
        "Von Berlin nach Paris",
        "By Friday",
        "By the river, a town waits",
        "Source: a person who asked not to be named",
        "2025",
        "10:32 am",
        "Date night is back",
    ],
)
def test_lines_that_look_like_a_header_have_no_facts(line: str) -> None:
    """Headlines, places and prose with a date or a name in them."""
    assert read(line) is None
