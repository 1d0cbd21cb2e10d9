"""Digests as sections of notes: the notes keep all else that is in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.render import (
    NOTE_FORMATS,
    RenderOptions,
    is_own_digest,
    render_digest,
    with_section,
)
from tests.render.examples import DIGEST, NOW

FORMATS = sorted(NOTE_FORMATS)
OTHER = replace(DIGEST, stories=DIGEST.stories[1:])
NOTE = {
    "obsidian": "---\ntags: [day]\n---\n# Sunday\n\n- [ ] Buy *milk*\n",
    "org": "#+title: Sunday\n\n* TODO Buy milk\n  SCHEDULED: <2026-11-22 Sun>\n",
}
BLANK = " \t\r\n"
# What people and programs write: lines with the marks' own words too.
LINES = st.lists(
    st.sampled_from(
        [
            "",
            "text",
            "# newsdigest end",
            "%% newsdigest end %%",
            "%% newsdigest begin x y %%",
            "* a",
        ]
    )
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
    max_size=12,
)


def document(format: str, digest: object = DIGEST) -> str:
    return render_digest(digest, format, RenderOptions())  # type: ignore[arg-type]


def section(format: str, digest: object = DIGEST) -> str:
    whole = document(format, digest)
    return whole[whole.index("%% newsdigest" if format == "obsidian" else "# newsdigest begin") :]


@pytest.mark.parametrize("format", FORMATS)
def test_a_new_note_is_the_whole_document(format: str) -> None:
    """With its properties; a note of white space counts as new."""
    assert with_section("", document(format), format) == document(format)
    assert with_section("\ufeff \n\n", document(format), format) == document(format)


@pytest.mark.parametrize("format", FORMATS)
def test_a_digest_comes_last_in_a_note(format: str) -> None:
    """Without properties: the note has its own."""
    made = with_section(NOTE[format], document(format), format)
    assert made == f"{NOTE[format].rstrip()}\n\n{section(format)}"
    assert made.count("newsdigest begin") == 1


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_day_takes_its_own_place(format: str) -> None:
    """What stands before and behind it stays, and so does the digest of another day."""
    first = with_section(NOTE[format], document(format), format) + "\nMy own words.\n"
    again = with_section(first, document(format, OTHER), format)
    assert again == f"{NOTE[format].rstrip()}\n\n{section(format, OTHER)}\nMy own words.\n"
    later = replace(DIGEST, generated=NOW + timedelta(days=1))
    assert with_section(again, document(format, later), format).startswith(again.rstrip())


@pytest.mark.parametrize("format", FORMATS)
def test_a_digest_of_the_state_replaces_only_itself(format: str) -> None:
    """Another one of that day has other news, which counts as delivered there."""
    morning, evening = replace(DIGEST, id="morning"), replace(OTHER, id="evening")
    note = with_section("", document(format, morning), format)
    both = with_section(note, document(format, evening), format)
    assert both == f"{note.rstrip()}\n\n{section(format, evening)}"
    assert with_section(both, document(format, morning), format) == both


@pytest.mark.parametrize("format", FORMATS)
def test_an_edited_section_is_never_replaced(format: str) -> None:
    """It has words of somebody else; the digest of now is added behind it."""
    note = with_section(NOTE[format], document(format), format)
    edited = note.replace("passengers", "passengers (call Ada!)", 1)
    edited = edited if edited != note else note.replace("since", "since (call Ada!)", 1)
    assert edited != note
    made = with_section(edited, document(format, OTHER), format)
    assert made == f"{edited.rstrip()}\n\n{section(format, OTHER)}"


@pytest.mark.parametrize("format", FORMATS)
def test_line_ends_of_windows_are_kept(format: str) -> None:
    """In a note with them, the section has them, and is still known as the same."""
    note = NOTE[format].replace("\n", "\r\n")
    made = with_section(note, document(format), format)
    assert made.replace("\r\n", "").count("\n") == 0
    assert with_section(made, document(format), format) == made


@pytest.mark.parametrize("format", FORMATS)
@given(lines=LINES, after=LINES)
def test_no_word_of_a_note_is_lost(format: str, lines: list[str], after: list[str]) -> None:
    """Whatever it holds, and however often digests are added; only white space at its end goes."""
    note = "\n".join(lines)
    made = with_section(note, document(format), format)
    assert made.startswith(note.rstrip(BLANK) if note.strip("\ufeff" + BLANK) else "")
    longer = made + "\n".join(after)
    again = with_section(longer, document(format, OTHER), format)
    for text in (note.strip("\ufeff" + BLANK), "\n".join(after).strip(BLANK)):
        assert text in again


@pytest.mark.parametrize("format", FORMATS)
def test_a_note_with_a_digest_is_not_read_as_news(format: str) -> None:
    """Wherever the section stands in it; a note that only names the program is one."""
    note = with_section(NOTE[format], document(format), format) + "\nMore words.\n" * 200
    assert is_own_digest(note.encode())
    assert not is_own_digest(b"# My day\n\nI tried newsdigest begin to end.\n")
