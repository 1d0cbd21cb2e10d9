"""What letters say of themselves: recognised by phrases, judged by where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsdigest.extract.newsletter.rows import Row
from newsdigest.language import count_words, words
from newsdigest.model import Removal
from newsdigest.package_data import read_toml
from newsdigest.press.dates import is_weekday, month_of

HEAD_RULE, FOOT_RULE, SPONSOR_RULE = "mail:head", "mail:foot", "mail:sponsor"
HIDDEN_RULE, INTRO_RULE, LINK_RULE = "mail:preheader", "mail:intro", "mail:link"
BYLINE_RULE, CONTENTS_RULE = "mail:byline", "mail:contents"

# A phrase of the foot counts in a line of so few words, or in one that speaks to the reader.
_FEW_WORDS = 14
# ... or where it opens a line: "To unsubscribe, send ..."
_NEAR_START = 12
# A line that is set off as headings are is a button up to here, and then a headline.
_LONGEST_BUTTON = 5
_MOST_CHARACTERS = 500
_SIGNATURE = "--"
_READING_TIME = re.compile(
    r"\(?\d{1,3}[ -](?:min|minutes?|Min\.?|Minuten)(?: read| de lecture| de lectura)?\)?"
)
_LONGEST_SIGNED = 4
_LONGEST_GREETING = 12
_LONGEST_PARTING = 16
_LONGEST_LABEL = 8
# What stands behind the first line of the foot is foot if it is no more of the letter than this.
_LARGEST_FOOT = 0.3
# Lines of an address or a copyright that may stand above the foot.
_MOST_ABOVE = 6
_ADDRESS_WORDS = 14
# From so many words on a sentence at the beginning is text.
_TEXT_WORDS = 12
_MENU_WORDS = 12
# A line of so few words that stands so often says nothing of any one story.
_LONGEST_STAMP = 5
_LEAST_STAMPS = 3
_LEAST_LISTED = 2
# "Ann Lee | 17 November | Tags: frost | Categories: Orchard"
_MENU_BARS = 3
_SIGNS = " \t*-–—=_|•·#>«»:：.!,，、。！[](){}\"'“”🌊"
_DATA = "extract/newsletter/data/furniture.toml"
_DATE_LIKE = re.compile(r"(?=.{0,60}\d)[^\n]{1,60}")


@cache
def phrases(name: str) -> tuple[str, ...]:
    """A list of data/furniture.toml."""
    return tuple(read_toml(_DATA)[name])


@cache
def envelope_labels(field: str) -> frozenset[str]:
    """How a field of a forwarded letter's head is called."""
    return frozenset(read_toml(_DATA)["envelope"][field])


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The rows of a letter without its head and foot, and what these were."""

    rows: tuple[Row, ...]
    removed: tuple[Removal, ...]


def trim(rows: Sequence[Row], *, names: Sequence[str | None]) -> Trimmed:
    """The rows between head and foot; `names` are those of the sender, which say nothing alone."""
    known = frozenset(fold(name) for name in names if name)
    contents = _contents(rows)
    listed = [Removal(rows[place].whole, CONTENTS_RULE) for place in sorted(contents)]
    rows = [row for place, row in enumerate(rows) if place not in contents]
    start = _head(rows, known)
    end = _foot(rows, start, known)
    head = [Removal(row.whole, HEAD_RULE) for row in start.dropped(rows)]
    foot = [Removal(row.whole, FOOT_RULE) for row in rows[end:]]
    stamps = _stamps(rows[start.end : end], known)
    within: list[Row] = []
    lone: list[Removal] = []
    for row in rows[start.end : end]:
        if _is_lone_foot(row) or (not row.mark and fold(row.text) in stamps):
            lone.append(Removal(row.whole, FOOT_RULE))
        else:
            within.append(row)
    return Trimmed((*start.kept(rows), *within), (*head, *listed, *lone, *foot))


def _contents(rows: Sequence[Row]) -> frozenset[int]:
    """Where the headlines of the letter are listed before they come, and what stands above that."""
    below: set[str] = set()
    found: list[int] = []
    for place in range(len(rows) - 1, -1, -1):
        row = rows[place]
        if row.mark:
            below.add(fold(row.text))
        elif fold(row.text) in below:
            found.append(place)
    if len(found) < _LEAST_LISTED:
        return frozenset()
    above = found[-1] - 1
    return frozenset([*found, above] if above >= 0 and rows[above].mark else found)


def _stamps(rows: Sequence[Row], known: frozenset[str]) -> frozenset[str]:
    """The short lines that stand under each headline, such as the letter's own name."""
    short = Counter(fold(row.text) for row in rows if row.words <= _LONGEST_STAMP and not row.link)
    return known | {text for text, count in short.items() if count >= _LEAST_STAMPS}


def fold(text: str) -> str:
    """A line by which it is known again: its words in lower case, without signs."""
    return " ".join(words(text))


def is_sponsor_label(text: str) -> bool:
    """Whether the line says that what follows was paid for."""
    folded = text.strip(_SIGNS).casefold()
    if count_words(folded) > _LONGEST_LABEL:
        return False
    return any(_begins(folded, phrase) for phrase in phrases("sponsor"))


def payer_of(label: str) -> str:
    """Whom a sponsor's label names: "Halden" for "Together with Halden", "" for "Advertisement"."""
    folded = label.strip(_SIGNS).casefold()
    begun = (phrase for phrase in phrases("sponsor") if _begins(folded, phrase))
    longest = max(begun, key=len, default="")
    return folded[len(longest) :].strip(_SIGNS)


def is_sponsored_title(text: str) -> bool:
    """Whether a headline says at its end that it was paid for: "(Sponsor)"."""
    tail = text.casefold().rstrip(" )]").rpartition("(")[2].rpartition("[")[2]
    return text.rstrip().endswith((")", "]")) and tail in phrases("sponsor")


def is_greeting(text: str) -> bool:
    """Whether the line greets the reader and says nothing else."""
    folded = text.strip(_SIGNS).casefold()
    if count_words(folded) > _LONGEST_GREETING:
        return False
    return any(_begins(folded, phrase) for phrase in phrases("greeting"))


def is_parting(text: str) -> bool:
    """Whether the line takes leave of the reader."""
    folded = text.strip(_SIGNS).casefold()
    short = count_words(folded) <= _LONGEST_PARTING
    return short and any(_begins(folded, phrase) for phrase in phrases("parting"))


def is_foot(row: Row) -> bool:
    """Whether the line says why the letter came, who sends it or how to stop it.

    So does the "--" above a signature (RFC 3676).
    """
    if row.text == _SIGNATURE or is_feedback(row.text) or _READING_TIME.fullmatch(row.text):
        return True
    if row.mark and row.words > _LONGEST_BUTTON:
        return False
    return _says(row.text, phrases("foot"))


def is_feedback(text: str) -> bool:
    """Whether the line asks how the letter was."""
    folded = text.casefold().replace("’", "'")
    short = len(text) <= _MOST_CHARACTERS and count_words(text) <= _FEW_WORDS
    return short and any(phrase in folded for phrase in phrases("feedback"))


def _begins(text: str, phrase: str) -> bool:
    if not text.startswith(phrase):
        return False
    rest = text[len(phrase) :]
    return not rest or not rest[0].isalnum() or not phrase[-1].isascii()


def _says(text: str, wanted: Sequence[str]) -> bool:
    folded = text.casefold()[:_MOST_CHARACTERS]
    if len(text) > _MOST_CHARACTERS or not any(phrase in folded for phrase in wanted):
        return False
    if any(0 <= folded.find(phrase) <= _NEAR_START for phrase in wanted):
        return True
    if count_words(folded) <= _FEW_WORDS and not folded.endswith((".", "。")):
        return True
    return not frozenset(phrases("address")).isdisjoint(words(folded))


def _is_lone_foot(row: Row) -> bool:
    """Whether a line in the midst of a letter is about the letter: a short one, or a link."""
    return is_foot(row) and (row.linked or row.words <= _FEW_WORDS) and not _is_prose(row)


def _is_prose(row: Row) -> bool:
    return row.is_sentence and row.words >= _TEXT_WORDS


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines above the text: which go, which stay, and where the text begins."""

    end: int
    gone: frozenset[int]

    def dropped(self, rows: Sequence[Row]) -> list[Row]:
        return [row for place, row in enumerate(rows[: self.end]) if place in self.gone]

    def kept(self, rows: Sequence[Row]) -> list[Row]:
        return [row for place, row in enumerate(rows[: self.end]) if place not in self.gone]


def _head(rows: Sequence[Row], known: frozenset[str]) -> _Head:
    gone: set[int] = set()
    end = 0
    for place, row in enumerate(rows):
        if _is_head(row, known):
            gone.add(place)
        elif not row.mark and _is_prose(row):
            break
        end = place + 1
    return _Head(end, frozenset(gone))


def _is_head(row: Row, known: frozenset[str]) -> bool:
    text = row.text
    is_headline = bool(row.mark) and row.words > _LONGEST_BUTTON
    if not is_headline and (_says(text, phrases("head")) or is_foot(row) or is_greeting(text)):
        return True
    if row.link and row.words <= _MENU_WORDS and not row.mark:
        return True
    folded = fold(text)
    if not folded or folded in known:
        return True
    return _is_issue(text, known)


def _is_issue(text: str, known: frozenset[str]) -> bool:
    """Whether the line holds the letter's name, number and date, and nothing else."""
    if _DATE_LIKE.fullmatch(text) is None:
        return False
    named = {word for name in known for word in name.split()} | set(phrases("generic"))
    rest = [word for word in words(text) if word not in named and not _is_of_date(word)]
    return not rest


def _is_of_date(word: str) -> bool:
    """Whether a word, lower case, is a number, a weekday or a month."""
    is_number = any(character.isdigit() for character in word)
    return is_number or is_weekday(word) or month_of(word, None) is not None


def is_generic(subject: str, names: Sequence[str | None]) -> bool:
    """Whether a subject names the letter, its number and its day alone."""
    named = {word for name in names if name for word in words(name)} | set(phrases("generic"))
    return all(word in named or _is_of_date(word) for word in words(subject))


def _foot(rows: Sequence[Row], head: _Head, known: frozenset[str]) -> int:
    """Where the foot begins."""
    total = sum(row.words for row in rows) or 1
    below = 0
    end = found = len(rows)
    for place in range(len(rows) - 1, head.end - 1, -1):
        row = rows[place]
        below += row.words
        if is_foot(row):
            if below <= _LARGEST_FOOT * total or not any(_is_text(r) for r in rows[place:]):
                found = place
        elif below > _LARGEST_FOOT * total:
            break
    if found < end:
        end = _above(rows, found, head.end, known)
    end = _above_parting(rows, end, head.end)
    return _above_quoted(rows, end, head.end)


def _above_parting(rows: Sequence[Row], end: int, start: int) -> int:
    """Where the letter takes leave, with the name that it is signed with."""
    while end > start:
        signed = end - 2 >= start and rows[end - 1].words <= _LONGEST_SIGNED
        if is_parting(rows[end - 1].text):
            end -= 1
        elif signed and not rows[end - 1].is_sentence and is_parting(rows[end - 2].text):
            end -= 2
        else:
            break
    return end


def _above_quoted(rows: Sequence[Row], end: int, start: int) -> int:
    """Where the letter that is answered begins, quoted below the answer with who wrote it."""
    place = end
    while place > start and rows[place - 1].quoted:
        place -= 1
    if place in (start, end):
        return end
    above = rows[place - 1].text
    return place - 1 if above.endswith((":", "：")) and place - 1 > start else place


def _is_text(row: Row) -> bool:
    return _is_prose(row) and not is_foot(row)


def _above(rows: Sequence[Row], foot: int, start: int, known: frozenset[str]) -> int:
    """The foot with the address, the links and the names that stand right above it."""
    for place in range(foot - 1, max(start, foot - _MOST_ABOVE) - 1, -1):
        row = rows[place]
        if not (_is_address(row, known) or is_parting(row.text)) or _goes_on(rows, place):
            return place + 1
    return max(start, foot - _MOST_ABOVE)


def _goes_on(rows: Sequence[Row], place: int) -> bool:
    """Whether a link stands right under text, which it may lead on from."""
    return rows[place].link is not None and place > 0 and _is_text(rows[place - 1])


def _is_address(row: Row, known: frozenset[str]) -> bool:
    text = row.text
    if row.text.count(" | ") >= _MENU_BARS and not row.mark:
        return True
    if row.mark or (row.is_sentence and not text.startswith(("©", "Copyright", "copyright"))):
        return False
    if row.words > _ADDRESS_WORDS:
        return False
    if row.linked or not fold(text) or "©" in text:
        return True
    folded = fold(text)
    return any(name in folded for name in known) or (
        "," in text and _DATE_LIKE.match(text) is not None
    )
