"""Every text that comes from a source is sanitised before a format sees it."""

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
    Reason,
    Removal,
    Story,
    SummarySentence,
    Topic,
)
from newsdigest.render import FORMATS, sanitiser
from newsdigest.render.links import web_link
from newsdigest.render.sanitiser import sanitised
from tests.paths import ROOT
from tests.render import test_hostile_text as matrix
from tests.render.hostile import PAYLOADS, everywhere

KINDS = (
    *(Article, Block, Contradiction, Copy, Digest, Failure, Figure, Reason, Removal),
    *(Story, SummarySentence, Topic),
)
TEXTS = {"str", "str | None", "tuple[str, ...]"}
# What no format shows.
UNSHOWN = {
    *("Article.added", "Article.keywords", "Article.origin", "Article.next_part"),
    *("Article.previous_part", "Story.thread"),
}
# Texts that come in elsewhere: pages of an archive that are read back, the user's own headers,
# errors in a template.
SANITISERS = {"archive_pages.py", "sanitiser.py", "email_message.py", "template.py"}


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
def test_every_sanitised_text_is_safe(payload: str) -> None:
    """Texts are printable and addresses are web links; sanitising twice changes nothing."""
    for digest in everywhere(PAYLOADS[payload]):
        passed = sanitised(digest)
        for name, text in texts(passed):
            if name in ("Article.url", "Article.image", "EarlierStory.url"):
                assert text == web_link(text), name
            else:
                assert text == printable(text, multiline=name == "code"), name
        assert sanitised(passed) == passed


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_matrix_detects_a_broken_sanitiser(
    monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    """The hostile matrix fails for every format if nothing is sanitised."""
    monkeypatch.setattr(sys.modules[sanitiser.__package__], "sanitised", lambda value: value)
    with pytest.raises(AssertionError):
        matrix.test_no_payload_acts_in_any_format("bidi", format_name)


def test_the_matrix_detects_each_unsanitised_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """The matrix has a case for each text of the model that a format shows."""
    whole = sanitiser._rules
    unseen = set()
    for kind in KINDS:
        for field in fields(kind):
            if field.type not in TEXTS and (kind, field.name) != (Article, "blocks"):
                continue
            forgotten = (kind, field.name)
            monkeypatch.setattr(sanitiser, "_rules", partial(without, whole, forgotten))
            try:
                matrix.test_no_payload_acts_in_any_format("url-escape", "json")
            except AssertionError:
                continue
            unseen.add(f"{kind.__name__}.{field.name}")
    # Blocks have a rule of their own for their texts.
    assert unseen == UNSHOWN | {"Block.text"}


def without(rules: Any, forgotten: tuple[type, str], of: type) -> list[tuple[int, Any]]:
    """The rules of a dataclass without that of one field."""
    names = [field.name for field in fields(of)]
    return [(place, rule) for place, rule in rules(of) if (of, names[place]) != forgotten]


def test_no_format_sanitises_by_itself() -> None:
    """A second sanitiser would hide a gap in the first one."""
    room = ROOT / "newsdigest" / "render"
    used = {
        path.name for path in room.glob("*.py") if re.search(r"\bprintable\(", path.read_text())
    }
    assert used == SANITISERS
