"""Datelines: the place, date and agency before a report's first word.

    KUALA LUMPUR, June 6 (Bernama) -- The ministry ...
    Paris, AFP – The minister ...
    [Harbour FM] Port Marlow -- The council ...
    Lindenau – Teachers surrounded the town hall on Tuesday ...

No list of places is needed. The form decides: a place in capitals before a dash or a colon, any
place name together with a date, an agency or the publication that an aggregator names in brackets,
or a place of one or two words before a long dash if the report's first words name a day of the
week.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from newsdigest.language import is_weekday, weekday_names
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.press.agencies import agency_name, is_newsroom, wide_names
from newsdigest.press.dates import DateContext, find_day, month_of
from newsdigest.press.section_words import is_section
from newsdigest.valueclasses import recordclass, valueclass

__all__ = [
    "Dateline",
    "find_dateline",
    "find_dateline_shapes",
    "has_dateline_shape",
    "is_speaker_turn",
]

# "RIO DE JANEIRO/BUENOS AIRES, September 26, 2025 (Agence France-Presse) -- " is 75 long.
_LONGEST = 110
# The first paragraph of a report is longer than a caption after a label ("ROME: the Forum").
_SHORTEST_REPORT = 30
_MOST_SEPARATORS = 5
# "RIO DE JANEIRO/BUENOS AIRES" has five.
_MOST_WORDS = 7

_SEPARATOR = pattern(
    r"""(?P<long>[ ](?:–|—|--)[ ](?=[^\W_a-z]))             # "Lindenau – Several"
      | (?P<dash>[ ]?(?:[.,]?[-–—―]{1,3})[ ](?=\S))  # "PARIS - ", "Madrid, 6 jun (EFE).- "
      | (?P<tight>(?:—|--)(?=\S))                       # "PARIS—The"
      | (?P<colon>[:：][ ]?(?=\S))
      | (?P<stop>[.][ ](?=["“„«'‘]?[^\W_a-z]))           # "Berlin (dpa). The", "Lindenau. The"
      | (?P<bracket>(?<=\))[ ]?(?=[^\s.,;:–—-]))         # "(CNN)The", "(PTI) The"
      | (?P<slash>(?<=/)[.]?[ ](?=\S))                      # "/TASS/ The"
      | (?P<square>(?<=\])[ ](?=[^\W_a-z]))                 # "[The Daily] The"
      | (?P<equals>[ ]=[ ])""",
    re.VERBOSE,
)
_BRACKET = pattern(
    r"[ ]?(?:--|—|–)?[ ]?"
    r"(?:\((?P<round>[^()]{1,40})\)?|/(?P<slash>[\w. ]{2,20})/|\[[^\[\]]{1,30}\])"
)
# What an aggregator puts before a report from a publication.
_PUBLICATION = pattern(r"\[([^\[\]]{2,40})\](?: |$)")
# "LANTERN via JTA": a paper and the agency that supplied the report.
_VIA = pattern(r"[^\W\d_a-z][\w.'’&-]{1,30}(?: [^\W\d_a-z][\w.'’&-]{1,30}){0,3} via ")
# How many characters of a report may name a day to confirm a dateline, and the most words of a
# place that needs no other evidence.
_OPENING = 300
_SHORT_PLACE = 2
# How many characters of a report show what a name stands for.
_CONTEXT_CHARACTERS = 3_000
_PIECE = pattern(r"[^,]+")
_NUMBER = pattern(r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?|\d{4}")
_DESK = pattern(
    r"[\w-]{2,20}\.(?:com|co|net|org|id|my|sg|in|tv|co\.id|com\.my|co\.uk)", re.IGNORECASE
)
# One place name: capitalised words, joined by small words.
_NAME = r"[^\W\d_a-z][\w'’.-]*"
_SMALL = (
    "(?:de|del|della|da|do|dos|di|la|las|le|les|los|el|al|am|an|der|im|in|ob|on|upon|sur|and|of|"
    "the|e|y|und|et)"
)
_PLACE = pattern(
    rf"{_NAME}(?:(?: {_SMALL}){{0,2}} {_NAME}){{0,4}}(?:/{_NAME}(?: {_NAME}){{0,3}}){{0,3}}"
)
_SPEAKER = pattern(r"[A-Z][A-Z .'’-]{1,40}: ?\S")
_NAMED = pattern(r"(?:the )?[^\W\d_a-z][\w.'’&-]{2,}(?: [^\W\d_a-z][\w.'’&-]*){0,3}")
# "THE MAN AND HIS TIME": a title continues in capitals.
_CAPITALS = pattern(r"[^\W\d_a-z]{2,30}[,:;]? [^\W\d_a-z]{2,30}\b")
_DATE_CONTEXT = DateContext(date(2020, 1, 1))
_VOWEL = pattern(r"[AEIOUYÄÖÜÀ-ÖØ-ÞĀ-ŽА-Я]")
# Cities of up to three letters are rarer in capitals than acronyms (Pau, Ulm, Hue, Ufa).
_SHORTEST_PLACE = 4
# The form of a dateline anywhere in a text: "PARIS - ", "Berlin (dpa) - ", "KUALA LUMPUR, June 6
# (Bernama) -- ".
_SHOUTED = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]{1,20}(?:[ /][A-ZÀ-ÖØ-Þ'’.-]{1,20}){0,4}"
_TOWN = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{1,20}(?:[ /][A-ZÀ-ÖØ-Þ][\w'’.-]{1,20}){0,2}"
_SIGN = r" ?\([A-Za-z][\w. /-]{1,30}\)"
_DAY = r", [^\s,()–—:-][^,()–—:-]{0,25}"
_SHAPE = pattern(
    rf"(?<![^\s\"'“‘(])(?:{_SHOUTED}(?:{_DAY}){{0,2}}(?:{_SIGN})? ?(?:[-–—]{{1,2}} |: )"
    rf"|{_TOWN}(?:{_DAY})?{_SIGN} ?[-–—:]{{1,2}} )"
)


@valueclass
class Dateline:
    """A dateline at the start of a report."""

    # The position of the report's first word.
    end: int
    # As printed, without date and agency; None if there is only an agency.
    place: str | None
    agency: str | None
    # A name before a colon, as in a transcript.
    speaker_like: bool = False


def find_dateline(
    text: str, start: int = 0, source: str | None = None, context: str = ""
) -> Dateline | None:
    """The dateline at the position, or None.

    `source` may be part of it ("JAKARTA, THE DAILY - "). `context` is the rest of the report: it
    tells a place from a ship ("the Titanic") if the text itself does not.
    """
    if len(text) - start < _SHORTEST_REPORT:
        return None
    unspaced = _find_unspaced(text, start)
    if unspaced is not None:
        return unspaced
    found = None
    for separator in _separators(text, start):
        dateline = _read(text, start, separator, source)
        if dateline is None or not _begins_report(text, dateline.end):
            continue
        bare = separator["long"] or separator["stop"]
        if not (bare and dateline.agency is None and _is_a_thing(dateline.place, text, context)):
            found = dateline
    return found


def find_dateline_shapes(text: str) -> Iterator[re.Match[str]]:
    """What looks like a dateline in a text that may begin with a caption."""
    return _SHAPE.finditer(text)


def has_dateline_shape(text: str) -> bool:
    """Whether a text begins with what looks like a dateline."""
    return _SHAPE.match(text) is not None


def is_speaker_turn(text: str) -> bool:
    """Whether the text begins like a speaker's turn in a transcript: "SMITH: I did"."""
    return _SPEAKER.match(text) is not None


def _separators(text: str, start: int) -> Iterator[re.Match[str]]:
    for count, match in enumerate(_SEPARATOR.finditer(text, start, start + _LONGEST)):
        if count == _MOST_SEPARATORS:
            return
        yield match


def _begins_report(text: str, position: int) -> bool:
    """Whether a sentence could begin here: no small letter, and no bracket or dash."""
    rest = text[position : position + 1]
    return bool(rest) and not rest.islower() and rest not in "(-–—/:,.;&"


@recordclass
class _Parts:
    """What the pieces before a separator are."""

    place_start: int | None = None
    place_end: int = 0
    agency: str | None = None
    attested: bool = False  # a date, an agency or a newsroom is named
    bracketed: bool = False  # a name is in brackets
    published: bool = False  # the publication itself is named

    @property
    def named(self) -> bool:
        """Whether a source is named, so that a place can be missing."""
        return self.agency is not None or self.bracketed or self.published

    def add_place(self, start: int, end: int) -> None:
        if self.place_start is None:
            self.place_start = start
        self.place_end = end


def _read(text: str, start: int, separator: re.Match[str], source: str | None) -> Dateline | None:
    head = text[start : separator.start()]
    parts = _Parts()
    bare = _read_brackets(_read_publication(head, parts), parts)
    if separator["square"] and not (parts.published and not bare.strip(" ,")):
        return None
    if not _read_pieces(bare, parts, source):
        return None
    if separator["long"] and not parts.attested:
        day = _is_short_place(bare) and _names_a_day(text, separator.end())
        parts.attested = day or _is_known(bare)
    if separator["stop"] and not (parts.agency or parts.bracketed):
        # A one-word sentence: it is a place if the report says that something happens there.
        name = bare.strip()
        if not (_is_short_place(bare) and _stands_as_place(name, text[separator.end() :])):
            return None
        parts.attested = True
    if separator["colon"] and not parts.attested and _goes_on_in_capitals(text, separator.end()):
        return None
    place = None
    if parts.place_start is not None:
        place = head[parts.place_start : parts.place_end].strip()
    if not _credible(place, parts, separator):
        return None
    return Dateline(separator.end(), place, parts.agency, bool(separator["colon"]))


def _read_publication(head: str, parts: _Parts) -> str:
    """The head with the publication blanked out that an aggregator puts in brackets before it."""
    match = _PUBLICATION.match(head)
    if match is None or not _may_name(match[1]):
        return head
    parts.published = parts.attested = True
    return " " * match.end() + head[match.end() :]


def _goes_on_in_capitals(text: str, start: int) -> bool:
    """Whether a title continues in capitals, in a text that is not all in capitals."""
    opening = text[start : start + _OPENING]
    return _CAPITALS.match(opening) is not None and not opening.isupper()


def _is_known(bare: str) -> bool:
    """Whether it is a city that needs no evidence, such as a capital: "Islamabad"."""
    return bare.strip().casefold() in _cities()


def _names_a_day(text: str, start: int) -> bool:
    """Whether the report that begins there names a day in its first sentences."""
    opening = text[start : start + _OPENING]
    return bool(_weekday().search(opening)) or find_day(opening, _DATE_CONTEXT) is not None


def _stands_as_place(name: str, text: str) -> bool:
    """Whether a text uses a name as that of a place: "in Lindenau", "Lindenauer"."""
    if len(name) < _SHORTEST_PLACE:
        return False
    rules = read_toml("press/data/datelines.toml")
    opening = text[:_CONTEXT_CHARACTERS]
    if re.search(rf"\b{re.escape(name)}er\b", opening):
        return True
    return any(f" {before} {name}" in f" {opening}" for before in rules["before_places"])


def _is_a_thing(name: str | None, text: str, context: str) -> bool:
    """Whether a name, or its last word, follows an article elsewhere: a ship, a person.

    A name that is also used as a place is a place.
    """
    if not name or _is_known(name):
        return False
    whole = f" {text[:_CONTEXT_CHARACTERS]} {context[:_CONTEXT_CHARACTERS]} "
    if _stands_as_place(name, whole):
        return False
    articles = read_toml("press/data/datelines.toml")["articles"]
    if any(f" {article} {name}" in whole for article in articles):
        return True
    first, _, last = name.rpartition(" ")
    return bool(first) and any(
        not whole[: found.start()].endswith(f"{first} ")
        for found in re.finditer(rf"(?<=\s){re.escape(last)}\b", whole)
    )


def _is_short_place(bare: str) -> bool:
    words = bare.split()
    if not 1 <= len(words) <= _SHORT_PLACE or any(word.isupper() for word in words):
        return False
    return not is_section(bare)


def _read_brackets(head: str, parts: _Parts) -> str:
    """The head with its brackets blanked out and their contents recorded."""
    for match in _BRACKET.finditer(head):
        inner = match["round"] or match["slash"]
        if inner is not None:
            inner = _without_date(inner)
            opens = match.start() == 0 and _may_name(inner)
            parts.attested = parts.attested or is_newsroom(inner) or opens
            parts.bracketed = is_newsroom(inner) or _may_name(inner)
            parts.agency = parts.agency or agency_name(inner)
    return _BRACKET.sub(lambda match: "," * len(match[0]), head)


def _without_date(inner: str) -> str:
    """The name in a bracket, without a date after it: "APP – Nov 3rd, 2025"."""
    name, *rest = re.split(r" ?[–—,-] ", inner, maxsplit=1)
    dated = rest and all(_is_date(piece.strip()) for piece in rest[0].split(",") if piece.strip())
    return name if dated else inner


def _may_name(inner: str) -> bool:
    """Whether a bracket may name an unknown newsroom: "(The Daily Lamp)"."""
    return _NAMED.fullmatch(inner) is not None and inner.upper() not in _not_places()


def _read_pieces(bare: str, parts: _Parts, source: str | None) -> bool:
    """Whether every piece between commas is a place, a date or a newsroom; places come first."""
    for match in _PIECE.finditer(bare):
        piece = match[0].strip(" -–—:")
        if not piece:
            continue
        if _is_date(piece):
            parts.attested = True
        elif (
            is_newsroom(_VIA.sub("", piece))
            or _DESK.fullmatch(piece)
            or (source and _same(piece, source))
        ):
            parts.attested = True
            parts.published = parts.published or bool(source and _same(piece, source))
            parts.agency = parts.agency or agency_name(_VIA.sub("", piece))
        elif _PLACE.fullmatch(piece):
            indent = match.start() + len(match[0]) - len(match[0].lstrip(" -–—"))
            parts.add_place(indent, indent + len(piece))
        else:
            return False
    return True


def _same(piece: str, source: str) -> bool:
    return piece.casefold() == source.casefold()


def _is_date(piece: str) -> bool:
    tokens = piece.split()
    if len(tokens) > 5:
        return False
    words = [token.lower().rstrip(".") for token in tokens if not _NUMBER.fullmatch(token)]
    if not all(word == "de" or is_weekday(word) or month_of(word, None) for word in words):
        return False
    # A month alone may be a place: "Mai".
    return (
        any(map(is_weekday, words))
        or (bool(words) and len(words) < len(tokens))
        or _is_year(tokens)
    )


def _is_year(tokens: list[str]) -> bool:
    return any(len(token) == len("2025") and token.isdecimal() for token in tokens)


@cache
def _weekday() -> re.Pattern[str]:
    """The names of weekdays as they occur in prose."""
    return re.compile(r"\b(?:" + "|".join(map(re.escape, weekday_names())) + r")\b", re.IGNORECASE)


@cache
def _cities() -> frozenset[str]:
    return frozenset(read_toml("press/data/datelines.toml")["cities"])


@cache
def _not_places() -> frozenset[str]:
    return frozenset(read_toml("press/data/datelines.toml")["not_places"])


def _credible(place: str | None, parts: _Parts, separator: re.Match[str]) -> bool:
    if place is None:
        return parts.named and not separator["colon"]
    first = place.split(",")[0]
    words = re.split(r"[ /-]", first)
    if len(words) > _MOST_WORDS or is_newsroom(words[0]) or _is_label(first, words):
        return False
    shouted = [word.isupper() for word in words if len(word) >= _SHORTEST_PLACE]
    if any(shouted) and not all(shouted):
        return False
    if parts.attested:
        return True
    return first == first.upper() and _place_in_capitals(first, words, separator, parts)


def _is_label(first: str, words: list[str]) -> bool:
    """Whether this is a label or name written in capitals: "EXCLUSIVE", "NASA"."""
    rules = read_toml("press/data/datelines.toml")
    if first.upper() in rules["not_place_names"]:
        return True
    if words[0].upper() == "THE" and words[-1].upper() not in rules["with_article"]:
        return True
    labels = _not_places()
    return any(word.upper() in labels for word in words if len(words) == 1 or word.upper() != "THE")


def _place_in_capitals(
    first: str, words: list[str], separator: re.Match[str], parts: _Parts
) -> bool:
    """Whether capitals before a dash or a colon look like a place and not like an acronym."""
    if not (
        parts.bracketed
        or separator["dash"]
        or separator["long"]
        or separator["tight"]
        or separator["colon"]
    ):
        return False
    if any(character.isdigit() for character in first):
        return False
    if len(words) == 1 and len(first) < _SHORTEST_PLACE:
        return False
    return any(len(word) > 1 and _VOWEL.search(word) for word in words)


@cache
def _unspaced() -> tuple[re.Pattern[str], ...]:
    agency = "|".join(wide_names())
    patterns = read_toml("press/data/datelines.toml")["unspaced"]
    return tuple(re.compile(pattern.replace("AGENCY", agency)) for pattern in patterns)


def _find_unspaced(text: str, start: int) -> Dateline | None:
    if text[start : start + 4].isascii():
        return None
    labels = read_toml("press/data/datelines.toml")["not_places_unspaced"]
    for each in _unspaced():
        match = each.match(text, start, start + _LONGEST)
        if match and match.groupdict().get("place") not in labels:
            groups = match.groupdict()
            end = match.end()
            while text[end : end + 1].isspace():
                end += 1
            agency = groups.get("agency")
            return Dateline(end, groups.get("place"), agency_name(agency) if agency else None)
    return None
