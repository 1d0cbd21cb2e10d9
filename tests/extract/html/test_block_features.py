"""The features of a block for the trees."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.block_features import FEATURES, describe
from newsdigest.extract.html.box_tree import BoxNames
from newsdigest.extract.html.main_box import find_main_box
from newsdigest.extract.html.text_blocks import read_blocks

_LONG = "The harbour office said that the ferry would sail again on Monday, with {} on board."


def _described(body: str) -> dict[str, dict[str, float]]:
    """The features of each block by its text; the weight of names is their number of words."""
    page = read_blocks(LexborHTMLParser(f"<body>{body}"))
    main = find_main_box(page)
    assert main is not None
    found = describe(page, main, _weigh)
    return {
        page.blocks.texts[block]: dict(zip(FEATURES, values, strict=True))
        for block, values in zip(found.blocks, found.values, strict=True)
    }


def _weigh(names: BoxNames) -> float:
    return float(len(names.words))


def _story(extra: str = "") -> str:
    paragraphs = "".join(f"<p>{_LONG.format(n)}</p>" for n in range(6))
    return f'<div id="story">{paragraphs}{extra}</div>'


def test_blocks_of_one_make_share_features() -> None:
    """All but their own: links, how they end, and whether they occur twice."""
    first, second, *_ = _described(_story()).values()
    assert {name for name in FEATURES if first[name] != second[name]} <= {"siblings_after"}
    assert first["alike"] == 6
    assert first["kin"] == 6


def test_comments_get_no_features() -> None:
    """Comments cannot belong to the article, wherever they are."""
    talk = f'<div class="comments"><p>{_LONG.format("me")}</p></div>'
    assert _LONG.format("me") not in _described(_story(talk))


def test_weights_of_names_add_up_to_the_branch() -> None:
    """Those of the boxes between block and main box in one feature, its own in another."""
    box = '<div class="info box"><div class="inner"><p class="note">Fares stay.</p></div></div>'
    found = _described(_story(box))["Fares stay."]
    assert (found["names"], found["own_names"]) == (4, 1)


def test_levels_are_counted_from_the_main_box() -> None:
    """0 for the main box's own children, one more for each box above it."""
    found = _described(f"<p>{_LONG.format('nobody')}</p>" + _story())
    assert found[_LONG.format(1)]["up"] == 0
    assert found[_LONG.format("nobody")]["up"] == 1


def test_links_ends_and_copies_are_features_of_the_block() -> None:
    """The share of linked text in quarters, a full stop before closing quotes, copies before."""
    extra = '<p>See <a href=/>the map</a></p><p>"It sails."</p><p>"It sails."</p><p>Fares</p>'
    page = read_blocks(LexborHTMLParser(f"<body>{_story(extra)}"))
    main = find_main_box(page)
    assert main is not None
    *_, linked, once, again, label = (
        dict(zip(FEATURES, values, strict=True)) for values in describe(page, main, _weigh).values
    )
    assert [each["linked"] for each in (linked, once)] == [3, 0]
    assert [each["stopped"] for each in (linked, once, label)] == [0, 1, 0]
    assert [(each["seen"], each["repeats"]) for each in (once, again)] == [(0, 2), (1, 2)]
