"""The sources of an article's dates: one function for each part of a page that may give one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborNode

from newsdigest.extract.metadata.json_ld import Node, text_of
from newsdigest.extract.metadata.page_fields import Element, PageFields
from newsdigest.extract.metadata.regions import Regions
from newsdigest.package_data import read_toml
from newsdigest.patterns import pattern
from newsdigest.press.bylines import is_byline
from newsdigest.press.dates import (
    DateContext,
    Label,
    Mention,
    find_mentions,
    label_before,
    make_date,
    month_of,
    read_date,
)
from newsdigest.valueclasses import cachingclass

# A page's date is not in the future, but clocks differ and some publish for tomorrow.
_AHEAD = timedelta(days=2)
NOT_OF_PUBLICATION = (Label.MODIFIED, Label.OTHER)
# Nothing on the web is older; 1970-01-01 and 1899-12-30 stand for missing dates in many systems.
_FIRST_DAY = date(1990, 1, 1)
_URL_DAY = pattern(r"/((?:19|20)\d{2})(?:([/_-])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?!\w)")
# A date in the state that a page keeps for its scripts, its quotes escaped once or more. The
# pattern begins with plain letters so that the search runs at the speed of memory.
_STATE_DATE = pattern(
    rb"ubli(?:shed(?:_?(?:at|on)|At|On|_?[dD]ate)?|(?:sh|cation)_?[dD]ate)(?:[\\\"']|&quot;){0,9}\s?:\s?"
    rb"(?:[\\\"']|&quot;){1,9}(\d{4}-\d{2}-\d{2})"
)
_MAX_STATE = 8_000_000
# More time elements than this belong to a list of other articles.
_MAX_DATE_ELEMENTS = 12
_LONGEST_DATE_LINE = 80
# Words besides the date that a date line may have: a weekday, an author.
_FEW_WORDS = 3
_CHANGED = pattern(r"updat|modif|revis|aktualis")
_LONGEST_PARENT = 400
# How many levels above a time element its label may be, and a link around it.
_LEVELS = 3
_LEVELS_IN_LINK = 6
_URL_NAMED = pattern(r"/((?:19|20)\d{2})/([A-Za-z]{3,9})/(\d{1,2})(?!\w)")
_ISO_DAY = pattern(r"\d{4}-\d{2}-\d{2}")
_KEYS = ("published", "modified")
_MIDNIGHT = pattern(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?(?!\d)")


@cachingclass
class DateReader:
    """Reads dates in the context of a page."""

    as_of: datetime
    language: str | None
    country: str | None
    # Returns the days in the page's machine-readable dates.
    machine_days: Callable[[], Set[date]] = frozenset

    @cached_property
    def _context(self) -> DateContext:
        return DateContext(self.as_of.date(), self.language, self.country, self.machine_days)

    def mentions(self, text: str) -> list[Mention]:
        """The dates in a visible line, except in running text; bylines may read like that."""
        return [
            mention
            for mention in find_mentions(text, self.as_of, self._context)
            if self._may_be(mention.moment) and (not mention.in_prose or is_byline(text))
        ]

    def moment(self, text: str | None) -> datetime | None:
        """The moment that `text` names, if a page can have been published then."""
        if not text:
            return None
        # Many systems write a day without a time as midnight in some zone.
        day = _MIDNIGHT.match(text.strip())
        found = read_date(day[1] if day else text, self.as_of, self._context)
        return found if found and self._may_be(found) else None

    def _may_be(self, moment: datetime) -> bool:
        """Whether a page can have been published then."""
        return moment <= self.as_of + _AHEAD and moment.date() >= _FIRST_DAY


def declared(page: PageFields, key: str, reader: DateReader) -> datetime | None:
    """The date in the page's meta elements under any of the names for `key`."""
    for name in read_toml("extract/data/meta_names.toml")[key]:
        for value in page.metas.get(name, ()):
            moment = reader.moment(value)
            if moment:
                return moment
    return None


def in_json_ld(node: Node | None, key: str, reader: DateReader) -> datetime | None:
    return reader.moment(text_of(node.get(key))) if node else None


def in_url(url: str | None, as_of: datetime) -> datetime | None:
    """The day in the path, as in many papers: /2025/06/06/, /2025/jun/06/."""
    match = _URL_DAY.search(url or "")
    if match:
        day = make_date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
    else:
        named = _URL_NAMED.search(url or "")
        month = month_of(named[2].lower(), None) if named else None
        day = make_date(int(named[1]), month, int(named[3])) if named and month else None
    moment = datetime.combine(day, time(), UTC) if day and day >= _FIRST_DAY else None
    return moment if moment and moment <= as_of + _AHEAD else None


def machine_days(page: PageFields, url: str | None, as_of: datetime) -> frozenset[date]:
    """All days in the page's machine-readable dates and its address."""
    texts = [element.attributes.get("datetime") for element in page.times]
    texts += [
        value
        for key in _KEYS
        for name in read_toml("extract/data/meta_names.toml")[key]
        for value in page.metas.get(name, ())
    ]
    nodes = [node for node in (page.data.article, page.data.page) if node]
    texts += [text_of(node.get(key)) for node in nodes for key in ("datePublished", "dateModified")]
    found = {match[0] for text in texts if text and (match := _ISO_DAY.match(text))}
    days = {make_date(*map(int, text.split("-"))) for text in found}
    own = in_url(url, as_of)
    return frozenset(day for day in (*days, own.date() if own else None) if day)


def in_microdata(
    page: PageFields, key: str, regions: Regions, reader: DateReader
) -> datetime | None:
    """The first element with that itemprop whose value is a date."""
    return _first_in_elements(page.by_itemprop.get(key, ()), regions, reader)


def in_time_element(
    elements: Iterable[Element], regions: Regions, reader: DateReader
) -> datetime | None:
    """The article's first time element, ignoring teasers and changes."""
    found = (m for m in elements if not _is_of_change(m) and not _is_in_teaser(m.node))
    return _first_in_elements(found, regions, reader)


def in_labelled_time(elements: Iterable[Element], reader: DateReader) -> datetime | None:
    """The only day of the time elements labelled as publication, wherever they are."""
    times = [
        element
        for element in islice(elements, _MAX_DATE_ELEMENTS)
        if not _is_in_teaser(element.node)
    ]
    found = [_value(element, reader) for element in times if _label_of(element) is Label.PUBLISHED]
    days = {moment.date() for moment in found if moment}
    return found[0] if len(days) == 1 else None


def _is_in_teaser(node: LexborNode) -> bool:
    """Whether an element is in a link with more text than a date: to another article."""
    current: LexborNode | None = node
    for _ in range(_LEVELS_IN_LINK):
        if current is None:
            return False
        if current.tag == "a":
            return len(" ".join(current.text().split())) > _LONGEST_DATE_LINE
        current = current.parent
    return False


def _is_of_change(element: Element) -> bool:
    """Whether an element's date is of a later version, by its names or the words before it."""
    if element.itemprop == "datemodified" or _CHANGED.search(element.classes):
        return True
    return _label_of(element) is Label.MODIFIED


def _label_of(element: Element) -> Label | None:
    """The label before an element, in its parent or, if it is the only content there, above."""
    own = element.node.text(separator=" ").strip().lower()
    box = element.node.parent
    for _ in range(_LEVELS if own else 0):
        if box is None:
            return None
        before = box.text(separator=" ")[:_LONGEST_PARENT].lower().partition(own)[0]
        if before.strip():
            return label_before(before)
        box = box.parent
    return None


def _first_in_elements(
    elements: Iterable[Element], regions: Regions, reader: DateReader
) -> datetime | None:
    for element in islice(elements, _MAX_DATE_ELEMENTS):
        if regions.is_foreign(element.node):
            continue
        moment = _value(element, reader)
        if moment:
            return moment
    return None


def _value(element: Element, reader: DateReader) -> datetime | None:
    value = element.attributes.get("content") or element.attributes.get("datetime")
    return reader.moment(value) or reader.moment(element.node.text()[:200])


def by_class(page: PageFields, regions: Regions, reader: DateReader) -> datetime | None:
    """The first element whose class mentions a date and which holds little else."""
    for element in page.date_classes(regions.heading)[:_MAX_DATE_ELEMENTS]:
        text = element.node.text(separator=" ").strip()
        if not text or len(text) > _LONGEST_DATE_LINE or regions.is_foreign(element.node):
            continue
        if _is_of_change(element):
            continue
        for mention in reader.mentions(text):
            if mention.label in (None, Label.PUBLISHED) and mention.other_words <= _FEW_WORDS:
                return mention.moment
    return None


def in_script_state(page: PageFields, reader: DateReader) -> datetime | None:
    """The only publication day in the data that the page keeps for its scripts.

    None if there are several: those belong to other articles.
    """
    found: set[bytes] = set()
    for match in _STATE_DATE.finditer(page.tree.raw_html[:_MAX_STATE]):
        found.add(match[1])
        if len(found) > 1:
            return None
    return reader.moment(found.pop().decode("ascii")) if found else None
