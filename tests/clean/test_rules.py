"""The rules as data: complete, explained, and linear on hostile text."""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdigest.clean import (
    Learner,
    captions,
    clean,
    quotes,
    rules,
    triggers,
    units,
)
from newsdigest.clean.learning import judging, skeletons, stories
from newsdigest.clean.learning import units as lines
from newsdigest.clean.rules import LONGEST_UNIT, Place, patterns
from newsdigest.clean.triggers import candidates
from newsdigest.clean.units import core, first_word
from newsdigest.press import agencies, datelines
from tests.clean.articles import article

PLUGS = [
    plug
    for path in sorted((Path(__file__).parent / "pairs").glob("*.toml"))
    for kind in ("sentences", "lines")
    for plug, _ in tomllib.loads(path.read_text("utf-8"))[kind]
]
HOSTILE = [" ", "a", "(", ".", "“", '"', "7", "A", "Follow us ", "A b ", "PHOTO: A ", "。", "-- "]
MODULES = (
    agencies, captions, datelines, quotes, triggers, units, judging, skeletons, stories, lines,
)  # fmt: skip


def constants() -> dict[str, re.Pattern[str]]:
    """The patterns that the modules of the room search whole texts with."""
    return {
        f"{module.__name__}.{name}": value
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }


def test_every_rule_is_explained() -> None:
    """A rule has an id of two parts, a reason, an origin and at least one place."""
    for rule in rules():
        assert re.fullmatch(r"(phrase|credit|wire|layout):[a-z-]+", rule.id)
        assert rule.why.endswith(".")
        assert rule.origin
        assert rule.languages
        assert rule.places <= frozenset(Place)


def test_every_removal_names_a_listed_rule() -> None:
    """The ids that removals carry are those that can be listed."""
    listed = {rule.id for rule in rules()}
    cleaned = clean(article("PARIS (AFP) - The council voted on a library.", *PLUGS, "REUTERS"))
    assert {removal.rule for removal in cleaned.removed} <= listed


@pytest.mark.parametrize("plug", PLUGS)
def test_looking_at_words_first_hides_no_rule(plug: str) -> None:
    """Whatever a pattern matches, the words of the block speak for it."""
    bare = core(plug)
    worth = set(candidates(plug, first_word(plug)))
    matching = [r for r in rules() if r.pattern and r.compiled.fullmatch(bare)]
    assert not matching or worth.intersection(matching)


@pytest.mark.parametrize("name", patterns())
def test_rules_are_quick_on_hostile_units(name: str) -> None:
    """No unit is longer than the longest, so a bound on that length bounds every match."""
    pattern = patterns()[name]
    for unit in HOSTILE:
        for head in ("", "Follow ", "Read more: ", "This story ", "Photo: "):
            text = (head + unit * LONGEST_UNIT)[:LONGEST_UNIT]
            start = time.process_time()
            pattern.fullmatch(text)
            assert time.process_time() - start < 0.1, (head, unit)


@pytest.mark.parametrize("name", constants())
def test_patterns_are_linear_on_hostile_text(name: str) -> None:
    """Twice the text takes no more than about twice the time, wherever a text is searched."""
    pattern = constants()[name]
    for unit in HOSTILE:
        times = []
        for size in (20_000, 40_000):
            text = (unit * size)[:size]
            start = time.process_time()
            sum(1 for _ in pattern.finditer(text))
            times.append(time.process_time() - start)
        assert times[1] < 2.5 * times[0] + 0.25, (unit, times)


@pytest.mark.parametrize(
    "unit", ["Follow us on Facebook. ", "REUTERS ", "(", '"', "PARIS - ", "(AFP) "]
)
def test_hostile_articles_take_linear_time(unit: str) -> None:
    """A megabyte of plugs in one block, or a block each, is cleaned in seconds."""
    start = time.process_time()
    clean(article((unit * 200_000)[:200_000]))
    clean(article("The council voted on Tuesday.", *[unit.strip()] * 3_000))
    assert time.process_time() - start < 10


@pytest.mark.parametrize("unit", ["Ann Lee of Bo came. ", "A ", "Ann Lee wrote ", "» a ", "。"])
def test_hostile_articles_are_learnt_from_in_linear_time(unit: str) -> None:
    """Nothing that a page says of itself keeps the learner busy."""
    start = time.process_time()
    learner = Learner()
    long = article((unit * 200_000)[:400_000])
    many = article(*[f"{unit.strip()} {number}" for number in range(10_000)])
    learner.observe([replace(long, id="long"), replace(many, id="many")], datetime.now(UTC))
    learner.strip([long, many])
    assert time.process_time() - start < 10
