"""Whether an entry holds its whole article or only the beginning."""

from __future__ import annotations

import re
from functools import cache

from newsdigest.feedmodel import Entry
from newsdigest.language import count_words
from newsdigest.package_data import read_toml
from newsdigest.sources.feeds.html_fields import plain

_DATA = "sources/feeds/data/truncation.toml"
# Words. A text in the content field may be a brief; one in the summary field counts as a whole
# article only if it is longer than any system's excerpts: WordPress cuts at 55 words, Drupal at 600
# characters, and editors write a standfirst of up to 40 words.
_SHORTEST_CONTENT = 50
_SHORTEST_SUMMARY = 150
# Characters at the end that are searched for signs of truncation.
_END = 200
# Characters of a text that are read.
MAX_TEXT = 100_000
_BEFORE_LINK = frozenset(".!?…。！？:)]»”\"'>|")
_ENDED = re.compile(r"[.!?。！？।؟…»”’\"')\]】」』]\s{0,9}$")


def is_truncated(entry: Entry) -> bool:
    """Whether the article's page probably has more text; False if there is no page."""
    if entry.url is None:
        return False
    return has_more(entry, plain((entry.content or entry.summary or "")[:MAX_TEXT], html=None))


def has_more(entry: Entry, text: str) -> bool:
    """The same, given the entry's text without markup, from its content or else its summary."""
    if entry.url is None:
        return False
    if not text:
        return True
    end = _without_footer(text)[-_END:].rstrip()
    if _is_cut(end):
        return True
    words = count_words(text)
    if entry.content is None:
        return words < _SHORTEST_SUMMARY or not _ENDED.search(end)
    return words < _SHORTEST_CONTENT


def _is_cut(end: str) -> bool:
    """Whether a text ends with an ellipsis or a link to the rest."""
    if end.endswith(tuple(read_toml(_DATA)["ellipses"])):
        return True
    link = _last_phrase().search(end)
    if link is None:
        return False
    # Within a sentence the words of a link are words: "she told them to read more."
    before = end[: link.start(1)].rstrip()
    return not link[1][0].islower() or not before or before[-1] in _BEFORE_LINK


@cache
def _last_phrase() -> re.Pattern[str]:
    """A link phrase at the end, optionally followed by an arrow or the article's title."""
    phrases = sorted(read_toml(_DATA)["phrases"], key=len, reverse=True)
    listed = "|".join(re.escape(phrase) for phrase in phrases)
    return re.compile(rf"(?<!\w)({listed})[^.!?。]{{0,60}}\W{{0,9}}$", re.IGNORECASE)


def _without_footer(text: str) -> str:
    """The text without "The post … appeared first on …"."""
    rules = read_toml(_DATA)
    tail = text[-3 * _END :]
    lowered = tail.lower()
    verb = max((lowered.rfind(verb) for verb in rules["footer_verbs"]), default=-1)
    if verb < 0 or len(lowered) != len(tail):
        return text
    start = max(lowered.rfind(footer, 0, verb) for footer in rules["footers"])
    return text[: len(text) - len(tail) + start].rstrip() if start >= 0 else text
