"""Where a plug may begin or end in a block: the seams between its sentences.

Finer than a sentence splitter on purpose. A plug follows an agency line without a full stop
("... religion. REUTERS Join our channel"), and a seam too many does no harm, because a rule must
match all that stands between two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsdigest.clean.rules import LONGEST_UNIT

_SEAM = re.compile(
    r"""[.!?…][\"'”’»)\]]{0,3}[ \n]{1,3}(?=\S)      # the end of a sentence
      | [。！？][”』」）]{0,2}[ \u3000]{0,3}(?=\S)
      | [)\]»”|•·►→⟶][ ]{1,3}(?=\S)                # a closing bracket, a separator
      | (?<=[A-Z]{2})[ ](?=[A-Z][a-z'])             # "REUTERS Join"
      | [ ](?=[•►▶👉📲🔴➡|©])""",
    re.VERBOSE,
)
_NOISE_BEFORE = re.compile(r"[^\w\"'“‘„«»「『”©@#¿¡]{0,12}")
_NOISE_AFTER = " \t\n.!?…:;,>→»）)]*|•–—-👇。！？：\u3000"


def seams(text: str, start: int, end: int) -> Iterator[int]:
    """All positions at which a unit may begin, in order."""
    for seam in _SEAM.finditer(text, start, end):
        yield seam.end()


def seams_after(text: str, start: int, end: int) -> Iterator[int]:
    """Positions at which a unit that begins at `start` may end, the nearest first."""
    for seam in _SEAM.finditer(text, start, min(end, start + LONGEST_UNIT)):
        if seam.end() > start:
            yield seam.end()


def seams_before(text: str, start: int, end: int) -> list[int]:
    """Positions at which a unit that ends at `end` may begin, the nearest first."""
    window = max(start, end - LONGEST_UNIT)
    found = [seam.end() for seam in _SEAM.finditer(text, window, end)]
    return found[::-1]


def core(text: str) -> str:
    """The unit without the bullets, brackets, emoji and end marks around its words.

    Quotation marks stay: no rule matches them, so what is quoted is not taken.
    """
    match = _NOISE_BEFORE.match(text)
    return text[match.end() if match else 0 :].rstrip(_NOISE_AFTER)
