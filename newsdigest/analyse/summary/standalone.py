"""Whether a sentence can stand alone, outside its article."""

from __future__ import annotations

import re
from functools import cache

from newsdigest.language import count_words, date_names
from newsdigest.package_data import read_toml
from newsdigest.valueclasses import valueclass

# Marks that end a whole sentence, with closing quotes and brackets. Texts with other endings are
# headings, captions, list items or cut. A question mark after another mark is a quote mark lost in
# conversion ("said so.?").
WHOLE = re.compile(r"""[.!。！۔।॥։]["'”’)\]»›“」』）]{0,4}$|[.,!]\?$""")
# Endings of text cut by a feed or page: "whose conservative leaders…", "[...]".
CUT = re.compile(r"""(?:…|\.{3}|\. \. \.|[\[(](?:…|\.{2,3})[\])])["'”’)\]»›“」』）.]{0,4}$""")
QUOTE_MARK = re.compile('["“”„«»「」『』]')
OPENING_STRAIGHT = re.compile(r"""[\s(\[]"\S""")
# A quote from its opening to its closing mark; the rest is the reporter's.
QUOTED = re.compile(r"""["“„«「『][^"“”„«»「」『』]*["”“»」』]""")
LEADING_MARKS = "\"'“‘„«‹([{¿¡-–—•*…. "
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
BRACKETED = re.compile(r"\(([^()]{1,40})\)")

# Web, mail and street addresses and telephone numbers.
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

# Shorter sentences are exclamations, list items and fragments of interviews.
FEWEST_WORDS = 5
# Text of fewer words without a final mark is a headline or a standfirst.
_FEWEST_CUT_WORDS = 25
# The least number of the reporter's words that name the speaker of an opening quote.
_FEWEST_OWN_WORDS = 2
_LONGEST_PHRASE = 4
_LONGEST_START = 80
# Written without spaces: the start of the sentence is compared.
_UNSPACED = frozenset({"zh", "ja"})


@valueclass
class _SentenceCues:
    """The cue words and phrases of one language, mostly at the start of a sentence."""

    dangling: frozenset[str]
    # Phrases that start like those but stand alone: "this week".
    free: frozenset[str]
    captions: frozenset[str]
    # First words of requests to the reader.
    prompts: frozenset[str]
    # First words of text that advertises the page instead of reporting.
    invites: frozenset[str]
    # Words for numbers, days and months.
    figures: frozenset[str]
    # First words that contradict the sentence before.
    contrasts: frozenset[str]
    # Words and phrases, anywhere, for future events.
    ahead: frozenset[str]


def is_whole(text: str, fewest_words: int = FEWEST_WORDS) -> bool:
    """Whether it is a complete statement: long enough, not a question, not part of a quote."""
    return (
        count_words(text) >= fewest_words
        and WHOLE.search(text) is not None
        and not is_cut(text)
        and not _is_quote_part(text)
    )


def stands_alone(text: str, language: str | None) -> bool:
    """Whether it is a complete statement that needs no other sentence, and news."""
    return (
        is_whole(text)
        and has_speaker(text)
        and not needs_context(text, language)
        and not is_caption(text, language)
        and not is_boilerplate(text, language)
    )


def is_cut(text: str) -> bool:
    """Whether it ends in an ellipsis."""
    return CUT.search(text) is not None


def looks_cut(text: str) -> bool:
    """Whether it ends in an ellipsis, or is long and ends without a mark."""
    stops = WHOLE.search(text) is None and count_words(text) >= _FEWEST_CUT_WORDS
    return is_cut(text) or stops


def has_speaker(text: str) -> bool:
    """Whether a sentence that opens with a quote also names the speaker."""
    return not QUOTED.match(text) or len(_own_words(text)) >= _FEWEST_OWN_WORDS


def is_caption(text: str, language: str | None) -> bool:
    """Whether it describes a picture: it starts with a word for one or points into it."""
    captions = _cues(language).captions
    start = text.lstrip(LEADING_MARKS)
    label, colon, _ = start.partition(":")
    if colon and label.lower() in captions:
        return True
    return any(found[1].lower() in captions for found in BRACKETED.finditer(text))


def is_boilerplate(text: str, language: str | None) -> bool:
    """Whether it is an address, a count or a request to the reader."""
    if _ADDRESS.search(text) or _COUNT.search(text):
        return True
    heads = WORD.findall(text.lstrip(LEADING_MARKS).lower().replace("’", "'")[:_LONGEST_START])
    prompts = _cues(language).prompts
    return any(" ".join(heads[:size]) in prompts for size in range(1, _LONGEST_PHRASE + 1))


def opens_with_contrast(text: str, language: str | None) -> bool:
    """Whether its first word contradicts the sentence before."""
    return _first_word(text) in _cues(language).contrasts


def looks_ahead(text: str, language: str | None) -> bool:
    """Whether it is about future events."""
    spoken = f" {' '.join(WORD.findall(text.lower()))} "
    return any(f" {phrase} " in spoken for phrase in _cues(language).ahead)


def is_promotional(text: str, language: str | None) -> bool:
    """Whether it advertises the page: "Discover …", or parts separated by a bar."""
    return "|" in text or _first_word(text) in _cues(language).invites


def _first_word(text: str) -> str:
    heads = WORD.findall(text.lstrip(LEADING_MARKS).lower()[:_LONGEST_START])
    return heads[0] if heads else ""


def number_and_date_words(language: str | None) -> frozenset[str]:
    """The words for numbers, days and months in a language."""
    return _cues(language).figures


def needs_context(text: str, language: str | None) -> bool:
    """Whether it needs the sentence before, by its first words or a quote spoken by "he"."""
    cues = _cues(language)
    start = text.lstrip(LEADING_MARKS).lower().replace("’", "'")
    if language in _UNSPACED:
        return start.startswith(tuple(sorted(cues.dangling)))
    heads = WORD.findall(start[:_LONGEST_START])
    phrases = {" ".join(heads[:size]) for size in range(1, _LONGEST_PHRASE + 1)}
    if phrases & cues.free:
        return False
    if phrases & cues.dangling:
        return True
    own = _own_words(text)[:_FEWEST_OWN_WORDS] if QUOTED.match(text) else []
    return any(word in cues.dangling for word in own)


def _own_words(text: str) -> list[str]:
    """The words outside of quotes, in lower case."""
    return WORD.findall(QUOTED.sub(" ", text).lower())


def _is_quote_part(text: str) -> bool:
    """Whether it is the rest of a quote that started earlier, or the start of one that goes on.

    A quote that opens after the reporter's words and goes on in the next sentence does not count:
    its speaker is named.
    """
    marks = QUOTE_MARK.findall(text)
    if len(marks) % 2 == 0:
        return False
    if marks[0] == '"':
        return text.startswith('"') or OPENING_STRAIGHT.search(text) is None
    return text.startswith(("“", "„", "«", "「", "『")) or marks[0] in "”»」』"


@cache
def _cues(language: str | None) -> _SentenceCues:
    """The cues of a language; empty for an unknown one."""
    table = read_toml("analyse/data/summary/standing.toml").get(language or "", {})
    assert isinstance(table, dict)
    return _SentenceCues(
        dangling=frozenset(table.get("dangling", ())),
        free=frozenset(table.get("free", ())),
        captions=frozenset(table.get("captions", ())),
        prompts=frozenset(table.get("prompts", ())),
        invites=frozenset(table.get("invites", ())),
        figures=date_names(language or "") | frozenset(table.get("figures", ())),
        contrasts=frozenset(table.get("contrasts", ())),
        ahead=frozenset(table.get("ahead", ())),
    )
