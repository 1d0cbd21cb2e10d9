"""Digests are recognised by the mark of their format (IO11)."""

from __future__ import annotations

import pytest

from newsdigest.render import (
    FORMATS,
    MailHeaders,
    RenderOptions,
    is_own_digest,
    render_articles_bytes,
    render_digest_bytes,
)
from tests.render.examples import DIGEST, FERRY

TEXT_FORMATS = [format for format in FORMATS if format != "epub"]


@pytest.mark.parametrize("width", [24, 80])
@pytest.mark.parametrize("language", ["en", "de", "zh"])
@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_every_format_of_a_digest_has_its_mark(format: str, language: str, width: int) -> None:
    """Digests have a mark in every language, with colours and at any width."""
    options = RenderOptions(
        width=width, language=language, colour=True, mail=MailHeaders("me@example.org")
    )
    assert is_own_digest(render_digest_bytes(DIGEST, format, options))


@pytest.mark.parametrize("format", ["text", "markdown", "html", "json", "jsonl", "csv", "jsonfeed"])
def test_articles_that_were_cleaned_are_news(format: str) -> None:
    """The output of `read` is no digest: its texts are complete."""
    assert not is_own_digest(render_articles_bytes([FERRY], format))


@pytest.mark.parametrize(
    "content",
    [b"", b"newsdigest is a program", b"newsdigest\n\nA reader wrote to us.\n", b"{}", b"[]",
     b'{"id": "1", "title": "A feed of lines"}', b"<!DOCTYPE html><title>newsdigest</title>",
     b"From: digest@example.org\nList-Id: harbour <x>\n\nnewsdigest"],
)  # fmt: skip
def test_other_texts_have_none(content: bytes) -> None:
    """Texts that only mention newsdigest are not digests."""
    assert not is_own_digest(content)
