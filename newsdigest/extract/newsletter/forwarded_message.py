"""Messages forwarded in the text of another: the header of the forwarded one counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr

from newsdigest.extract.newsletter.header_footer import envelope_labels, phrases
from newsdigest.extract.newsletter.segments import Segment
from newsdigest.model import Hints
from newsdigest.press.dates import parse_date
from newsdigest.valueclasses import replace

_FIELD = re.compile(
    r"[*>\s]{0,6}([^\W\d_][\w -]{0,20})[*]{0,2}\s{0,3}[:：][*]{0,2}\s{0,3}(\S[^\n]{0,300})"
)
# "---------- Forwarded message ---------", possibly with the header on the same line.
_OPENING = re.compile(r"-{2,20} ?[^\W\d_][^-\n]{2,60}-{2,20} ?")
_LABEL = re.compile(r"\s(?=([^\W\d_]{1,12})\s?[:：]\s)")
_PREFIX = re.compile(r"([^\W\d_]{1,6}(?:\[\d{1,2}\])?)\s{0,3}[:：]\s{0,9}(?=\S)")
_TAG = re.compile(r"[\[【]([^\[\]【】]{1,30})[\]】]\s{0,3}(?=\S)")
# A header is in the first lines, below a word from the person who forwards it.
_FIRST_ROWS = 12
_LONGEST_HEAD = 800
_LEAST_FIELDS = 2
_MOST_PREFIXES = 8


def plain_subject(subject: str) -> str:
    """A subject without prefixes such as "Fwd:" and without tags added by mail systems.

    >>> plain_subject("Fwd: RE: [EXTERNAL] Stone pier wins")
    'Stone pier wins'
    """
    for _ in range(_MOST_PREFIXES):
        match = _PREFIX.match(subject) or _TAG.match(subject)
        if match is None:
            break
        names = phrases("forwarded" if match.re is _PREFIX else "tags")
        if match[1].partition("[")[0].casefold() not in names:
            break
        subject = subject[match.end() :]
    return subject


def without_forwarding_header(
    segments: Sequence[Segment], hints: Hints, as_of: datetime
) -> tuple[Sequence[Segment], Hints]:
    """The segments below the header of a forwarded message, and the hints updated from it."""
    title = plain_subject(hints.title) if hints.title else None
    hints = replace(hints, title=title or hints.title)
    fields: dict[str, str] = {}
    end = 0
    for index, segment in enumerate(segments[: _FIRST_ROWS + len(fields)]):
        found = _fields(segment.text)
        if found:
            fields |= {name: value for name, value in found.items() if name not in fields}
            end = index + 1
        elif fields:
            break
    if len(fields) < _LEAST_FIELDS or "subject" not in fields or "from" not in fields:
        return segments, hints
    name, address = parseaddr(fields["from"])
    published = parse_date(fields["date"], as_of=as_of) if "date" in fields else None
    return segments[end:], replace(
        hints,
        title=plain_subject(fields["subject"]),
        source=name.strip("* ") or address.rpartition("@")[2] or hints.source,
        published=published or hints.published,
    )


def _fields(text: str) -> dict[str, str]:
    """The fields of a header line, which may hold all of them."""
    found = {}
    opening = _OPENING.match(text)
    match = _FIELD.match(text[opening.end() if opening else 0 :][:_LONGEST_HEAD])
    while match:
        name = _name(match[1])
        if name is None:
            break
        value, rest = _cut(match[2])
        found[name] = value
        match = _FIELD.match(rest)
    return found


def _name(label: str) -> str | None:
    folded = label.strip().casefold()
    return next(
        (f for f in ("from", "subject", "date", "other") if folded in envelope_labels(f)), None
    )


def _cut(value: str) -> tuple[str, str]:
    """A value up to the next label on the same line, and the rest."""
    for match in _LABEL.finditer(value):
        if _name(match[1]):
            return value[: match.start()].strip("* "), value[match.end() :]
    return value.strip("* "), ""
