"""The form of a line: a paragraph, a headline, the name of a publication or a person.

Sizes come from `measure`, which counts wide characters (Chinese, Japanese, Korean) two and a half
times: a headline of 20 of these says as much as one of 50 Latin letters.
"""

from __future__ import annotations

import re

from newsdigest.press.agencies import agency_name
from newsdigest.press.person_names import is_particle
from newsdigest.press.words import WIDE, has_publication_word

_WIDE = re.compile(f"[{WIDE}]")
# The end of a sentence followed by another sentence.
_BOUNDARY = re.compile(
    r"[.!?][\"'”’»)]{0,2} [\"'“‘«(¿¡]{0,2}[^\W\d_a-zß-öø-ÿ]|[。！？][^」』”）]|[।؟] "
)
_SENTENCE_END = re.compile(r"[.!?。！？।؟۔][\"'”’»)\]」』）]{0,3}$")
_ELLIPSIS = re.compile(r"(?:\.{3}|…)[\"'”’»)\]]{0,3}$")
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")
_WORD = re.compile(r"[^\W_][\w'’.-]*")

# How much of a line to look at: its beginning shows what it is.
MOST_CHARACTERS = 1_500
# From this size on a line is a paragraph, whatever its punctuation. The longest headlines in
# tests/extract/text/fixtures have 150.
PARAGRAPH = 250
# Minimum sizes of a paragraph that contains the end of a sentence, and of one that is a single
# sentence.
TWO_SENTENCES = 100
ONE_SENTENCE = 40
# "Who pays for the new bridge?" is a headline; a longer question is a paragraph.
LONGEST_QUESTION = 120
LONGEST_HEADLINE = 220
SHORTEST_HEADLINE = 22
LONGEST_NAME = 45
MOST_NAME_WORDS = 6
MOST_PERSON_WORDS = 4
# "News / Local": a breadcrumb.
_PATH_SIGNS = (" / ", ">", "›", "»", "→", "http", "@", "#")


def measure(text: str) -> float:
    head = text[:MOST_CHARACTERS]
    return len(text) + 1.5 * len(_WIDE.findall(head))


def count_words(text: str) -> int:
    """The words at a line's beginning, two wide characters counted as one."""
    head = text[:MOST_CHARACTERS]
    wide = len(_WIDE.findall(head))
    return len(_WORD.findall(_WIDE.sub(" ", head))) + (wide + 1) // 2


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-5:]) is not None


def is_cut_off(text: str) -> bool:
    return _ELLIPSIS.search(text[-7:]) is not None


def is_wordy(text: str) -> bool:
    """Whether most of it is letters: no table of figures, separator or noise."""
    head = text[:MOST_CHARACTERS]
    return 2 * len(_LETTER.findall(head)) > len(head) - head.count(" ")


def is_paragraph(text: str) -> bool:
    """Whether it is written in sentences."""
    size = measure(text)
    if size < ONE_SENTENCE or not is_wordy(text):
        return False
    if size >= PARAGRAPH:
        return True
    if _BOUNDARY.search(text[:MOST_CHARACTERS]) and size >= TWO_SENTENCES:
        return True
    if is_cut_off(text) or text.rstrip("\"'”’»)")[-1:] in "?!":
        return size >= LONGEST_QUESTION
    return ends_sentence(_without_signature(text)) and count_words(text) >= 6


def _without_signature(text: str) -> str:
    """The text without an agency's name after its last sentence: "... in May. REUTERS"."""
    for stop in (". ", ".” ", '." ', "。"):
        head, found, tail = text.rpartition(stop)
        if found and (tail.isupper() or agency_name(tail.strip("()[]-–—/ "))):
            return head + found.rstrip()
    return text


def is_single_sentence(text: str) -> bool:
    return _BOUNDARY.search(text[:MOST_CHARACTERS]) is None


def looks_like_headline(text: str) -> bool:
    """Whether it says as much as a headline and is not written as a paragraph."""
    size = measure(text)
    if not SHORTEST_HEADLINE <= size <= LONGEST_HEADLINE or is_address(text):
        return False
    return is_wordy(text) and count_words(text) >= 3 and not is_paragraph(text)


def looks_like_name(text: str) -> bool:
    """Whether it could name a publication: short, no sentence, no lower-case beginning."""
    if not text or measure(text) > LONGEST_NAME or is_address(text) or ends_sentence(text):
        return False
    if any(sign in text for sign in _PATH_SIGNS):
        return False
    if text[0].islower() and not _is_host(text):
        return False
    return _LETTER.search(text) is not None and len(text.split()) <= MOST_NAME_WORDS


def looks_like_person(text: str) -> bool:
    """Whether it could name one person: two to four capitalised words, none of a publication's."""
    words = text.split()
    if not 2 <= len(words) <= MOST_PERSON_WORDS or any(c.isdigit() for c in text):
        return False
    return is_capitalised(text) and not has_publication_word(text)


def is_publication_or_person(text: str) -> bool:
    return has_publication_word(text) or looks_like_person(text)


def is_capitalised(text: str) -> bool:
    """Whether no word begins in lower case, except particles of names ("van der Berg")."""
    return all(not word[0].islower() or is_particle(word) for word in text.split())


def is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text[:MOST_CHARACTERS]) is not None


def _is_host(text: str) -> bool:
    return " " not in text and "." in text.strip(".")
