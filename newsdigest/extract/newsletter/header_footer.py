"""Headers and footers of newsletters, recognised by phrases and by their position."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from newsdigest.extract.newsletter.segments import Segment
from newsdigest.language import count_words, is_weekday, words
from newsdigest.model import Removal
from newsdigest.package_data import read_toml
from newsdigest.press.dates import month_of
from newsdigest.valueclasses import valueclass

HEAD_RULE, FOOT_RULE, SPONSOR_RULE = "mail:head", "mail:foot", "mail:sponsor"
HIDDEN_RULE, INTRO_RULE, LINK_RULE = "mail:preheader", "mail:intro", "mail:link"
BYLINE_RULE, CONTENTS_RULE = "mail:byline", "mail:contents"

# A footer phrase counts in a line of up to this many words, or in one that addresses the reader.
_FEW_WORDS = 14
# ... or where it opens a line: "To unsubscribe, send ..."
_NEAR_START = 12
# A line styled like a heading is a button up to this length, and a headline beyond it.
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
# Everything behind the first footer line is footer if it is no larger a share of the message.
_LARGEST_FOOT = 0.3
# Lines of an address or a copyright that may be above the footer.
_MOST_ABOVE = 6
_ADDRESS_WORDS = 14
# From this many words on, a sentence at the beginning is text.
_TEXT_WORDS = 12
_MENU_WORDS = 12
# A line this short that occurs this often belongs to no single story.
_LONGEST_STAMP = 5
_LEAST_STAMPS = 3
_LEAST_LISTED = 2
# "Ann Lee | 17 November | Tags: frost | Categories: Orchard"
_MENU_BARS = 3
_SIGNS = " \t*-–—=_|•·#>«»:：.!,，、。！[](){}\"'“”🌊"
_DATA = "extract/newsletter/data/header_footer.toml"
_DATE_LIKE = re.compile(r"(?=.{0,60}\d)[^\n]{1,60}")


@cache
def phrases(name: str) -> tuple[str, ...]:
    """A list of data/header_footer.toml."""
    return tuple(read_toml(_DATA)[name])


@cache
def envelope_labels(field: str) -> frozenset[str]:
    """The names of a field in a forwarded message's header."""
    return frozenset(read_toml(_DATA)["envelope"][field])


@valueclass
class Trimmed:
    """The segments of a message without header and footer, and what was removed."""

    segments: tuple[Segment, ...]
    removed: tuple[Removal, ...]


def trim_header_footer(segments: Sequence[Segment], *, names: Sequence[str | None]) -> Trimmed:
    """The segments between header and footer; `names` are the sender's, which are no content."""
    sender_names = frozenset(fold(name) for name in names if name)
    contents = _table_of_contents(segments)
    listed = [Removal(segments[index].full_text, CONTENTS_RULE) for index in sorted(contents)]
    segments = [segment for index, segment in enumerate(segments) if index not in contents]
    start = _header(segments, sender_names)
    end = _footer(segments, start, sender_names)
    head = [Removal(segment.full_text, HEAD_RULE) for segment in start.dropped(segments)]
    foot = [Removal(segment.full_text, FOOT_RULE) for segment in segments[end:]]
    repeated = _repeated_lines(segments[start.end : end], sender_names)
    within: list[Segment] = []
    lone: list[Removal] = []
    for segment in segments[start.end : end]:
        if _is_lone_footer(segment) or (not segment.style and fold(segment.text) in repeated):
            lone.append(Removal(segment.full_text, FOOT_RULE))
        else:
            within.append(segment)
    return Trimmed((*start.kept(segments), *within), (*head, *listed, *lone, *foot))


def _table_of_contents(segments: Sequence[Segment]) -> frozenset[int]:
    """The lines of a table of contents, which list later headlines, and the heading above them."""
    below: set[str] = set()
    found: list[int] = []
    for index in range(len(segments) - 1, -1, -1):
        segment = segments[index]
        if segment.style:
            below.add(fold(segment.text))
        elif fold(segment.text) in below:
            found.append(index)
    if len(found) < _LEAST_LISTED:
        return frozenset()
    above = found[-1] - 1
    return frozenset([*found, above] if above >= 0 and segments[above].style else found)


def _repeated_lines(segments: Sequence[Segment], sender_names: frozenset[str]) -> frozenset[str]:
    """The short lines repeated under each headline, such as the newsletter's own name."""
    short = Counter(
        fold(segment.text)
        for segment in segments
        if segment.words <= _LONGEST_STAMP and not segment.link
    )
    return sender_names | {text for text, count in short.items() if count >= _LEAST_STAMPS}


def fold(text: str) -> str:
    """A line normalised for comparison: its words in lower case, without punctuation."""
    return " ".join(words(text))


def is_sponsor_label(text: str) -> bool:
    """Whether the line announces sponsored content."""
    folded = text.strip(_SIGNS).casefold()
    if count_words(folded) > _LONGEST_LABEL:
        return False
    return any(_begins(folded, phrase) for phrase in phrases("sponsor"))


def sponsor_of(label: str) -> str:
    """The sponsor named in a label: "Halden" for "Together with Halden", "" for "Advertisement"."""
    folded = label.strip(_SIGNS).casefold()
    begun = (phrase for phrase in phrases("sponsor") if _begins(folded, phrase))
    longest = max(begun, key=len, default="")
    return folded[len(longest) :].strip(_SIGNS)


def is_sponsored_title(text: str) -> bool:
    """Whether a headline ends in a sponsor's mark: "(Sponsor)"."""
    tail = text.casefold().rstrip(" )]").rpartition("(")[2].rpartition("[")[2]
    return text.rstrip().endswith((")", "]")) and tail in phrases("sponsor")


def is_greeting(text: str) -> bool:
    """Whether the line only greets the reader."""
    folded = text.strip(_SIGNS).casefold()
    if count_words(folded) > _LONGEST_GREETING:
        return False
    return any(_begins(folded, phrase) for phrase in phrases("greeting"))


def is_sign_off(text: str) -> bool:
    """Whether the line takes leave of the reader."""
    folded = text.strip(_SIGNS).casefold()
    short = count_words(folded) <= _LONGEST_PARTING
    return short and any(_begins(folded, phrase) for phrase in phrases("parting"))


def is_footer(segment: Segment) -> bool:
    """Whether the line says why the message came, who sends it or how to unsubscribe.

    So does the "--" above a signature (RFC 3676).
    """
    if (
        segment.text == _SIGNATURE
        or is_feedback(segment.text)
        or _READING_TIME.fullmatch(segment.text)
    ):
        return True
    if segment.style and segment.words > _LONGEST_BUTTON:
        return False
    return _says(segment.text, phrases("foot"))


def is_feedback(text: str) -> bool:
    """Whether the line asks for feedback on the newsletter."""
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


def _is_lone_footer(segment: Segment) -> bool:
    """Whether a line amid a message is about the message: a short one, or a link."""
    return (
        is_footer(segment)
        and (segment.linked or segment.words <= _FEW_WORDS)
        and not _is_prose(segment)
    )


def _is_prose(segment: Segment) -> bool:
    return segment.is_sentence and segment.words >= _TEXT_WORDS


@valueclass
class _Header:
    """The lines above the text: which to drop, which to keep, and where the text begins."""

    end: int
    gone: frozenset[int]

    def dropped(self, segments: Sequence[Segment]) -> list[Segment]:
        return [segment for index, segment in enumerate(segments[: self.end]) if index in self.gone]

    def kept(self, segments: Sequence[Segment]) -> list[Segment]:
        return [
            segment for index, segment in enumerate(segments[: self.end]) if index not in self.gone
        ]


def _header(segments: Sequence[Segment], sender_names: frozenset[str]) -> _Header:
    gone: set[int] = set()
    end = 0
    for index, segment in enumerate(segments):
        if _is_header(segment, sender_names):
            gone.add(index)
        elif not segment.style and _is_prose(segment):
            break
        end = index + 1
    return _Header(end, frozenset(gone))


def _is_header(segment: Segment, sender_names: frozenset[str]) -> bool:
    text = segment.text
    is_headline = bool(segment.style) and segment.words > _LONGEST_BUTTON
    if not is_headline and (
        _says(text, phrases("head")) or is_footer(segment) or is_greeting(text)
    ):
        return True
    if segment.link and segment.words <= _MENU_WORDS and not segment.style:
        return True
    folded = fold(text)
    if not folded or folded in sender_names:
        return True
    return _is_issue(text, sender_names)


def _is_issue(text: str, sender_names: frozenset[str]) -> bool:
    """Whether the line holds only the newsletter's name, number and date."""
    if _DATE_LIKE.fullmatch(text) is None:
        return False
    named = {word for name in sender_names for word in name.split()} | set(phrases("generic"))
    rest = [word for word in words(text) if word not in named and not _is_of_date(word)]
    return not rest


def _is_of_date(word: str) -> bool:
    """Whether a word, lower case, is a number, a weekday or a month."""
    is_number = any(character.isdigit() for character in word)
    return is_number or is_weekday(word) or month_of(word, None) is not None


def is_generic_subject(subject: str, names: Sequence[str | None]) -> bool:
    """Whether a subject holds only the newsletter's name, number and date."""
    named = {word for name in names if name for word in words(name)} | set(phrases("generic"))
    return all(word in named or _is_of_date(word) for word in words(subject))


def _footer(segments: Sequence[Segment], head: _Header, sender_names: frozenset[str]) -> int:
    """Where the footer begins."""
    total = sum(segment.words for segment in segments) or 1
    below = 0
    end = found = len(segments)
    for index in range(len(segments) - 1, head.end - 1, -1):
        segment = segments[index]
        below += segment.words
        if is_footer(segment):
            if below <= _LARGEST_FOOT * total or not any(_is_text(r) for r in segments[index:]):
                found = index
        elif below > _LARGEST_FOOT * total:
            break
    if found < end:
        end = _above(segments, found, head.end, sender_names)
    end = _start_of_sign_off(segments, end, head.end)
    return _start_of_quoted(segments, end, head.end)


def _start_of_sign_off(segments: Sequence[Segment], end: int, start: int) -> int:
    """Where the sign-off begins, with the name below it."""
    while end > start:
        signed = end - 2 >= start and segments[end - 1].words <= _LONGEST_SIGNED
        if is_sign_off(segments[end - 1].text):
            end -= 1
        elif signed and not segments[end - 1].is_sentence and is_sign_off(segments[end - 2].text):
            end -= 2
        else:
            break
    return end


def _start_of_quoted(segments: Sequence[Segment], end: int, start: int) -> int:
    """Where the quoted message begins, including the line that introduces it."""
    index = end
    while index > start and segments[index - 1].quoted:
        index -= 1
    if index in (start, end):
        return end
    above = segments[index - 1].text
    return index - 1 if above.endswith((":", "：")) and index - 1 > start else index


def _is_text(segment: Segment) -> bool:
    return _is_prose(segment) and not is_footer(segment)


def _above(segments: Sequence[Segment], foot: int, start: int, sender_names: frozenset[str]) -> int:
    """The start of the footer, including the address, links and names right above it."""
    for index in range(foot - 1, max(start, foot - _MOST_ABOVE) - 1, -1):
        segment = segments[index]
        if not (_is_address(segment, sender_names) or is_sign_off(segment.text)) or _goes_on(
            segments, index
        ):
            return index + 1
    return max(start, foot - _MOST_ABOVE)


def _goes_on(segments: Sequence[Segment], index: int) -> bool:
    """Whether a link is right below text, which it may continue."""
    return segments[index].link is not None and index > 0 and _is_text(segments[index - 1])


def _is_address(segment: Segment, sender_names: frozenset[str]) -> bool:
    text = segment.text
    if segment.text.count(" | ") >= _MENU_BARS and not segment.style:
        return True
    if segment.style or (
        segment.is_sentence and not text.startswith(("©", "Copyright", "copyright"))
    ):
        return False
    if segment.words > _ADDRESS_WORDS:
        return False
    if segment.linked or not fold(text) or "©" in text:
        return True
    folded = fold(text)
    return any(name in folded for name in sender_names) or (
        "," in text and _DATE_LIKE.match(text) is not None
    )
