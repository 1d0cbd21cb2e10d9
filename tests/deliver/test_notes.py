"""Notes on disk: replaced in one step, and never by something read before they were saved."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from newsdigest.deliver import notes
from newsdigest.deliver.notes import add_to_note
from newsdigest.errors import DeliveryError
from newsdigest.render import render_digest, with_section
from tests.render.examples import DIGEST

DOCUMENT = render_digest(DIGEST, "obsidian").encode()


def test_a_new_note_is_written_whole(tmp_path: Path) -> None:
    """In a folder that is there, or for notes of days in a new one."""
    add_to_note(tmp_path / "day.md", DOCUMENT, "obsidian")
    assert (tmp_path / "day.md").read_bytes() == DOCUMENT
    with pytest.raises(DeliveryError, match="there is no folder"):
        add_to_note(tmp_path / "new" / "day.md", DOCUMENT, "obsidian")
    add_to_note(tmp_path / "new" / "day.md", DOCUMENT, "obsidian", makes_folder=True)
    assert (tmp_path / "new" / "day.md").read_bytes() == DOCUMENT


def test_a_note_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    """The target of a symbolic link is replaced, with the mode that it had."""
    note, link = tmp_path / "vault.md", tmp_path / "day.md"
    note.write_bytes("# Mein Tag\n\nMüsli.\n".encode())
    note.chmod(0o600)
    link.symlink_to(note)
    add_to_note(link, DOCUMENT, "obsidian")
    assert link.is_symlink()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert note.read_text("utf-8").startswith("# Mein Tag\n\nMüsli.\n\n%% newsdigest begin ")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["day.md", "vault.md"]


@pytest.mark.parametrize("content", [b"caf\xe9\n", "Tag\n".encode("utf-16")])
def test_a_note_in_another_encoding_stays(tmp_path: Path, content: bytes) -> None:
    """Text in UTF-8 behind it would make it unreadable."""
    note = tmp_path / "day.md"
    note.write_bytes(content)
    with pytest.raises(DeliveryError, match="it is no text in UTF-8"):
        add_to_note(note, DOCUMENT, "obsidian")
    assert note.read_bytes() == content


def test_what_an_editor_saves_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note is read again; one that is always being saved is left alone, with an error."""
    note = tmp_path / "day.md"
    note.write_text("First words.\n")
    saves = iter(["First and second words.\n"])

    def saved_meanwhile(text: str, document: str, format: str) -> str:
        made = with_section(text, document, format)
        if more := next(saves, None):
            note.write_text(more)
        return made

    monkeypatch.setattr(notes, "with_section", saved_meanwhile)
    add_to_note(note, DOCUMENT, "obsidian")
    assert note.read_text().startswith("First and second words.\n\n%% newsdigest begin ")
    saves = iter([f"{n} times changed.\n" * n for n in range(1, 99)])
    with pytest.raises(DeliveryError, match="it is being changed"):
        add_to_note(note, DOCUMENT, "obsidian")
    assert "times changed" in note.read_text()
    assert [each.name for each in tmp_path.iterdir()] == ["day.md"]
