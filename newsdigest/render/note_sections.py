"""A digest as a section of a note, in the formats for notes: written there without harming it.

A section stands between two marks, which are comments in its format. The first one bears a key, the
same for the same digest (without an id, for every digest of its day), and a digest of the text
between the marks: a section that somebody has edited is theirs, and is never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from newsdigest.hashing import blake2b
from newsdigest.patterns import pattern
from newsdigest.render.dates import local
from newsdigest.render.options import RenderOptions
from newsdigest.render.view import DigestView
from newsdigest.valueclasses import valueclass

__all__ = ["NOTE_FORMATS", "has_section", "section", "with_section"]

_SIZE: Final = 8
_BLANK: Final = " \t\r\n"
_BYTE_ORDER: Final = "\ufeff"
_MARK: Final = pattern(rb"^(?:%%|#) newsdigest begin [0-9a-f]{16} [0-9a-f]{16}", re.MULTILINE)


@valueclass
class _Marks:
    """How a comment of a line begins and ends."""

    before: str
    after: str

    def begin(self, key: str, check: str) -> str:
        return f"{self.before}newsdigest begin {key} {check}{self.after}"

    @property
    def end(self) -> str:
        return f"{self.before}newsdigest end{self.after}"

    @property
    def pattern(self) -> re.Pattern[str]:
        """A section with its marks; groups: key, check, and the text between the marks."""
        begin = re.escape(self.before) + r"newsdigest begin ([0-9a-f]{16}) ([0-9a-f]{16})"
        return re.compile(
            rf"^{begin}{re.escape(self.after)}\r?\n((?:(?!{begin}).*\n)*?){re.escape(self.end)}(?=\r?$)",
            re.MULTILINE,
        )


_MARKS: Final[Mapping[str, _Marks]] = {
    "obsidian": _Marks("%% ", " %%"),
    "org": _Marks("# ", ""),
}
NOTE_FORMATS: Final = frozenset(_MARKS)


def section(format: str, body: str, view: DigestView, options: RenderOptions) -> str:
    """The body of a digest between its marks, ending in a line feed."""
    day = local(datetime.fromisoformat(view.generated), options.timezone).date()
    marks = _MARKS[format]
    body = f"{body.strip()}\n"
    return f"{marks.begin(_hash(view.id or str(day)), _hash(body))}\n{body}\n{marks.end}\n"


def with_section(note: str, document: str, format: str) -> str:
    """A note with the section of a rendered digest.

    It takes the place of the same digest's section unless that was edited; else it comes last. An
    empty note becomes the whole document, with its front matter.
    """
    pattern = _MARKS[format].pattern
    own = pattern.search(document)
    if own is None or not note.strip(_BYTE_ORDER + _BLANK):
        return document
    is_dos = "\r\n" in note
    text = own[0].replace("\n", "\r\n") if is_dos else own[0]
    for found in pattern.finditer(note):
        if found[1] == own[1] and _hash(found[3]) == found[2]:
            return note[: found.start()] + text + note[found.end() :]
    line = "\r\n" if is_dos else "\n"
    return f"{note.rstrip(_BLANK)}{2 * line}{text}{line}"


def has_section(content: bytes) -> bool:
    """Whether a note has the section of a digest."""
    return b" newsdigest begin " in content and _MARK.search(content) is not None


def _hash(text: str) -> str:
    plain = text.replace("\r\n", "\n").strip()
    return blake2b(plain.encode("utf-8", "backslashreplace"), digest_size=_SIZE).hexdigest()
