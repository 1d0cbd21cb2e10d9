"""Digests in daily notes, by the installed command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.paths import SAMPLES
from tests.program import newsdigest

MORNING, EVENING = "2026-11-22T06:00:00Z", "2026-11-22T18:00:00Z"
NEXT_DAY = "2026-11-23T06:00:00Z"


@pytest.mark.parametrize(("format", "suffix"), [("obsidian", "md"), ("org", "org")])
def test_each_digest_of_a_day_is_added_to_its_note(
    format: str, suffix: str, web: Web, tmp_path: Path
) -> None:
    """The news of the morning stay when those of the evening come; a note of another day is new."""
    reader = Reader(tmp_path)
    web.put("/feed", rss("The Post", [item(1)]))
    reader.subscribe([web.url("/feed")])
    notes = tmp_path / "vault" / f"{{date}}.{suffix}"
    note = tmp_path / "vault" / f"2026-11-22.{suffix}"
    note.parent.mkdir()
    note.write_text("Slept well.\n")
    for moment, number in ((MORNING, 1), (EVENING, 2), (NEXT_DAY, 3)):
        web.put("/feed", rss("The Post", [item(n) for n in range(1, number + 1)]))
        done = reader.run("digest", "--new", "-f", format, "-o", notes, as_of=moment)
        assert (done.status, done.text, done.stderr) == (0, "", "")
    text = " ".join(note.read_text().split())
    assert text.startswith("Slept well.")
    assert [text.count(item(n).title) for n in (1, 2, 3)] == [1, 1, 0]
    other = (note.parent / f"2026-11-23.{suffix}").read_text()
    assert item(3).title in " ".join(other.split())
    assert sorted(each.name for each in note.parent.iterdir()) == [
        f"2026-11-22.{suffix}",
        f"2026-11-23.{suffix}",
    ]


def test_a_digest_of_sources_takes_the_place_of_the_same_days(tmp_path: Path) -> None:
    """Run again, it replaces its own section and nothing else; a suffix .org is enough."""
    note = tmp_path / "day.org"
    note.write_text("* TODO Buy milk\n")
    for limit in ("3", "2"):
        done = newsdigest(
            "digest", SAMPLES, "--as-of", "2026-11-22T08:00:00+00:00", "--limit", limit, "-o", note
        )
        assert (done.status, done.stderr) == (0, "")
        note.write_text(note.read_text() + "** My own heading\n")
    text = note.read_text()
    assert text.startswith("* TODO Buy milk\n\n# newsdigest begin ")
    assert text.count("# newsdigest begin ") == 1
    assert text.count("** My own heading") == 2
    assert "Lost violin" in text
    assert "University opens house" not in text
