"""Whether a position in a text lies inside somebody's words.

Errs to the side of "inside": a plug that stays costs a line, a sentence of the report that goes
costs the news. So a quotation without an end runs to the end of its block, as it does where a
speech is printed over several paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# What closes each opening mark. German „ is closed by “, French « by », and »so« is in use too.
_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "'": "'’"}
_CLOSERS |= {"‘": "’'", "”": "”"}
# Single marks and ” open before a word after white space alone, and single marks close after
# punctuation alone, so that an apostrophe is neither.
_MARK = re.compile(
    r"""["“„«»「』『」]
      | (?:(?<=[\s(])|\A)['‘](?=\w)
      | (?:(?<=[\s(])|\A)”(?=\w)
      | ”
      | (?<=[.,!?…])['’](?=\s|\Z)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Quotations:
    """The stretches of a text that stand in quotation marks."""

    # Positions at which quoting begins and ends, in turn.
    _edges: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Quotations:
        """Read in one pass, linear in the text."""
        edges: list[int] = []
        open_marks: list[str] = []
        for match in _MARK.finditer(text):
            before = len(open_marks)
            _read(match, open_marks)
            if bool(before) != bool(open_marks):
                edges.append(match.start() if open_marks else match.end())
        return cls(tuple(edges))

    def hold(self, position: int) -> bool:
        """Whether the position lies in a quotation."""
        return bisect_right(self._edges, position) % 2 == 1


def _read(match: re.Match[str], open_marks: list[str]) -> None:
    mark = match[0]
    if open_marks and mark in _CLOSERS[open_marks[-1]]:
        open_marks.pop()
    elif _opens(match):
        open_marks.append(mark)


def _opens(match: re.Match[str]) -> bool:
    mark = match[0]
    if mark in "'‘”’":
        start = match.start()
        return (start == 0 or match.string[start - 1] in " \t\n\xa0(") and mark != "’"
    return mark in _CLOSERS
