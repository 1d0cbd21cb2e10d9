"""When the article was published and when it was changed, by each place that may tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from newsdigest.extract.dates import parse_date
from newsdigest.extract.dates.labels import Label, label_before
from newsdigest.extract.dates.mentions import Mention, find_mentions
from newsdigest.extract.dates.rules import load
from newsdigest.extract.metadata.json_ld import Node, text_of
from newsdigest.extract.metadata.page import Mark, Page
from newsdigest.extract.metadata.places import Places

# A page's date is not in the future, but clocks differ and some publish for tomorrow.
_AHEAD = timedelta(days=2)
_URL_DAY = re.compile(r"/((?:19|20)\d{2})(?:([/_-])(\d{1,2})\2|(\d{2}))(\d{1,2})(?=[/_.-]|$)")
# A date in the state that a page keeps for its scripts, with the quotes escaped once or more.
_STATE_DATE = re.compile(
    r"(?:datePublished|publishedAt|published_on|published_at|publishDate|publicationDate|"
    r"firstPublished(?:At|Date)?|publishedDate|publish_date)(?:[\\\"']|&quot;){0,9}\s?:\s?"
    r"(?:[\\\"']|&quot;){1,9}(\d{4}-\d{2}-\d{2})"
)
# More time elements than this are a list of other articles.
_MAX_MARKED = 12
_LONGEST_DATE_LINE = 80
# Words that a line may hold beside its date and still be a date line: a weekday, an author.
_FEW_WORDS = 3
_CHANGED = re.compile(r"updat|modif|revis|aktualis")
_LONGEST_PARENT = 400
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the dates of a page are to be read."""

    as_of: datetime
    language: str | None
    country: str | None

    def mentions(self, text: str) -> list[Mention]:
        """The dates of a visible line."""
        return [
            mention
            for mention in find_mentions(
                text, as_of=self.as_of, language=self.language, country=self.country
            )
            if mention.moment <= self.as_of + _AHEAD
        ]

    def moment(self, text: str | None) -> datetime | None:
        """The moment that `text` names, if it is one at which a page can have been published."""
        if not text:
            return None
        # Midnight in some zone is what systems make of a day without a time.
        day = _MIDNIGHT.match(text.strip())
        found = parse_date(
            day[1] if day else text,
            as_of=self.as_of,
            language=self.language,
            country=self.country,
        )
        return found if found and found <= self.as_of + _AHEAD else None


def declared(page: Page, key: str, reading: Reading) -> datetime | None:
    """The date that the page's meta elements give under any name of `key`."""
    for name in load("meta_names.toml")[key]:
        for value in page.metas.get(name, ()):
            moment = reading.moment(value)
            if moment:
                return moment
    return None


def in_json_ld(node: Node | None, key: str, reading: Reading) -> datetime | None:
    return reading.moment(text_of(node.get(key))) if node else None


def in_url(url: str | None) -> datetime | None:
    """The day that stands in the path, as many papers build it."""
    match = _URL_DAY.search(url or "")
    if not match:
        return None
    try:
        day = datetime(int(match[1]), int(match[3] or match[4]), int(match[5]), tzinfo=UTC)
    except ValueError:
        return None
    return day


def in_microdata(page: Page, key: str, places: Places, reading: Reading) -> datetime | None:
    """The first element with that itemprop whose value is a date."""
    return _first_marked(page.by_itemprop.get(key, ()), places, reading)


def in_time_element(marks: Iterable[Mark], places: Places, reading: Reading) -> datetime | None:
    """The first time element that is the article's, its parts and comments left out."""
    found = (mark for mark in marks if mark.tag == "time" and not _is_of_change(mark))
    return _first_marked(found, places, reading)


def _is_of_change(mark: Mark) -> bool:
    """Whether an element's date is of a later version, by its names or the words before it."""
    if mark.itemprop == "datemodified" or _CHANGED.search(mark.classes):
        return True
    parent = mark.node.parent
    if parent is None:
        return False
    before = parent.text(separator=" ")[:_LONGEST_PARENT].lower()
    own = mark.node.text(separator=" ").strip().lower()
    return bool(own) and label_before(before.partition(own)[0]) is Label.MODIFIED


def _first_marked(marks: Iterable[Mark], places: Places, reading: Reading) -> datetime | None:
    for mark in islice(marks, _MAX_MARKED):
        if places.is_foreign(mark.node):
            continue
        value = mark.attributes.get("content") or mark.attributes.get("datetime")
        moment = reading.moment(value) or reading.moment(mark.node.text()[:200])
        if moment:
            return moment
    return None


def by_class(page: Page, places: Places, reading: Reading) -> datetime | None:
    """The first element whose class speaks of a date and which holds little else."""
    for mark in page.date_classes()[:_MAX_MARKED]:
        text = mark.node.text(separator=" ").strip()
        if not text or len(text) > _LONGEST_DATE_LINE or places.is_foreign(mark.node):
            continue
        if _is_of_change(mark):
            continue
        for mention in reading.mentions(text):
            if mention.label in (None, Label.PUBLISHED) and mention.other_words <= _FEW_WORDS:
                return mention.moment
    return None


def in_script_state(page: Page, reading: Reading) -> datetime | None:
    """The one publication date that the page's script data holds; None if it holds several."""
    found: set[str] = set()
    for text in page.scripts():
        found.update(match[1] for match in _STATE_DATE.finditer(text))
        if len(found) > 1:
            return None
    return reading.moment(found.pop()) if found else None
