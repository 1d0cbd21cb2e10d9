"""Photo credits, which end captions."""

from __future__ import annotations

import re
from functools import cache

from newsdigest.extract.text.word_lists import word_lists
from newsdigest.press.agencies import photo_agency_pattern, photo_libraries

# How many characters at the end of a caption may hold a credit.
TAIL = 110
LONGEST_CAPTION = 420


def ends_in_credit(text: str) -> bool:
    """Whether it ends in a credit that only pictures have: "PHOTO: X", "REUTERS/Ann Lee"."""
    return _credit().search(text[-TAIL:]) is not None


def ends_in_signature(text: str) -> bool:
    """Whether it ends in an agency's name, as captions and reports do: "(AFP)", "- dpa"."""
    return _signature().search(text[-TAIL:]) is not None


def labelled_credit_end(text: str) -> int | None:
    """Where the first labelled credit of a known agency in `text` ends: "PHOTO: REUTERS"."""
    match = _labelled_agency().search(text)
    return match.end() if match else None


@cache
def _credit() -> re.Pattern[str]:
    maker = r"[^\s/:][^/:]{0,40}"  # a name, or a name and the agency: "Ann Lee / AFP"
    person = r"[^\W\d_][\w.'’-]{0,25}(?: [^\W\d_][\w.'’-]{0,25}){0,3}"
    label, agency = _labels(), photo_agency_pattern()
    return re.compile(
        rf"(?:(?:^|[\s(\[|–—。！？-])(?i:{label})(?: ?: ?| ?[：/|©] ?| by (?=[A-Z]))"
        rf"(?:© ?)?{maker}(?: ?/ ?{maker})?"
        rf"|(?:^|[\s(\[])(?:{agency})/{person}"
        rf"|(?:^|[\s(\[/])(?:via )?(?:{_stock()})"
        rf"|© ?{maker}|[(\[](?i:{label}) (?:{agency})"
        rf"|[–—-] ?(?:{agency}) (?:pic|pix|photo|picture|file photo|filepic)s?"
        rf"|(?:^|[\s(\[]){person}/(?:{agency}))[.)\]]{{0,2}}$"
    )


@cache
def _signature() -> re.Pattern[str]:
    agencies = f"(?:{photo_agency_pattern()})"
    return re.compile(rf"(?:[(\[（［](?:©|via )? ?{agencies}[)\]）］]|[–—-] ?{agencies})\.?$")


@cache
def _labelled_agency() -> re.Pattern[str]:
    label, agency = _labels(), f"(?:{photo_agency_pattern()})"
    return re.compile(rf"(?:^|[\s(\[。！？])(?i:{label})(?: ?: ?| ?[：/] ?){agency}[)\]]?(?=\s|$)")


def _labels() -> str:
    return _alternatives(word_lists().picture_labels)


def _stock() -> str:
    return _alternatives(photo_libraries())


def _alternatives(names: tuple[str, ...]) -> str:
    """The names as a pattern, longest first: "AP Photo" before "AP"."""
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda n: (-len(n), n)))
