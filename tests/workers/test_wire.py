"""A parent accepts from its child only data of the expected type."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.daily.polling import parse_document
from newsdigest.errors import ExtractionError, NewsdigestError, RenderError, SourceError
from newsdigest.feedmodel import Entry, Feed
from newsdigest.model import Article, Block, BlockKind, Partial, Removal, Topic
from newsdigest.pipeline.document_opening import open_document
from newsdigest.workers.pool import LostResult, WorkerLimits, WorkerPool
from newsdigest.workers.wire import LENGTHS, WireError, answer_codec_of, codec_of
from tests.daily.feeds import item, rss
from tests.workers.takeover import stop, take_over

QUICK = WorkerLimits(seconds=0.6, memory_bytes=200_000_000)

TEXTS = st.text(st.characters(exclude_categories=())) | st.text("\ud800a\x00é😀")
TIMES = st.datetimes(timezones=st.just(UTC))
ARTICLES = st.builds(
    Article,
    id=TEXTS, title=st.none() | TEXTS, origin=TEXTS,
    blocks=st.lists(st.builds(Block, st.sampled_from(BlockKind), TEXTS, st.integers(0, 6))).map(
        tuple
    ),
    authors=st.lists(TEXTS).map(tuple), published=st.none() | TIMES,
    topics=st.lists(st.builds(Topic, TEXTS, TEXTS, st.floats(0, 1))).map(tuple),
    removed=st.lists(st.builds(Removal, TEXTS, TEXTS)).map(tuple),
    partial=st.none() | st.sampled_from(Partial),
)  # fmt: skip
FEEDS = st.builds(
    Feed,
    kind=TEXTS, title=st.none() | TEXTS, site=st.none(), language=st.none() | TEXTS,
    entries=st.lists(st.builds(Entry, id=st.none() | TEXTS, modified=st.none() | TIMES)).map(tuple),
    ttl=st.none() | st.timedeltas(timedelta(), timedelta(days=400)),
    skip_hours=st.frozensets(st.integers(0, 23)), skip_days=st.frozensets(TEXTS),
    is_cut=st.booleans(),
)  # fmt: skip
ERRORS = st.sampled_from(
    [SourceError("gone", "it is"), ExtractionError("none", "no article"), RenderError("no format")]
)


def parts(frame: bytes) -> tuple[bytes, bytes]:
    numbers, content = LENGTHS.unpack_from(frame)
    assert len(frame) == LENGTHS.size + numbers + content
    return frame[LENGTHS.size : LENGTHS.size + numbers], frame[LENGTHS.size + numbers :]


@given(st.lists(ARTICLES, max_size=4))
def test_articles_arrive_as_they_were_sent(articles: list[Article]) -> None:
    """Whatever text they hold."""
    codec = answer_codec_of(open_document)
    assert codec.decode(*parts(codec.encode(articles))) == articles


@given(FEEDS)
def test_feeds_arrive_as_they_were_sent(feed: Feed) -> None:
    """With durations, hours, days and truth values."""
    codec = answer_codec_of(parse_document)
    assert codec.decode(*parts(codec.encode(feed))) == feed


@given(ERRORS)
def test_errors_arrive_as_they_were_sent(error: NewsdigestError) -> None:
    """Errors arrive with their class, code and text."""
    codec = answer_codec_of(parse_document)
    found = codec.decode(*parts(codec.encode(error)))
    assert (type(found), str(found)) == (type(error), str(error))
    assert getattr(found, "code", None) == getattr(error, "code", None)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_bytes_of_chance_are_refused(numbers: bytes, content: bytes) -> None:
    """Malformed answers raise WireError and nothing else."""
    with pytest.raises(WireError):
        answer_codec_of(open_document).decode(numbers, content)


@given(st.data())
def test_a_changed_answer_gives_values_of_the_type_or_is_refused(data: st.DataObject) -> None:
    """No number replaced by another makes a field hold a value of another type."""
    codec = answer_codec_of(open_document)
    article = data.draw(ARTICLES)
    numbers, content = parts(codec.encode([article]))
    values = json.loads(numbers)
    place = data.draw(st.integers(0, len(values) - 1))
    values[place] = data.draw(st.integers() | st.floats() | st.booleans() | st.none())
    try:
        found = codec.decode(json.dumps(values).encode(), content)
    except WireError:
        return
    if isinstance(found, list):
        for each in found:
            if isinstance(each, Article):
                assert all(map(is_text, [each.id, each.origin, each.title, each.url]))
                assert all(type(block.level) is int for block in each.blocks)
                assert all(type(topic.score) is float for topic in each.topics)
    else:
        assert isinstance(found, LostResult | NewsdigestError)


def is_text(value: object) -> bool:
    return value is None or type(value) is str


@pytest.mark.parametrize(
    "numbers",
    [b"[" * 1_000_000, b"[0,[0]]", b'[0,{"a":1}]', b'[0,"a"]', b"[0,1e400]", b"[0," + b"9" * 9999,
     b"[0,4294967295]", b"[0,-1]", b"[4]", b"[1,9]", b"[]", b"[0,0,0]", b"\x80\x05"],
    ids=lambda numbers: numbers[:12].decode("latin-1"),
)  # fmt: skip
def test_hostile_numbers_are_refused(numbers: bytes) -> None:
    """Nesting, other types, endless numbers and wrong counts are rejected."""
    with pytest.raises(WireError):
        answer_codec_of(open_document).decode(numbers, b"")


def test_a_type_that_is_not_data_does_not_travel() -> None:
    """A function that returns one is a bug, reported at its first call."""
    for hint in (object, Any, dict[str, str], Callable[[], None], Path):
        with pytest.raises(TypeError):
            codec_of(hint)


TAKEN = ["pickle", "pickle in a frame", "half", "drip", "huge", "flood", "two", "type", "noise"]


@pytest.mark.parametrize("kind", TAKEN)
def test_a_child_that_was_taken_over_costs_its_own_item(
    kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """PROC14: nothing it sends can run in, hang or end the parent, and the next item is done."""
    with WorkerPool(size=1, limits=QUICK) as pool:
        (_, lost), (_, kept) = pool.map(take_over, [kind, "nothing"])
    assert isinstance(lost, LostResult), lost
    assert kept == 7
    assert capfd.readouterr() == ("", "")


def test_a_child_that_reads_nothing_holds_nobody_up() -> None:
    """PROC14: a call that does not fit the socket is abandoned with its child."""
    with WorkerPool(size=1, limits=QUICK) as pool:
        assert [result for _, result in pool.map(stop, [b"x"])] == [True]
        ((_, result),) = pool.map(stop, [b"x" * 9_000_000])
    assert result is True


def test_no_traceback_of_a_child_reaches_standard_error(tmp_path: Path) -> None:
    """PROC15: a child that cannot even start costs one line a source."""
    feed = tmp_path / "feed.xml"
    feed.write_text(rss("The Post", [item(1)]))
    script = tmp_path / "program.py"
    script.write_text(
        "import newsdigest, newsdigest.workers.launch as launch\n"
        "launch.import_path = lambda: []\n"
        f"print(newsdigest.digest([{str(feed)!r}]).failures[0].error)\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("parser died (ended early)\n", "")


def test_every_field_of_an_article_travels() -> None:
    """New fields of the article cannot be forgotten: all are sent by their types."""
    article = Article("1", "T", (), "o")
    codec = answer_codec_of(open_document)
    for field in fields(Article):
        if field.type in ("str", "str | None"):
            value: Any = {field.name: "changed"}
            changed = replace(article, **value)
            assert codec.decode(*parts(codec.encode([changed]))) == [changed]
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    dated = replace(article, published=moment, modified=moment)
    assert codec.decode(*parts(codec.encode([dated]))) == [dated]
