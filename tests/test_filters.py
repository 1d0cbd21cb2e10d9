"""Filters match what the user means, in bounded time."""

from __future__ import annotations

import pytest

from newsdigest.errors import UsageError
from newsdigest.filters import Filters, check_topics, parse_filter, parse_filters
from newsdigest.model import Article, Block, BlockKind, Topic

CUP = Article(
    "1", "Harriers win the cup final", (Block(BlockKind.PARAGRAPH, "A late goal by Brandt."),), "x",
    source="The Ledger", authors=("Sunil Pereira",), section="Sport", agency="Reuters",
    url="https://ledger.example/sport/cup", language="en", keywords=("football",),
    topics=(Topic("medtop:15000000", "sport", 0.9),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        ("cup", True), ("CUP", True), ("cups", False), ("up", False), ("brandt", True),
        ('"cup final"', True), ('"final cup"', False), ("cup final", True),
        (r"/cup\s+(final|draw)/", True), ("/^late/", False), ("/C.P/", True),
        ("title:cup", True), ("title:brandt", False), ("text:Brandt", True),
        ("source:ledger", True), ("author:pereira", True), ("section:sport", True),
        ("topic:sport", True),
        ("keyword:football", True), ("url:/ledger/", True), ("language:de", False),
        ("agency:reuters", True), ("kind:report", True), ("kind:Deal", False),
        ('title:"cup final"', True), ("title:/fin.l$/", True),
        ("https://ledger.example", False), ("TITLE : cup", True), ("/CUP/i", True),
        ("title:/CUP/i", True), ("url:/sport/cup", True), ("url:/news/us", False),
        ("9:30", False), ('"goal: late"', False), ("language:en-GB", False),
        ("topic:/^sp/", True), ("url:/sport", True), ("url:/spo", False),
    ],
)  # fmt: skip
def test_what_a_filter_matches(typed: str, matches: bool) -> None:
    """Whole words, phrases in order, expressions anywhere, fields by name; case is ignored."""
    assert parse_filter(typed).matches(CUP) is matches


@pytest.mark.parametrize(
    "typed",
    [
        "", "  ", "title:", "/(/", "x" * 2000, "kind:", "kind:deals", "kind:/re/", "//", '""',
        "titel:cup", "categories:sport", "Goal: late", "/cup/g", "/cup/gim", "title:/cup/ms",
        "url:/cup/gi", "/cup/iI", "language:english",
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_refused(typed: str) -> None:
    """The error quotes the filter as typed."""
    with pytest.raises(UsageError, match="the filter"):
        parse_filter(typed)


def test_scripts_without_spaces_between_words() -> None:
    """In Chinese, Japanese and Thai a word is found at any position."""
    told = Article("3", "市议会批准了新的渡轮码头", (), "x")
    assert parse_filter("渡轮").matches(told)
    assert not parse_filter("火车").matches(told)
    assert parse_filter("ท่าเรือ").matches(Article("4", "เปิดท่าเรือใหม่", (), "x"))


def test_a_slip_is_answered_with_what_may_be_meant() -> None:
    """The error suggests the closest field or topic, and how to search for the text itself."""
    with pytest.raises(UsageError, match=r'did you mean "title".* "titel:cup"'):
        parse_filter("titel:cup")
    with pytest.raises(UsageError, match='did you mean "sport"'):
        check_topics([parse_filter("topic:sports")], ["politics", "sport"])
    check_topics(map(parse_filter, ["topic:sport", "sports", "title:sports"]), ["sport"])


def test_keep_and_drop() -> None:
    """Drop wins over keep; without a keep everything else passes."""
    assert parse_filters([], []).passes(CUP)
    assert parse_filters(["cup"], []).passes(CUP)
    assert not parse_filters(["horoscope"], []).passes(CUP)
    assert not parse_filters(["cup"], ["source:ledger"]).passes(CUP)
    assert not parse_filters(["cup"], ["cup"]).passes(CUP)
    assert Filters().passes(CUP)


def test_an_expression_that_explodes_is_stopped() -> None:
    """RGX03: a catastrophic expression gives an error that names it; the run does not hang."""
    long = Article("2", "a" * 5000 + "!", (), "x")
    with pytest.raises(UsageError, match="takes too long"):
        parse_filter("/^(a|a)*$/").matches(long)
