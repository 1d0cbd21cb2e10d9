"""Invented news of many days: events that several publications report, with copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from newsdigest.corpus.rows import ARTICLES, article_row, day_of
from newsdigest.model import Article, Block, BlockKind
from newsdigest.sources.tables import VERSION

FIRST_DAY = datetime(2026, 11, 2, tzinfo=UTC)
_SYLLABLES = (
    *("bar", "ben", "cor", "dal", "el", "fen", "gar", "hol", "im", "jor", "kel", "lin", "mar"),
    *("nor", "ost", "pel", "quin", "ros", "sel", "tam", "ul", "ven", "wex", "yar", "zem"),
)
_PLACES = (
    *("harbour", "market", "bridge", "school", "station", "library"),
    *("museum", "orchard", "theatre", "quarry", "bakery", "depot"),
)
_NAMED = ("town", "county", "street", "firm")
_HAPPENINGS = (
    "closed after a storm tore tiles from its roof",
    "reopened once inspectors had approved the new wiring",
    "flooded when a water main burst beneath the square",
    "raised its fees for the first time in nine years",
    "won a prize for its restoration of painted ceilings",
    "lost its licence over unpaid insurance premiums",
    "hired forty apprentices from the surrounding villages",
    "cancelled the autumn fair because of strong winds",
)
_SENTENCES = (
    "{a} {b}, who has run the {place} since spring, said that nobody had expected it.",
    "Residents of {town} gathered outside and asked the council of {county} for an explanation.",
    "Mayor {c} {d} promised a report within {n} days.",
    "Around {n} people were there at the time, according to the fire brigade of {county}.",
    "A meeting in the hall of {street} Street is planned for the coming week.",
    "Engineers of {firm} measured the walls and found {n} cracks.",
    "{a} {b} thanked the volunteers, among them {n} pupils of the {street} School.",
    "{firm} had spent {n} thousand crowns on the {place} two summers ago.",
    "Trains between {town} and {county} ran late, and buses carried the passengers.",
    "An inquiry led by {e} {f} will look at the contracts of {firm}.",
    "On {street} Street shopkeepers swept glass from the pavement until noon.",
    "“We will rebuild,” {e} {f} told a crowd of {n} at the gates.",
    "The regional assembly in {county} debates the matter on Thursday.",
    "Insurance will cover less than half of it, {firm} admitted in a statement.",
    "For {a} {b} it is the second such week in a year.",
    "Children from {street} drew pictures of the {place}, which now hang in the foyer.",
    "Neither {c} {d} nor {firm} would say who pays for the work.",
    "The {place} was built when {town} still had a canal to {county}.",
    "Police asked drivers to avoid {street} Street and the road towards {county}.",
    "A petition that {e} {f} began has {n} hundred signatures.",
    "Bakers in {town} sent bread to the helpers through the night.",
    "{firm} expects the scaffolding to stay for {n} weeks.",
    "Historian {g} {h} calls the {place} the finest between {town} and the coast.",
    "Visitors with tickets may come another day, {g} {h} added.",
)


def _name(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=3)).capitalize()


class Event:
    """Something that happened, with the names and figures of its own."""

    def __init__(self, number: int) -> None:
        random = Random(number)
        self.number = number
        self.place = random.choice(_PLACES)
        self.happening = random.choice(_HAPPENINGS)
        self.names = {each: _name(random) for each in (*"abcdefgh", *_NAMED)}
        self.n = random.randrange(12, 97)

    def sentence(self, template: str) -> str:
        return template.format(place=self.place, n=self.n, **self.names)

    def report(self, version: int, published: datetime | None) -> Article:
        """A report of its own words; its publication is one of nine."""
        random = Random(self.number * 1000 + version)
        town = self.names["town"]
        paper = f"The {_PLACES[version % 9].capitalize()} Post"
        host = f"{_PLACES[version % 9]}post.example"
        lead = f"The {self.place} of {town} {self.happening}, as {self.names['firm']} confirmed."
        body = [lead, *map(self.sentence, random.sample(_SENTENCES, 8))]
        text = (" ".join(body[at : at + 3]) for at in range(0, len(body), 3))
        return Article(
            id=f"{self.number:08x}{version:08x}",
            title=f"{town} {self.place} {self.happening}",
            blocks=tuple(Block(BlockKind.PARAGRAPH, each) for each in text),
            origin=f"{host}.html",
            source=paper,
            published=published,
            url=f"https://{host}/{self.number}/{version}",
            language="en",
        )


def copy_of(article: Article, number: int, published: datetime | None) -> Article:
    """The same text in another publication."""
    host = f"reprint{number}.example"
    return replace(
        article,
        id=f"{article.id[:8]}ffff{number:04x}",
        source=f"Reprint {number}",
        url=f"https://{host}/{article.id}",
        origin=f"{host}.html",
        published=published,
    )


def news(events: int, days: int) -> Iterator[Article]:
    """Reports of events that each last up to three days, of which each fifth is a copy."""
    for number in range(events):
        event, random = Event(number), Random(-number)
        began = FIRST_DAY + timedelta(days=random.randrange(days), hours=6)
        for version in range(random.randrange(1, 6)):
            published = began + timedelta(hours=random.randrange(60))
            report = event.report(version, None if random.random() < 0.05 else published)
            yield report
            if random.random() < 0.2:
                yield copy_of(report, version, published + timedelta(hours=5))


def write_data_set(out: Path, articles: Sequence[Article], parts: int) -> None:
    """A data set as `corpus extract` makes it of so many files, changed on the first day."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "corpus.json").write_text(f'{{"schema": "{VERSION}"}}')
    filed: dict[Path, list[Article]] = {}
    for index, article in enumerate(articles):
        day = day_of(article, FIRST_DAY.date())
        path = out / "articles" / f"day={day}" / f"{index % parts:016x}.parquet"
        filed.setdefault(path, []).append(article)
    for path, held in filed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [article_row(each, each.origin) for each in held]
        pq.write_table(pa.Table.from_pylist(rows, ARTICLES), path, compression="zstd")
