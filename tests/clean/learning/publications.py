"""Articles of an invented publication: unrelated stories, and lines that recur.

All of it is our own writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from newsdigest.clean import BoilerplateLearner
from newsdigest.model import Article, Block, BlockKind

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)

# Each gives a report of its own: place, person and matter differ.
_MATTERS = (
    ("bakery", "raised the price of a loaf to four crowns", "flour had become dear"),
    ("lighthouse", "shone green for a whole night", "a pupil had painted the lamp"),
    ("orchestra", "played its spring concert in a barn", "the roof of its hall had leaked"),
    ("school", "lets its pupils sleep until nine", "tired children learn little"),
    ("swimming pool", "will open in January", "the tiles came a month late"),
    ("museum", "bought a steam engine for one crown", "nobody else had a shed for it"),
    ("ferry", "takes bicycles free of charge", "the cars had filled the deck"),
    ("library", "lends out fishing rods", "members had asked for them"),
    ("market", "moved to the old station", "the square is being paved"),
    ("hospital", "keeps bees on its roof", "the garden needed them"),
    ("brewery", "gave its spent grain to a pig farm", "the dump had closed"),
    ("theatre", "sold every seat for a play without words", "visitors spoke nine languages"),
)
_PLACES = (
    "Ardholm", "Bexby", "Corrin", "Dunmere", "Elvaston", "Farrow", "Gilsund", "Hartle", "Ingmar",
    "Jessop", "Kilburn", "Lorne", "Morvik", "Nessby", "Orland", "Pelham", "Quarn", "Rostock",
    "Sandey", "Tamsel", "Ulvik", "Varde", "Wexley", "Yarm",
)  # fmt: skip
_PEOPLE = (
    "Ada Okafor", "Ben Lindqvist", "Carla Moretti", "Dilip Rao", "Eva Novak", "Faisal Amin",
    "Greta Holm", "Hugo Marchand", "Iris Tan", "Jonas Weber", "Kemi Adeyemi", "Luis Ortega",
    "Mira Petrova", "Nils Berg", "Olga Sand", "Pablo Reyes",
)  # fmt: skip


def story(number: int) -> list[str]:
    """The paragraphs of a report; two numbers below 500 share neither place, person nor matter."""
    matter, deed, reason = _MATTERS[number % len(_MATTERS)]
    place = _PLACES[number % len(_PLACES)] + ("", "ton", "wick", "haven", "feld")[number // 24 % 5]
    person = f"{_PEOPLE[number % len(_PEOPLE)]}{'' if number < 16 else chr(97 + number // 16)}"
    family = person.rsplit(" ", 1)[-1]
    return [
        f"The {matter} of {place} {deed}, and the town has talked of little else since.",
        f"It was the idea of {person}, who has worked there for {number + 2} years.",
        f"{family} explained that {reason}. Visitors to {place} shook their heads at first.",
        f"The {matter} counted {number * 7 + 11} guests in the week after, most from the villages.",
        f"Whether it stays that way will be decided by a meeting on day {number + 3} of spring.",
    ]


def article(number: int, *extra: str, **fields: Any) -> Article:
    """A report followed by the given paragraphs."""
    return of_lines([*story(number), *extra], id=f"a{number}", **fields)


def of_lines(lines: Sequence[str], **fields: Any) -> Article:
    """An article of the publication with a paragraph for each line."""
    fields = {"id": "a", "origin": "-", "source": "Harbour Post", "language": "en", **fields}
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    return Article(title=None, blocks=blocks, **fields)


def learnt(articles: Sequence[Article]) -> list[Article]:
    """The articles after a run that started without a memory."""
    learner = BoilerplateLearner()
    learner.observe(articles, NOW)
    return learner.strip(articles)


def taken(before: Sequence[Article]) -> list[str]:
    """The texts that a run removes from the articles."""
    return [removal.text for article in learnt(before) for removal in article.removed]
