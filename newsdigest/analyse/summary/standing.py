"""Whether a sentence can stand alone, out of its article."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsdigest.language import count_words

# Marks that end a whole sentence, with the quotes and brackets that close on them. What ends
# otherwise is a heading, a caption, an item of a list or was cut.
# A question mark after another mark is a quote mark that was lost on the way ("said so.?").
WHOLE = re.compile(r"""[.!…。！۔।॥։]["'”’)\]»›“」』）]{0,4}$|[.,!]\?$""")
QUOTE_MARK = re.compile('["“”„«»「」『』]')
OPENING_STRAIGHT = re.compile(r"""[\s(\[]"\S""")
# A quote from its first mark to its last; what is left is the reporter's.
QUOTED = re.compile(r"""["“„«「『][^"“”„«»「」『』]*["”“»」』]""")
LEADING_MARKS = "\"'“‘„«‹([{¿¡-–—•*…. "
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
BRACKETED = re.compile(r"\(([^()]{1,40})\)")

# Shorter ones are exclamations, list items and remains of interviews.
FEWEST_WORDS = 5
# Words of the reporter that a sentence opening with a quote must hold to name its speaker.
_FEWEST_OWN_WORDS = 2
_LONGEST_PHRASE = 4
_LONGEST_START = 80
# Written without spaces: the beginning of the sentence is compared.
_UNSPACED = frozenset({"zh", "ja"})


@dataclass(frozen=True, slots=True)
class _Leaning:
    """Words and phrases at the start that lean on what stood before, and those of captions."""

    dangling: frozenset[str]
    # Phrases that begin like those and still stand alone: "this week".
    free: frozenset[str]
    captions: frozenset[str]


def is_whole(text: str, fewest_words: int = FEWEST_WORDS) -> bool:
    """Whether it is a sentence at all: long enough, no question and no part of a quote."""
    return (
        count_words(text) >= fewest_words
        and WHOLE.search(text) is not None
        and not _is_quote_part(text)
    )


def has_speaker(text: str) -> bool:
    """Whether a sentence that opens with a quote also says in other words who speaks."""
    return not QUOTED.match(text) or len(_own_words(text)) >= _FEWEST_OWN_WORDS


def is_caption(text: str, language: str | None) -> bool:
    """Whether it describes a picture: it opens with a word for one, or points into it."""
    captions = _leaning(language).captions
    start = text.lstrip(LEADING_MARKS)
    label, colon, _ = start.partition(":")
    if colon and label.lower() in captions:
        return True
    return any(found[1].lower() in captions for found in BRACKETED.finditer(text))


def leans(text: str, language: str | None) -> bool:
    """Whether it needs the sentence before: by its first words, or by a quote that "he" spoke."""
    leaning = _leaning(language)
    start = text.lstrip(LEADING_MARKS).lower().replace("’", "'")
    if language in _UNSPACED:
        return start.startswith(tuple(sorted(leaning.dangling)))
    heads = WORD.findall(start[:_LONGEST_START])
    phrases = {" ".join(heads[:size]) for size in range(1, _LONGEST_PHRASE + 1)}
    if phrases & leaning.free:
        return False
    if phrases & leaning.dangling:
        return True
    own = _own_words(text)[:_FEWEST_OWN_WORDS] if QUOTED.match(text) else []
    return any(word in leaning.dangling for word in own)


def _own_words(text: str) -> list[str]:
    """The words outside of quotes, in lower case."""
    return WORD.findall(QUOTED.sub(" ", text).lower())


def _is_quote_part(text: str) -> bool:
    """Whether it is the rest of a quote that began before it, or the start of one that goes on.

    A quote that opens after the reporter's words and goes on in the next sentence is none: the
    speaker is named.
    """
    marks = QUOTE_MARK.findall(text)
    if len(marks) % 2 == 0:
        return False
    if marks[0] == '"':
        return text.startswith('"') or OPENING_STRAIGHT.search(text) is None
    return text.startswith(("“", "„", "«", "「", "『")) or marks[0] in "”»」』"


@cache
def _leaning(language: str | None) -> _Leaning:
    """The data of a language; an unknown one has none."""
    table = _tables().get(language or "", {})
    assert isinstance(table, dict)
    return _Leaning(
        dangling=frozenset(table.get("dangling", ())),
        free=frozenset(table.get("free", ())),
        captions=frozenset(table.get("captions", ())),
    )


@cache
def _tables() -> dict[str, object]:
    path = files("newsdigest.analyse").joinpath("data/summary/standing.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
