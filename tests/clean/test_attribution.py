"""A plug that names a neighbour's publication identifies the article's own."""

from __future__ import annotations

import pytest

from newsdigest.clean import attribute
from newsdigest.model import Article, Removal


def article(source: str | None, plug: str, rule: str = "phrase:channel-plug") -> Article:
    return Article(id=plug, title=None, blocks=(), origin="-", source=source,
                   removed=(Removal(plug, rule),))  # fmt: skip


@pytest.mark.parametrize(
    "plug",
    [
        "Follow HG's channel for alerts.",
        "Get the Gazette on your phone.",
        "Read THG daily.",
    ],
)
def test_initials_and_long_words_name_a_publication(plug: str) -> None:
    """ "HG", "THG" and "Gazette" all mean The Harbour Gazette if it is a neighbour."""
    unnamed, _ = attribute([article(None, plug), article("The Harbour Gazette", "")])
    assert unnamed.source == "The Harbour Gazette"


@pytest.mark.parametrize(
    ("plug", "rule"),
    [
        ("Follow us for alerts.", "phrase:follow"),
        ("follow hg for alerts.", "phrase:follow"),
        ("HG", "credit:photo"),
        ("HG and Hill Gardener readers like this.", "phrase:plug"),
    ],
    ids=["no name", "no capitals", "a credit", "two neighbours fit"],
)
def test_anything_less_leaves_it_unknown(plug: str, rule: str) -> None:
    """No publication is better than a guessed one."""
    neighbours = [article("Harbour Gazette", ""), article("Hill Gardener", "")]
    assert attribute([article(None, plug, rule), *neighbours])[0].source is None


def test_a_publication_that_is_named_stays() -> None:
    """What an article states itself overrides a plug."""
    own, _ = attribute([article("Hill Post", "Follow HG."), article("Harbour Gazette", "")])
    assert own.source == "Hill Post"
