"""Where a plug may begin or end in a block: the seams between its sentences.

Finer than a sentence splitter on purpose: a plug may follow an agency line without a full stop
("... religion. REUTERS Join our channel"). Extra seams do no harm, because a rule must match all
of the text between two of them.
"""

from __future__ import annotations

import re

from newsdigest.valueclasses import recordclass

_FIRST_WORD = r"""(?=[^\w"'“‘„«»「『”]{0,12}(?P<word>[^\W_]{0,30}))"""
_AFTER_SENTENCE = re.compile(
    # Not after an initial, "St." or "a.m.", which would split a sentence.
    r"""[.!?…)\]»”|•·►→⟶](?<![ ][A-Z]\.)(?<!St\.)(?<!Dr\.)(?<!Mr\.)(?<!Ms\.)(?<!Mrs\.)(?<!\.m\.)"""
    r"""["'”’»)\]]{0,3}[ \n\xa0]{1,3}(?=\S)""" + _FIRST_WORD
)
_AFTER_CAPITALS = re.compile(r"[A-Z]{2} (?=[A-Z][a-z'’])" + _FIRST_WORD)
_AFTER_UNSPACED = re.compile(r"[。！？][”』」）]{0,2}[ \u3000]{0,3}(?=\S)" + _FIRST_WORD)
_BEFORE_SIGN = re.compile(r" (?=[•►▶👉📲🔴➡©])" + _FIRST_WORD)
_START = re.compile(_FIRST_WORD)

_NOISE_BEFORE = re.compile(r"[^\w\"'“‘„«»「『”@#©¿¡]{0,12}")
_NOISE_AFTER = " \t\n.!?…:;,>→»）)]*|•–—-👇。！？：\u3000"


# Not frozen: a paragraph has ten, and frozen ones take three times as long to create.
@recordclass
class Seam:
    """A position at which a unit may begin, and the unit's first word in lower case."""

    position: int
    word: str
    # Whether a unit may end here too; not between "today's CNN" and "Student News".
    ends: bool


def seams(text: str) -> list[Seam]:
    """All seams of a block in order, its start first."""
    found = {0: Seam(0, first_word(text), ends=False)}
    _collect(found, _AFTER_CAPITALS, text, ends=False)
    _collect(found, _AFTER_SENTENCE, text, ends=True)
    if not text.isascii():
        _collect(found, _BEFORE_SIGN, text, ends=False)
        _collect(found, _AFTER_UNSPACED, text, ends=True)
    return [found[position] for position in sorted(found)]


def _collect(found: dict[int, Seam], pattern: re.Pattern[str], text: str, *, ends: bool) -> None:
    for match in pattern.finditer(text):
        found[match.end()] = Seam(match.end(), match["word"].lower(), ends)


def first_word(text: str) -> str:
    """The first word in lower case; empty if the text begins with a quotation."""
    match = _START.match(text)
    return match["word"].lower() if match else ""


def core(text: str) -> str:
    """The unit without surrounding bullets, brackets, emoji and end marks.

    Quotation marks stay: no rule matches them, so quotations are not removed.
    """
    match = _NOISE_BEFORE.match(text)
    return text[match.end() if match else 0 :].rstrip(_NOISE_AFTER)
