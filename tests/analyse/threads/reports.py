"""Reports of our own over three days: a flood that goes on, and what has nothing to do with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsdigest.model import Article, ArticleKind
from tests.analyse.articles import article

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)


def report(title: str, text: str, when: datetime, **fields: object) -> Article:
    return article(title, text, published=when, **{"source": "Harbour Post"} | fields)


FLOOD = report(
    "Dam on the Ennerbeck bursts above Kelbrook, nine missing",
    "The Ennerbeck dam burst above Kelbrook on Monday, and nine people are missing. Water from the "
    "Ennerbeck reservoir reached the market square of Kelbrook within minutes.",
    MONDAY,
)
FOUND = report(
    "Four of the missing found alive below the Ennerbeck dam",
    "Rescuers in Kelbrook found four people alive on Tuesday, a day after the Ennerbeck dam burst. "
    "Five are still missing, said Mayor Ada Harwell.",
    TUESDAY,
    source="Evening Line",
)
INQUIRY = report(
    "Inquiry into Ennerbeck dam asks why Kelbrook was not warned",
    "An inquiry into the burst Ennerbeck dam opened in Kelbrook on Wednesday. Engineers had asked "
    "for repairs of the dam twice.",
    WEDNESDAY,
)
VIOLIN = report(
    "Lost violin goes home after a week on a luggage shelf",
    "A concert violinist got her instrument back on Tuesday, because a cleaner of the railway "
    "thought that it deserved better than the lost property office.",
    TUESDAY,
)
CHESS = report(
    "Girl of twelve beats the champion at the open chess tournament",
    "Ines Duarte, twelve, beat the reigning champion in forty moves on Monday at the chess "
    "tournament of Ravensea.",
    MONDAY,
)
ROUND_UP = report(
    "Morning briefing: the Ennerbeck dam in Kelbrook, and a violin",
    "The Ennerbeck dam burst above Kelbrook. A lost violin went home. The week's best pictures.",
    TUESDAY,
    kind=ArticleKind.ROUNDUP,
)
