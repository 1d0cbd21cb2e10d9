"""Whether a position in a text lies inside a quotation.

Errs on the side of "inside": a missed plug costs a line, a removed sentence costs news. So an
unclosed quotation runs to the end of its block, as in speeches printed over several paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# The closing marks of each opening mark: German „…“ and »…«, French «…».
_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "'": "'’"}
_CLOSERS |= {"‘": "’'", "”": "”"}
# Single marks and ” open only between white space and a word, and single marks close only after
# punctuation, so that apostrophes do neither.
_MARK = pattern(
    r"""["“„«»「』『」]
      | (?:(?<=[\s(])|\A)['‘](?=\w)
      | (?:(?<=[\s(])|\A)”(?=\w)
      | ”
      | (?<=[.,!?…])['’](?=\s|\Z)""",
    re.VERBOSE,
)


@valueclass
class Quotations:
    """The quoted spans of a text."""

    # Where quotations begin and end, alternating.
    _edges: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Quotations:
        """The quotations of a text, in linear time."""
        edges: list[int] = []
        open_marks: list[str] = []
        for match in _MARK.finditer(text):
            before = len(open_marks)
            _read(match, open_marks)
            if bool(before) != bool(open_marks):
                edges.append(match.start() if open_marks else match.end())
        return cls(tuple(edges))

    def hold(self, position: int) -> bool:
        """Whether the position is quoted."""
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
