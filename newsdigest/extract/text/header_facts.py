"""The facts in a header line: time, publication, authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from newsdigest.extract.text.interface_labels import label_effect
from newsdigest.extract.text.labelled_fields import FIELD, field_of
from newsdigest.extract.text.line_shapes import (
    is_address,
    is_capitalised,
    is_publication_or_person,
    looks_like_name,
    looks_like_person,
)
from newsdigest.extract.text.word_lists import LabelEffect, fold_label, word_lists
from newsdigest.language import is_weekday, short_weekdays
from newsdigest.press import is_section
from newsdigest.press.agencies import agency_name
from newsdigest.press.bylines import introduced, read_signature
from newsdigest.press.dates import (
    Label,
    may_be_age,
    parse_date,
    parse_relative,
    split_label,
)
from newsdigest.valueclasses import replace, valueclass

LONGEST_LINE = 160
LONGEST_TIME = 90
# How many different short lines to read; the 300 reports of a long dump have 1,500.
MOST_LINES = 3_000
_MOST_TIME_WORDS = 8
# Publication, section and one more.
_MOST_NAMES = 3

_SEPARATOR = re.compile(r" ?[|·•‧∙│] ?| [-–—/] ")
_LETTERS = re.compile(r"[^\W\d_]+(?:\.[^\W\d_])?(?:-[^\W\d_]+)?")
_EAST_ASIAN_TIME = re.compile(
    r"[\d\s年月日时時分秒号號星期周週曜上下午前後一二三四五六天:：/.()（）-]{4,40}"
)
_MINUTES = re.compile(r"(\d{1,2}) ?m(?:in)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


@valueclass
class HeaderFacts:
    """What one header line, or several together, say about an article."""

    published: datetime | None = None
    modified: datetime | None = None
    # The time was relative: a sign of an aggregator.
    relative: bool = False
    source: str | None = None
    agency: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    url: str | None = None
    standfirst: str | None = None
    keywords: tuple[str, ...] = ()
    language: str | None = None
    image: str | None = None

    @property
    def timed(self) -> bool:
        return self.published is not None or self.modified is not None

    def __or__(self, other: HeaderFacts) -> HeaderFacts:
        """Both together; where both have a value, the left one counts."""
        return HeaderFacts(
            published=self.published or other.published,
            modified=self.modified or other.modified,
            relative=self.relative or other.relative,
            source=self.source or other.source,
            agency=self.agency or other.agency,
            authors=self.authors or other.authors,
            section=self.section or other.section,
            url=self.url or other.url,
            standfirst=self.standfirst or other.standfirst,
            keywords=self.keywords or other.keywords,
            language=self.language or other.language,
            image=self.image or other.image,
        )


class HeaderFactReader:
    """Reads header lines relative to one clock."""

    def __init__(self, as_of: datetime) -> None:
        self._as_of = as_of
        self._months: dict[str, bool] = {}
        self._left = MOST_LINES

    def read(self, text: str) -> HeaderFacts | None:
        """The facts in a header line; None if the line is anything else."""
        if len(text) > LONGEST_LINE or self._left <= 0:
            return None
        self._left -= 1
        return (
            self._field(text)
            or self._time(text)
            or self._byline(text)
            or self._time_and_byline(text)
            or self._pieces(text)
        )

    def read_field(self, text: str) -> HeaderFacts:
        """The facts in a line of a record; empty if its label is irrelevant to an article."""
        match = FIELD.fullmatch(text)
        if match is None or self._left <= 0:
            return HeaderFacts()
        self._left -= 1
        field, value = field_of(match[1]), match[2].strip()
        if field in ("published", "modified"):
            moment = parse_date(value, as_of=self._as_of)
            return (
                HeaderFacts(published=moment)
                if field == "published"
                else HeaderFacts(modified=moment)
            )
        return _described(field, value)

    def _field(self, text: str) -> HeaderFacts | None:
        """A line such as "Source: The Morning Courier"."""
        match = FIELD.fullmatch(text)
        field = word_lists().fields.get(fold_label(match[1])) if match else None
        if match is None or field is None:
            return None
        value = match[2]
        if field == "url" and is_address(value):
            return HeaderFacts(url=value.strip("<>"))
        if field == "source":
            return self._source(value)
        if field == "section" and looks_like_name(value):
            return HeaderFacts(section=value)
        return None

    def _source(self, value: str) -> HeaderFacts | None:
        """The source of a report, with or without its time: "Reuters | 10 Mar 2026 18:20"."""
        pieces = [piece for piece in _SEPARATOR.split(value) if piece]
        if len(pieces) > 1:
            total = self._sum(pieces)
            if total is not None and total.timed:
                return total
        for head, tail in _endings(value):
            if looks_like_name(head) and (time := self._time(tail)):
                return time | source_facts(head)
        return source_facts(value) if looks_like_name(value) or agency_name(value) else None

    def _time(self, text: str) -> HeaderFacts | None:
        """A line with nothing but a time, apart from a label such as "Updated"."""
        if len(text) > LONGEST_TIME:
            return None
        label, rest = split_label(text)
        moment = parse_relative(rest, as_of=self._as_of) if may_be_age(rest) else None
        relative = moment is not None
        if moment is None and self._is_date(rest):
            moment = parse_date(rest, as_of=self._as_of)
        if moment is None:
            return None
        if label is Label.MODIFIED:
            return HeaderFacts(modified=moment, relative=relative)
        return HeaderFacts(published=moment, relative=relative)

    def _is_date(self, text: str) -> bool:
        """Whether every word of it belongs to a date; parse_date also finds dates in prose."""
        if not any(character.isdigit() for character in text):
            return False
        if _EAST_ASIAN_TIME.fullmatch(text):
            return True
        return all(self._belongs_to_date(word) for word in _LETTERS.findall(text))

    def _belongs_to_date(self, word: str) -> bool:
        if len(word) <= 5 and word.isupper():
            return True  # a time zone, or the T and Z of ISO 8601
        folded = word.casefold()
        if folded in word_lists().time_words or is_weekday(folded) or folded in short_weekdays():
            return True
        if folded not in self._months:
            date = parse_date(f"1 {folded} 2020", as_of=self._as_of)
            self._months[folded] = date is not None
        return self._months[folded]

    def _byline(self, text: str) -> HeaderFacts | None:
        """A line such as "By Ann Lee and Bo Park, Staff Writers", with or without a date."""
        names = introduced(text)
        if names is None:
            return None
        for head, tail in _endings(names):
            time = self._time(tail)
            if time is not None and (facts := author_facts(head)):
                return facts | time
        return author_facts(names)

    def _time_and_byline(self, text: str) -> HeaderFacts | None:
        """A line such as "Posted 2h ago by Ann Lee"."""
        words = text.split(" ")
        for index in range(1, len(words) - 1):
            names = introduced(" ".join(words[index:]))
            if names:
                time = self._time(" ".join(words[:index]))
                authors = author_facts(names) if time else None
                if time and authors:
                    return time | authors
        return None

    def _pieces(self, text: str) -> HeaderFacts | None:
        """A line such as "The Morning Courier | 3h | 2 min read"."""
        pieces = [piece for piece in _SEPARATOR.split(text) if piece]
        if len(pieces) > 1:
            facts = self._sum(pieces)
            if facts is not None and (facts.timed or facts.authors):
                return facts
        return self._name_and_time(text)

    def _name_and_time(self, text: str) -> HeaderFacts | None:
        """A line such as "The Morning Courier 3 hours ago" or "Ann Lee, 6 June 2025"."""
        for head, tail in _endings(text):
            time = self._time(tail)
            if time is None or not (looks_like_name(head) and is_capitalised(head)):
                continue
            # "Lisbon, 6 June" names a place, and "Talks set for 6 June" is a headline.
            if time.relative or (text.startswith(f"{head},") and is_publication_or_person(head)):
                return _with_names(time, [head])
        return None

    def _sum(self, pieces: Sequence[str]) -> HeaderFacts | None:
        """The facts of all pieces, or None if one of them is no part of a header."""
        total = HeaderFacts()
        names: list[str] = []
        for piece in pieces:
            facts = (
                self._time(piece)
                or self._bare_minutes(piece)
                or self._byline(piece)
                or self._field(piece)
            )
            if facts is not None:
                total |= facts
            elif label_effect(piece) is LabelEffect.LINE or self._is_date(piece):
                continue  # a reading time, or a clock time whose day was in another piece
            elif looks_like_name(piece) and len(names) < _MOST_NAMES:
                names.append(piece)
            else:
                return None
        return _with_names(total, names)

    def _bare_minutes(self, piece: str) -> HeaderFacts | None:
        """The time of "22m", which means minutes only next to a name."""
        match = _MINUTES.fullmatch(piece)
        return self._time(f"{match[1]} minutes ago") if match else None


def _described(field: str | None, value: str) -> HeaderFacts:
    """The facts of a field other than time."""
    match field:
        case "byline":
            return author_facts(value) or HeaderFacts(authors=(value,))
        case "source" | "url" if is_address(value):
            return HeaderFacts(url=value.strip("<>"))
        case "source":
            name = value.partition("<")[0].strip(' "')  # an address follows a sender
            return source_facts(name) if name and "@" not in name else HeaderFacts()
        case "section":
            return HeaderFacts(section=value)
        case "standfirst":
            return HeaderFacts(standfirst=value)
        case "keywords":
            words = (word.strip(" #") for word in value.split(","))
            return HeaderFacts(keywords=tuple(word for word in words if word))
        case "language" if _LANGUAGE.fullmatch(value):
            return HeaderFacts(language=value.replace("_", "-").split("-")[0].lower())
        case "image" if is_address(value):
            return HeaderFacts(image=value.strip("<>"))
    return HeaderFacts()


def source_facts(name: str) -> HeaderFacts:
    """The facts in the name of a source: a wire agency is no publication."""
    agency = agency_name(name)
    return HeaderFacts(agency=agency) if agency else HeaderFacts(source=name)


def author_facts(text: str) -> HeaderFacts | None:
    """The authors that `text` lists, without jobs and places; None if it is no list of names."""
    signature = read_signature(text)
    if signature is None:
        return None
    return HeaderFacts(authors=signature.authors, agency=signature.agency)


def _endings(text: str) -> Iterator[tuple[str, str]]:
    """The text split before a tail that could be a time, longer tails first."""
    words = text.split(" ")
    numbers = (i for i, word in enumerate(words) if any(c.isdigit() for c in word))
    number = next(numbers, None)
    if number is None or len(words) - number > _MOST_TIME_WORDS:
        return
    # "il y a 3 heures", "on Friday, June 6": three words precede the number.
    for cut in range(max(1, number - 3), number + 1):
        head = " ".join(words[:cut])
        yield head.rstrip(",;:-–—("), " ".join(words[cut:]).rstrip(")")


def _with_names(facts: HeaderFacts, names: Sequence[str]) -> HeaderFacts:
    """The facts with the names next to them: publication, then section or author."""
    if not names:
        return facts
    if len(names) == 1 and not facts.authors and not facts.relative and looks_like_person(names[0]):
        return replace(facts, authors=(names[0],))
    publications = [name for name in names if not is_section(name)]
    publications.sort(key=looks_like_person)
    facts |= source_facts(publications[0]) if publications else HeaderFacts()
    for other in publications[1:]:
        facts |= (
            HeaderFacts(authors=(other,))
            if looks_like_person(other)
            else HeaderFacts(section=other)
        )
    sections = (name for name in names if is_section(name))
    return facts | HeaderFacts(section=next(sections, None))
