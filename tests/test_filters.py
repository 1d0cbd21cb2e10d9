"""Filters match what a user means by them, in bounded time."""

from __future__ import annotations

import pytest

from newsdigest.errors import UsageError
from newsdigest.filters import Filters, parse_filter, parse_filters
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
        ("https://ledger.example", False),
    ],
)  # fmt: skip
def test_what_a_filter_matches(typed: str, matches: bool) -> None:
    """Words are whole, phrases in order, expressions free, fields by name; case never counts."""
    assert parse_filter(typed).matches(CUP) is matches


@pytest.mark.parametrize(
    "typed", ["", "  ", "title:", "/(/", "x" * 2000, "kind:", "kind:deals", "kind:/re/"]
)
def test_a_filter_that_means_nothing_is_refused(typed: str) -> None:
    """The mistake is told with the filter as it was typed."""
    with pytest.raises(UsageError, match="the filter"):
        parse_filter(typed)


def test_keep_and_drop() -> None:
    """Drop wins over keep; without a keep everything else passes."""
    assert parse_filters([], []).passes(CUP)
    assert parse_filters(["cup"], []).passes(CUP)
    assert not parse_filters(["horoscope"], []).passes(CUP)
    assert not parse_filters(["cup"], ["source:ledger"]).passes(CUP)
    assert not parse_filters(["cup"], ["cup"]).passes(CUP)
    assert Filters().passes(CUP)


def test_an_expression_that_explodes_is_stopped() -> None:
    """RGX03: a catastrophic expression ends in an error that names it, not in a hung run."""
    long = Article("2", "a" * 5000 + "!", (), "x")
    with pytest.raises(UsageError, match="takes too long"):
        parse_filter("/^(a|a)*$/").matches(long)
