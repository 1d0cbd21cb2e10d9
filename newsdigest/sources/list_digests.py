"""Mailing-list digests: the messages that a list sends together as one text (RFC 1153).

    ------------------------------

    Message: 2
    Date: Mon, 16 Nov 2026 14:30:02 +0100
    From: Sven Dahl <sven@fish.example.org>
    Subject: [Harbour-news] Fishing quota raised

    The ministry has raised the quota ...

This is Mailman's layout. Google Groups puts the topic above and a numbered ruler between messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from newsdigest.valueclasses import valueclass

_RULE = re.compile(r"[-=_]{20,}|-{3,} ?\d{1,4} of \d{1,4} ?-{3,}")
_NUMBER = re.compile(r"Message: \d{1,5}")
_TOPIC = re.compile(r"(?:Topic|Group): ?(\S[^\n]{0,300})")
_FIELD = re.compile(r"([A-Z][A-Za-z-]{1,30}):\s{0,3}(\S[^\n]{0,1000})?")
_MOST_FIELDS = 30
_NEEDED = ("From", "Date")
_LEAST_MESSAGES = 2


@valueclass
class Posting:
    """A message of a digest: its header fields by name, and its text."""

    fields: Mapping[str, str]
    text: str


def postings(text: str) -> list[Posting]:
    """The messages of a list's digest; empty for any other text."""
    found = list(_postings(text))
    numbered = any(_NUMBER.fullmatch(line) for line in text.splitlines()) if found else False
    return found if numbered or len(found) >= _LEAST_MESSAGES else []


def _postings(text: str) -> Iterator[Posting]:
    topic = None
    for chunk in _chunks(text):
        topics = [match[1] for line in chunk if (match := _TOPIC.fullmatch(line))]
        posting = _posting(chunk, topic)
        if posting is not None:
            yield posting
        topic = topics[-1] if topics else topic


def _chunks(text: str) -> Iterator[list[str]]:
    """The lines between two rulers."""
    chunk: list[str] = []
    for line in text.splitlines():
        if _RULE.fullmatch(line.strip()):
            yield chunk
            chunk = []
        elif line.strip() or chunk:
            chunk.append(line)
    yield chunk


def _posting(chunk: list[str], topic: str | None) -> Posting | None:
    lines = list(chunk)
    if lines and _NUMBER.fullmatch(lines[0]):
        lines = lines[1:]
    head = list(takewhile(_is_head, lines[:_MOST_FIELDS]))
    fields = _fields(head)
    if "Subject" not in fields and topic:
        fields["Subject"] = topic
    if not fields.get("Subject") or any(name not in fields for name in _NEEDED):
        return None
    body = "\n".join(lines[len(head) :]).strip("\n")
    return Posting(fields, body) if body.strip() else None


def _is_head(line: str) -> bool:
    return _FIELD.fullmatch(line) is not None or (line[:1] in (" ", "\t") and bool(line.strip()))


def _fields(head: list[str]) -> dict[str, str]:
    """The fields of a header, with continuation lines joined."""
    fields: dict[str, str] = {}
    last = ""
    for line in head:
        match = _FIELD.fullmatch(line)
        if match:
            last = match[1]
            fields.setdefault(last, match[2] or "")
        elif last:
            fields[last] = f"{fields[last]} {line.strip()}".strip()
    return fields
