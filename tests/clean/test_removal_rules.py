"""The rules as data: complete, explained, and linear on hostile text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from newsdigest.clean import BoilerplateLearner, all_rules, clean
from newsdigest.clean.removal_rules import LONGEST_UNIT, RulePosition, _rule_files, patterns
from newsdigest.clean.rule_index import candidates
from newsdigest.clean.seams import core, first_word
from newsdigest.package_data import read_toml
from tests.clean.articles import article
from tests.growth import costs_at_most, grows_at_most
from tests.paths import ROOT

PLUGS = [
    plug
    for path in sorted((Path(__file__).parent / "pairs").glob("*.toml"))
    for kind in ("sentences", "lines")
    for plug, _ in tomllib.loads(path.read_text("utf-8"))[kind]
]
HOSTILE = [" ", "a", "(", ".", "“", '"', "7", "A", "Follow us ", "A b ", "PHOTO: A ", "。", "-- "]


def test_every_file_of_phrases_is_read_once() -> None:
    """A file needs no entry elsewhere; layout, whose rules are code, comes last."""
    folder = ROOT / "newsdigest/clean/data"
    names = _rule_files(read_toml("clean/data/shared.toml")["phrase_files"])
    assert sorted(names) == sorted({*names, *(path.name for path in folder.glob("phrases_*.toml"))})
    assert names[-1] == "layout.toml"


def test_every_rule_is_explained() -> None:
    """A rule has an id of two parts, a reason, an origin, languages and known positions."""
    for rule in all_rules():
        assert re.fullmatch(r"(phrase|credit|wire|layout):[a-z-]+", rule.id)
        assert rule.why.endswith(".")
        assert rule.origin
        assert rule.languages
        assert rule.positions <= frozenset(RulePosition)


def test_every_removal_names_a_listed_rule() -> None:
    """Removals carry only ids of listed rules."""
    listed = {rule.id for rule in all_rules()}
    cleaned = clean(article("PARIS (AFP) - The council voted on a library.", *PLUGS, "REUTERS"))
    assert {removal.rule for removal in cleaned.removed} <= listed


@pytest.mark.parametrize("plug", PLUGS)
def test_looking_at_words_first_hides_no_rule(plug: str) -> None:
    """A rule whose pattern matches is always among those selected by the words of the block."""
    bare = core(plug)
    worth = set(candidates(plug, first_word(plug)))
    matching = [r for r in all_rules() if r.pattern and r.compiled.fullmatch(bare)]
    assert not matching or worth.intersection(matching)


@pytest.mark.parametrize("name", patterns())
def test_rules_are_quick_on_hostile_units(name: str) -> None:
    """No unit is longer than LONGEST_UNIT, so a bound at that length bounds every match."""
    pattern = patterns()[name]
    for unit in HOSTILE:
        for head in ("", "Follow ", "Read more: ", "This story ", "Photo: "):
            text = (head + unit * LONGEST_UNIT)[:LONGEST_UNIT]
            assert costs_at_most(0.1, partial(pattern.fullmatch, text)), (head, unit)


@pytest.mark.parametrize(
    "unit", ["Follow us on Facebook. ", "REUTERS ", "(", '"', "PARIS - ", "(AFP) "]
)
def test_hostile_articles_take_linear_time(unit: str) -> None:
    """Plugs in one block, or in a block each, are cleaned in linear time."""

    def tidy(times: int) -> None:
        clean(article((unit * 200_000)[: 50_000 * times]))
        clean(article("The council voted on Tuesday.", *[unit.strip()] * 750 * times))

    assert grows_at_most(8, lambda: tidy(1), lambda: tidy(4))


@pytest.mark.parametrize("unit", ["Ann Lee of Bo came. ", "A ", "Ann Lee wrote ", "» a ", "。"])
def test_hostile_articles_are_learnt_from_in_linear_time(unit: str) -> None:
    """No page keeps the learner busy."""

    def learn(times: int) -> None:
        learner = BoilerplateLearner()
        long = article((unit * 400_000)[: 100_000 * times])
        many = article(*[f"{unit.strip()} {number}" for number in range(2_500 * times)])
        learner.observe([replace(long, id="long"), replace(many, id="many")], datetime.now(UTC))
        learner.strip([long, many])

    assert grows_at_most(8, lambda: learn(1), lambda: learn(4))
