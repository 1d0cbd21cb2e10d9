"""A handmade digest with everything that a digest can show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsdigest.model import (
    Article,
    Block,
    BlockKind,
    Contradiction,
    Copy,
    Counts,
    Digest,
    Failure,
    Figure,
    Removal,
    Story,
    SummarySentence,
    Topic,
)

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
DISASTER = Topic("medtop:03000000", "disaster, accident and emergency incident", 0.91)
SPORT = Topic("medtop:15000000", "sport", 0.72)


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> Block:
    return Block(kind, text, level)


FERRY = Article(
    id="a1",
    title="Harbour ferry strikes pier in fog, injuring 12",
    blocks=(
        block("A commuter ferry struck a pier in thick fog on Saturday, injuring 12 people."),
        block("What happened", BlockKind.SUBHEAD, 2),
        block("The master had reported trouble with the radar a day earlier.", BlockKind.QUOTE),
        block("Twelve people were treated", BlockKind.LIST_ITEM, 1),
        block("two of them for broken bones", BlockKind.LIST_ITEM, 2),
        block("Line | Sailings", BlockKind.TABLE_ROW),
        block("Red | 24", BlockKind.TABLE_ROW),
        block("speed = 6  # knots\n    if fog:\n        stop()", BlockKind.CODE),
    ),
    origin="samples/ferry.html",
    source="Marlow Ledger",
    agency="Reuters",
    dateline="PORT MARLOW",
    authors=("Ada Okafor", "Ben Lindqvist"),
    published=NOW - timedelta(hours=2),
    modified=NOW - timedelta(hours=1),
    url="https://ledger.example/ferry?id=1&page=2",
    language="en",
    standfirst="Radar trouble had been reported the day before",
    section="Local",
    image="https://ledger.example/ferry.jpg",
    topics=(DISASTER,),
    removed=(Removal("Join our Telegram channel.", "phrase:telegram-plug"),),
)
FERRY_TOO = Article(
    id="a2",
    title="Fifteen hurt as ferry hits quay",
    blocks=(block("Fifteen passengers were hurt when the ferry Osprey hit the quay."),),
    origin="samples/quay.html",
    source="Harbour Post",
    authors=("Chiara Rossi",),
    published=NOW - timedelta(hours=3),
    url="https://post.example/quay",
)
FERRY_COPY = Article(
    id="a3",
    title="Ferry strikes pier in fog",
    blocks=FERRY.blocks,
    origin="samples/copy.html",
    source="Evening Line",
    agency="Reuters",
    published=NOW - timedelta(hours=1),
    url="https://line.example/ferry",
)
CUP = Article(
    id="b1",
    title="雨の決勝、延長の末に港クラブが優勝",  # wide characters
    blocks=(block("港クラブが土曜日、延長戦の末に2対1で優勝した。"),),
    origin="samples/cup.html",
    source="Evening Line",
    published=NOW - timedelta(hours=30),
    url="https://line.example/cup",
    language="ja",
    topics=(SPORT,),
)
BARE = Article(id="c1", title=None, blocks=(block("A note."),), origin="note.txt")

STORIES = (
    Story(
        id="s1",
        articles=(FERRY, FERRY_TOO),
        copies=(Copy(FERRY_COPY, "a1"),),
        topics=(DISASTER,),
        summary=(
            SummarySentence(FERRY.blocks[0].text, "a1"),
            SummarySentence(FERRY_TOO.blocks[0].text, "a2"),
        ),
        contradictions=(
            Contradiction(
                "injured",
                (
                    Figure("12", ("a1",), FERRY.blocks[0].text),
                    Figure("15", ("a2",), FERRY_TOO.blocks[0].text),
                ),
            ),
        ),
    ),
    Story(
        id="s2",
        articles=(CUP,),
        topics=(SPORT,),
        summary=(SummarySentence(CUP.blocks[0].text, "b1"),),
    ),
    Story(id="s3", articles=(BARE,)),
)
FAILURE = Failure("https://example.org/rss", "HTTP 503", "gather", "http")
DIGEST = Digest(
    generated=NOW,
    since=NOW - timedelta(days=1),
    until=NOW,
    stories=STORIES,
    failures=(FAILURE,),
    counts=Counts(sources=6, documents=5, articles=5, stories=3, failures=1),
)
