"""Pairs in `pairs/` of a plug to remove and a similar sentence to keep."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from newsdigest.clean import clean
from tests.clean.articles import article, unspaced

FILES = sorted((Path(__file__).parent / "pairs").glob("*.toml"))


class Pair(NamedTuple):
    language: str
    plug: str
    news: str
    alone: bool


def pairs() -> list[Pair]:
    found = []
    for path in FILES:
        content = tomllib.loads(path.read_text("utf-8"))
        for kind in ("sentences", "lines"):
            for plug, news in content[kind]:
                found.append(Pair(content["language"], plug, news, kind == "lines"))
    return found


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{pair.language}-{pair.plug[:40]}")
def test_the_plug_goes_and_its_neighbour_stays(pair: Pair) -> None:
    """A plug is cut as a line and as a last sentence; similar news is unchanged byte for byte."""
    before, after = (
        unspaced() if pair.language in {"zh", "ja"} else ("It rained all day.", "Then it stopped.")
    )
    joint = "" if pair.language in {"zh", "ja"} else " "
    with_plugs = [before, pair.plug, after]
    with_news = [before, pair.news, after, before + joint + pair.news]
    if not pair.alone:
        with_plugs.append(before + joint + pair.plug)
    cleaned = clean(article(*with_plugs, language=pair.language))
    assert [b.text for b in cleaned.blocks] == [before, after, before][: len(with_plugs) - 1]
    assert " ".join(removal.text for removal in cleaned.removed).startswith(pair.plug)
    assert clean(article(*with_news, language=pair.language)).text == "\n\n".join(with_news)


def test_the_corpus_is_large_enough() -> None:
    """The rules are tested by at least 150 pairs in at least eight languages."""
    assert len(pairs()) >= 150
    assert len({pair.language for pair in pairs()}) >= 8
