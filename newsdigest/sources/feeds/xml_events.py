"""XML of strangers as a stream of events: no entities, nothing read or fetched, and an early end.

Expat never opens what a document points to (external entities, DTDs, stylesheets, XInclude) unless
a handler does it, and none here does. Documents that declare entities of their own are refused:
no feed needs them, and they are how a few hundred bytes become gigabytes.
"""

from __future__ import annotations

from functools import cache
from html.entities import html5
from typing import Protocol
from xml.parsers import expat

from newsdigest.errors import SourceError
from newsdigest.package_data import read_toml
from newsdigest.sources.feeds.feed_limits import MAX_DEPTH

# What expat sets between a namespace and a name: no XML holds it, while some namespaces are written
# with spaces.
SEPARATOR = "\x1f"
# The prefix of what no reader knows.
_UNKNOWN = "?"
# Attributes that any element may bear, as `XmlTarget.start` gets them.
XML_BASE = f"http://www.w3.org/XML/1998/namespace{SEPARATOR}base"
XML_LANG = f"http://www.w3.org/XML/1998/namespace{SEPARATOR}lang"
# More different names than this are made to fill the memory.
_MOST_NAMES = 5_000
# Characters handed over at once, so that a large feed is not in memory twice more.
_STEP = 1 << 18


# Why a reading ends though the XML is in order.
TOO_DEEP = "nested too deeply"
TOO_MANY_ELEMENTS = "too many elements"
TOO_MANY_NAMES = "too many different elements"


class StopReading(Exception):  # noqa: N818 - no error: a target has read enough
    """Raised by a target to end the reading; its text says why, in words for a warning."""


class XmlTarget(Protocol):
    """What takes the events. Names are lower case with the prefixes of data/namespaces.toml."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self) -> None: ...
    def data(self, text: str) -> None: ...


def read_xml(text: str, target: XmlTarget, *, depth: int = MAX_DEPTH) -> str | None:
    """None, or where and why the reading ended early: "line 40: mismatched tag".

    All that stands before that place has reached the target. Named characters of HTML are known.
    Raises SourceError for a document that declares entities.
    """
    parser = expat.ParserCreate("utf-8", SEPARATOR)
    parser.buffer_text = True
    # Without a DTD expat takes &nbsp; for an error, with one for a thing to be told of.
    parser.UseForeignDTD(True)
    events = _Events(target, depth)
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = target.data
    parser.SkippedEntityHandler = events.entity
    parser.EntityDeclHandler = _refuse
    try:
        for start in range(0, len(text), _STEP):
            parser.Parse(text[start : start + _STEP].encode("utf-8", "replace"), False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        return f"line {error.lineno}: {expat.ErrorString(error.code)}"
    except StopReading as reason:
        return f"line {parser.CurrentLineNumber}: {reason}"
    return None


def _refuse(_: str, is_parameter: bool, value: str | None, *__: object) -> None:
    """Refuse entities with a text; one of a foreign DTD is never opened, so it expands to nothing.

    The specification of RSS 1.0 shows such a declaration, and feeds have copied it.
    """
    if is_parameter and value is None:
        return
    raise SourceError("unsafe-xml", "declares XML entities, which are not expanded")


class _Events:
    """Counts the depth and shortens the names on the way to the target."""

    __slots__ = ("_depth", "_limit", "_names", "_own", "_target")

    def __init__(self, target: XmlTarget, limit: int) -> None:
        self._target = target
        self._limit = limit
        self._depth = 0
        self._names: dict[str, str] = {}
        # The namespace of the root, which is that of the whole document.
        self._own = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limit:
            raise StopReading(TOO_DEEP)
        if self._depth == 1:
            self._own = name.rpartition(SEPARATOR)[0]
        self._target.start(self._names.get(name) or self._shortened(name), attributes)

    def end(self, _: str) -> None:
        self._depth -= 1
        self._target.end()

    def entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._target.data(html5.get(f"{name};", f"&{name};"))

    def _shortened(self, name: str) -> str:
        if len(self._names) >= _MOST_NAMES:
            raise StopReading(TOO_MANY_NAMES)
        short = short_name(name)
        if short.startswith(f"{_UNKNOWN}:") and name.rpartition(SEPARATOR)[0] == self._own:
            # Feeds and lists have invented namespaces for what they are: "rss2.1", "opml/spec2.0".
            short = short.removeprefix(f"{_UNKNOWN}:")
        self._names[name] = short
        return short


def short_name(name: str) -> str:
    """An element's name with a known prefix, "?" for a namespace that no reader knows.

    >>> short_name(f"http://purl.org/dc/elements/1.1/{SEPARATOR}Date")
    'dc:date'
    """
    space, _, local = name.rpartition(SEPARATOR)
    local = local.lower()
    if not space:
        return local
    prefix = _prefixes().get(space.strip().lower().rstrip("/#"), _UNKNOWN)
    return f"{prefix}:{local}" if prefix else local


@cache
def _prefixes() -> dict[str, str]:
    prefixes: dict[str, str] = read_toml("sources/feeds/data/namespaces.toml")["prefixes"]
    return prefixes
