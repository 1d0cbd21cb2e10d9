"""The door of the room: behind it no text of strangers is left as it came."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import pytest

from newsdigest.language import printable
from newsdigest.model import (
    Article,
    Block,
    BlockKind,
    Contradiction,
    Copy,
    Digest,
    Failure,
    Figure,
    Removal,
    Story,
    SummarySentence,
    Topic,
)
from newsdigest.render import FORMATS, door
from newsdigest.render.door import safe
from newsdigest.render.links import web_link
from tests.paths import ROOT
from tests.render import test_hostile_text as matrix
from tests.render.hostile import PAYLOADS, everywhere

KINDS = (
    *(Article, Block, Contradiction, Copy, Digest, Failure, Figure, Removal, Story),
    *(SummarySentence, Topic),
)
TEXTS = {"str", "str | None", "tuple[str, ...]"}
# What no format shows.
UNSHOWN = {
    *("Article.added", "Article.keywords", "Article.origin", "Article.next_part"),
    "Article.previous_part",
}
# Where else texts come in: pages of an archive that are read back, the user's own headers, and
# what is wrong with a template.
OTHER_DOORS = {"archive.py", "door.py", "email_message.py", "template.py"}


def texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value, with the field it stands in."""
    if type(value) is str:
        yield name, value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each, name)
    elif is_dataclass(value):
        for field in fields(value):
            kept = isinstance(value, Block) and value.kind is BlockKind.CODE
            inner = "code" if kept else f"{type(value).__name__}.{field.name}"
            yield from texts(getattr(value, field.name), inner)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_text_behind_the_door_is_safe(payload: str) -> None:
    """Printable, a web link where it is an address; and what is safe stays as it is."""
    for digest in everywhere(PAYLOADS[payload]):
        passed = safe(digest)
        for name, text in texts(passed):
            if name in ("Article.url", "Article.image"):
                assert text == web_link(text), name
            else:
                assert text == printable(text, multiline=name == "code"), name
        assert safe(passed) == passed


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_matrix_sees_a_door_that_is_broken(
    monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    """No format makes foreign text safe by itself, and the hostile matrix notices it in each."""
    monkeypatch.setattr(sys.modules[door.__package__], "safe", lambda value: value)
    with pytest.raises(AssertionError):
        matrix.test_nothing_in_any_format_can_act("bidi", format_name)


def test_the_matrix_sees_each_field_that_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text of the model that any format shows has its place in the matrix."""
    whole = door._rules
    unseen = set()
    for kind in KINDS:
        for field in fields(kind):
            if field.type not in TEXTS and (kind, field.name) != (Article, "blocks"):
                continue
            forgotten = (kind, field.name)
            monkeypatch.setattr(door, "_rules", partial(without, whole, forgotten))
            try:
                matrix.test_nothing_in_any_format_can_act("url-escape", "json")
            except AssertionError:
                continue
            unseen.add(f"{kind.__name__}.{field.name}")
    # Blocks have a rule of their own for their texts.
    assert unseen == UNSHOWN | {"Block.text"}


def without(rules: Any, forgotten: tuple[type, str], of: type) -> list[tuple[str, Any]]:
    """The rules of a dataclass, that of one field left out."""
    return [
        (name, (lambda value: value) if (of, name) == forgotten else rule)
        for name, rule in rules(of)
    ]


def test_no_format_makes_text_safe_by_itself() -> None:
    """A second place would hide that the first one was forgotten."""
    room = ROOT / "newsdigest" / "render"
    used = {
        path.name for path in room.glob("*.py") if re.search(r"\bprintable\(", path.read_text())
    }
    assert used == OTHER_DOORS
