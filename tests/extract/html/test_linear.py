"""The cost of a page grows only with its size, up to 8 MB and whatever it consists of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from newsdigest.errors import ExtractionError
from newsdigest.extract import extract_articles
from newsdigest.model import Document
from tests.growth import grows_at_most

AS_OF = datetime(2025, 2, 7, tzinfo=UTC)
_TEXT = (
    "The harbour office said that the ferry would sail again on Monday, after the crew had waited "
    "three weeks for a part that is made in one workshop only."
)
_OPEN = "<!doctype html><title>Ferry sails again</title><body><h1>Ferry sails again</h1>"
# Twice the page may cost twice as much, and something for caches that no longer hold it. Quadratic
# work would make it four times as much.
_DOUBLE = 3.0


def _repeated(unit: str, size: int) -> str:
    return unit * (size // len(unit) + 1)


def _varied(unit: str, size: int) -> str:
    """The unit repeated, each time with a different number, so that nothing repeats."""
    return "".join(unit.replace("@", str(n)) for n in range(size // len(unit) + 1))


SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda size: _varied(f"<p class=c@>{_TEXT} It is crossing number @.</p>", size),
    "copies": lambda size: _repeated(f"<p>{_TEXT}</p>", size),
    "bare-text": lambda size: _varied(f"{_TEXT} @<br><br>", size),
    "one-run": lambda size: _varied("<b>word @</b> ", size),
    "cells-of-a-row": lambda size: f"<table><tr>{_varied(f'<td>{_TEXT} @</td>', size)}</table>",
    # Depth costs the parser itself its square; beyond it, depth must not multiply with length.
    "nested": lambda size: _repeated("<div>", 10_000) + _varied(f"{_TEXT} @<br><br>", size),
    "nested-text": lambda size: _varied(f"<div class=a@>{_TEXT} @", size),
    "nested-furniture": lambda size: _varied(f"<aside>{_TEXT} @", size),
    "links": lambda size: _varied("<li><a href=/@>A long headline of story @</a>", size),
    "teasers": lambda size: _varied(
        f"<article><h2><a href=/@>@</a></h2><p>{_TEXT}</article>", size
    ),
    "segments": lambda size: _varied(
        f"<template id=B:@></template><div hidden id=S:@><p>{_TEXT}</div>", size
    ),
    "unclosed": lambda size: _varied(f"<p><i>{_TEXT} @</p>", min(size, 60_000)),
    "comments": lambda size: _varied(f"<!-- @ --><p>{_TEXT} @", size),
}


def _grows_by(most: float, shape: str, small: int, times: int) -> bool:
    """Whether `times` the page costs at most the given factor."""
    pages = [(_OPEN + SHAPES[shape](size)).encode() for size in (small, small * times)]

    def read(html: bytes) -> None:
        with suppress(ExtractionError):
            extract_articles(Document(content=html, origin="test"), as_of=AS_OF)

    return grows_at_most(most, lambda: read(pages[0]), lambda: read(pages[1]))


def test_a_page_of_eight_megabytes_costs_eight_times_one_of_one() -> None:
    """Doubling a page of paragraphs three times costs no more than three doublings may."""
    assert _grows_by(16, "paragraphs", 1_000_000, 8)


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_page_costs_about_twice_as_much(shape: str) -> None:
    """Whatever a page consists of, four times the page costs no more than two doublings may."""
    assert _grows_by(_DOUBLE**2, shape, 300_000, 4)
