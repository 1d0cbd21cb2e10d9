"""A truncated feed gives only its complete items, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.errors import SourceError
from newsdigest.extract.decoding import decode
from newsdigest.sources.feeds import feed_limits, tolerant_xml
from newsdigest.sources.feeds.feed_truncation import Ending, find_ending
from tests.sources.feeds.fixture_files import WELL_FORMED, read

HEAD = '<rss version="2.0"><channel><title>T</title>'
ONE = "<item><title>One</title><link>https://t.example/1</link></item>"
TWO = "<item><title>Two</title><link>https://t.example/2</link><description>Tides"
TAIL = "</channel></rss>"


@given(st.sampled_from(WELL_FORMED), st.floats(0, 1))
def test_wherever_it_breaks_off_its_items_are_those_of_the_whole(path: Path, share: float) -> None:
    """No item is delivered in part or changed, and the rest of a truncated feed is awaited."""
    text = decode(path.read_bytes(), charset=None).rstrip().replace('encoding="', 'was="')
    cut = int(share * (text.rindex("<") - 1))
    try:
        broken = read(text[:cut])
    except SourceError:
        return
    whole = read(text)
    assert broken.entries == whole.entries[: len(broken.entries)]
    assert broken.is_cut or text[cut:].strip() == "</rss>"
    assert not whole.is_cut


@pytest.mark.parametrize("before", ["", "<p>Ports & tides</p>", "Warning: noise\n"])
def test_the_item_at_the_break_waits(before: str) -> None:
    """Also where something else is wrong before it, so that the tolerant reader is asked."""
    feed = read(f"{before if ':' in before else ''}{HEAD}{before}{ONE}{TWO}")
    assert [entry.title for entry in feed.entries] == ["One"]
    assert feed.warnings[-1].endswith("the last item waits for the complete feed")
    assert feed.is_cut


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ONE + TWO + TAIL,
        HEAD + ONE + TWO.replace("<item>", "") + "</item>" + TAIL,
        HEAD + ONE + TWO + "<![CDATA[ in port" + TAIL,
    ],
    ids=["no end of the item", "no start of the item", "CDATA without end"],
)
def test_a_feed_that_has_its_end_is_only_written_badly(text: str) -> None:
    """Nothing more will come of it, so its content is delivered."""
    feed = read(text)
    assert not feed.is_cut
    assert "One" in [entry.title for entry in feed.entries]
    assert feed.warnings[-1].startswith("not well-formed")


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("<rss><item/><item a='/'>x", Ending(12, is_cut=True)),
        ("<rss><item><![CDATA[<item>]]></item>", Ending(36, is_cut=True)),
        ("<rss><item><![CDATA[</item></rss>", Ending(33, is_cut=False)),
        ("<rss><item><!-- </item> -->x", Ending(5, is_cut=True)),
        ("<a:feed><a:entry><b:item/>x", Ending(8, is_cut=True)),
        ("<rdf:RDF><channel></channel>", Ending(28, is_cut=True)),
        ("<rss><channel><title>x", Ending(22, is_cut=True)),
        ("", Ending(0, is_cut=True)),
    ],
)
def test_the_last_item_is_found(text: str, ending: Ending) -> None:
    """Past what CDATA and comments hold, empty items, and the items of other namespaces."""
    assert find_ending(text) == ending


def test_what_is_too_long_for_the_tolerant_reader_ends_with_a_whole_item(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bound on its text is no reason to deliver half an item or to poll the feed again."""
    text = HEAD + "a < b" + ONE + TWO + "</description></item>" + TAIL
    monkeypatch.setattr(tolerant_xml, "MAX_TOLERANT", len(text) - len(TAIL) - 30)
    feed = read(text)
    assert [entry.title for entry in feed.entries] == ["One"]
    assert not feed.is_cut
    assert feed_limits.MAX_TOLERANT > 1_000_000
