"""Whether a sentence can stand alone, out of its article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsdigest.language import count_words
from newsdigest.package_data import read_toml

# Marks that end a whole sentence, with the quotes and brackets that close on them. What ends
# otherwise is a heading, a caption, an item of a list or was cut.
# A question mark after another mark is a quote mark that was lost on the way ("said so.?").
WHOLE = re.compile(r"""[.!。！۔।॥։]["'”’)\]»›“」』）]{0,4}$|[.,!]\?$""")
# What a feed or a page cut off: "whose conservative leaders…", "[...]".
CUT = re.compile(r"""(?:…|\.{3}|\. \. \.|[\[(](?:…|\.{2,3})[\])])["'”’)\]»›“」』）.]{0,4}$""")
QUOTE_MARK = re.compile('["“”„«»「」『』]')
OPENING_STRAIGHT = re.compile(r"""[\s(\[]"\S""")
# A quote from its first mark to its last; what is left is the reporter's.
QUOTED = re.compile(r"""["“„«「『][^"“”„«»「」『』]*["”“»」』]""")
LEADING_MARKS = "\"'“‘„«‹([{¿¡-–—•*…. "
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
BRACKETED = re.compile(r"\(([^()]{1,40})\)")

# Addresses of the web, of mail, of streets and telephones.
_ADDRESS = re.compile(
    r"https?://|\bwww\.\w|\b[\w.+-]{1,64}@[\w-]{1,64}\.\w"
    r"|\b\d{1,5} (?:[A-Z]\w{1,30} ){1,3}(?:St|Street|Ave|Avenue|Road|Rd|Blvd)\b"
    r".{1,60}\b\d{5}\b"
    r"|\b(?:[Tt]el|[Pp]hone|[Ff]ax|[Tt]elefon|[Tt]éléphone|[Tt]eléfono)\b.{0,5}\+?[\d ()/-]{7,}"
)
# "3 min read.", "12 comments."
_COUNT = re.compile(
    r"^\W{0,3}\d[\d,.]{0,12}\s+(?:min(?:ute)?s?\s+read|min\.? lesezeit|comments?|views?|likes?"
    r"|shares?|photos?|images?|votes?|kommentare?|commentaires?|comentarios?)\W{0,3}$",
    re.IGNORECASE,
)

# Shorter ones are exclamations, list items and remains of interviews.
FEWEST_WORDS = 5
# A sentence that stops without a mark after fewer words is a headline or a standfirst.
_FEWEST_CUT_WORDS = 25
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
    # Words at the start of what asks the reader to do something.
    prompts: frozenset[str]
    # Words at the start of what advertises the page instead of telling what is in it.
    invites: frozenset[str]
    # Words for numbers, days and months.
    figures: frozenset[str]
    # Words at the start of what takes the sentence before back.
    contrasts: frozenset[str]
    # Words and phrases, anywhere, for what is still to come.
    ahead: frozenset[str]


def is_whole(text: str, fewest_words: int = FEWEST_WORDS) -> bool:
    """Whether it is a sentence at all: long enough, no question and no part of a quote."""
    return (
        count_words(text) >= fewest_words
        and WHOLE.search(text) is not None
        and not is_cut(text)
        and not _is_quote_part(text)
    )


def is_cut(text: str) -> bool:
    """Whether marks of omission say that it goes on elsewhere."""
    return CUT.search(text) is not None


def was_cut(text: str) -> bool:
    """Whether it is cut by its marks, or stops without a mark as what was cut at a length does."""
    stops = WHOLE.search(text) is None and count_words(text) >= _FEWEST_CUT_WORDS
    return is_cut(text) or stops


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


def is_furniture(text: str, language: str | None) -> bool:
    """Whether it is an address, a count, or asks the reader to do something."""
    if _ADDRESS.search(text) or _COUNT.search(text):
        return True
    heads = WORD.findall(text.lstrip(LEADING_MARKS).lower().replace("’", "'")[:_LONGEST_START])
    prompts = _leaning(language).prompts
    return any(" ".join(heads[:size]) in prompts for size in range(1, _LONGEST_PHRASE + 1))


def contradicts(text: str, language: str | None) -> bool:
    """Whether its first word takes back what was said before it."""
    return _first_word(text) in _leaning(language).contrasts


def looks_ahead(text: str, language: str | None) -> bool:
    """Whether it speaks of what is still to come."""
    said = f" {' '.join(WORD.findall(text.lower()))} "
    return any(f" {phrase} " in said for phrase in _leaning(language).ahead)


def invites(text: str, language: str | None) -> bool:
    """Whether it advertises the page: "Discover …", or by a bar between parts."""
    return "|" in text or _first_word(text) in _leaning(language).invites


def _first_word(text: str) -> str:
    heads = WORD.findall(text.lstrip(LEADING_MARKS).lower()[:_LONGEST_START])
    return heads[0] if heads else ""


def figure_words(language: str | None) -> frozenset[str]:
    """The words for numbers, days and months in a language."""
    return _leaning(language).figures


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
    table = read_toml("analyse/data/summary/standing.toml").get(language or "", {})
    assert isinstance(table, dict)
    return _Leaning(
        dangling=frozenset(table.get("dangling", ())),
        free=frozenset(table.get("free", ())),
        captions=frozenset(table.get("captions", ())),
        prompts=frozenset(table.get("prompts", ())),
        invites=frozenset(table.get("invites", ())),
        figures=frozenset(table.get("figures", ())),
        contrasts=frozenset(table.get("contrasts", ())),
        ahead=frozenset(table.get("ahead", ())),
    )
