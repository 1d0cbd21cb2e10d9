"""Every fixture is read as the file beside it says, and as feedparser reads it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsdigest.extract.decoding import decode
from newsdigest.sources.feeds.normalisation import to_feed
from newsdigest.sources.feeds.strict_xml import read_strict
from newsdigest.sources.feeds.tolerant_xml import read_tolerant
from tests.sources.feeds.fixture_files import (
    AS_OF,
    FEEDS,
    FOLDER,
    URL,
    WELL_FORMED,
    expected,
    read,
    to_json,
)


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_feed_is_read_as_expected(path: Path) -> None:
    """Each format, and each way of being broken, gives the entries that a reader sees in it."""
    assert to_json(read(path.read_bytes())) == expected(path)


@pytest.mark.parametrize("path", WELL_FORMED, ids=lambda path: path.stem)
def test_feedparser_and_the_strict_reader_agree(path: Path) -> None:
    """The fast way leaves out nothing that the tolerant one finds."""
    text = decode(path.read_bytes(), charset=None)
    strict, broken = read_strict(text, URL)
    assert broken is None
    tolerant = read_tolerant(text)
    assert to_feed(strict, url=URL, as_of=AS_OF) == to_feed(tolerant, url=URL, as_of=AS_OF)


def test_what_breaks_a_feed_does_not_change_its_entries() -> None:
    """An entry keeps its id and address on the day on which the feed breaks."""
    whole = (FOLDER / "rss20.xml").read_bytes()
    broken = whole.replace(b"</channel>", b"<p>Ferry & tug</channel>")
    read_whole, read_broken = read(whole), read(broken)
    assert read_broken.warnings
    assert replace(read_broken, warnings=()) == read_whole


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "iso-8859-1"])
def test_encodings_tell_the_same(codec: str) -> None:
    """A feed in another encoding, declared or marked, is the same feed."""
    text = (FOLDER / "rdf10.xml").read_text(encoding="utf-8")
    declared = codec.removesuffix("-sig")
    content = text.replace('encoding="utf-8"', f'encoding="{declared}"').encode(codec)
    assert read(content) == read(text)
