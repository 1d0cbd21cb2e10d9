"""Untrusted XML as a stream of events that can stop early; no entities, nothing read or fetched.

Expat never opens what a document refers to (external entities, DTDs, stylesheets, XInclude) unless
a handler does, and none here does. Documents that declare entities are refused: no feed needs them,
and they can expand a few hundred bytes to gigabytes.
"""

from __future__ import annotations

from functools import cache
from html.entities import html5
from typing import Protocol
from xml.parsers import expat

from newsdigest.errors import SourceError
from newsdigest.package_data import read_toml
from newsdigest.sources.feeds.feed_limits import MAX_DEPTH

# Separates namespace and name in expat's names. It is illegal in XML, unlike a space, which some
# namespaces contain.
SEPARATOR = "\x1f"
# The prefix for unknown namespaces.
_UNKNOWN = "?"
# Attributes allowed on any element, as passed to `XmlTarget.start`.
XML_BASE = f"http://www.w3.org/XML/1998/namespace{SEPARATOR}base"
XML_LANG = f"http://www.w3.org/XML/1998/namespace{SEPARATOR}lang"
# More distinct names than this are an attack on memory.
_MOST_NAMES = 5_000
# Characters passed to expat at once, so that a large feed is not copied as a whole.
_STEP = 1 << 18


# Why reading stops although the XML is well-formed.
TOO_DEEP = "nested too deeply"
TOO_MANY_ELEMENTS = "too many elements"
TOO_MANY_NAMES = "too many different elements"


class StopReading(Exception):  # noqa: N818 - not an error: a target has read enough
    """Raised by a target to stop reading; its text is the reason, used in a warning."""


class XmlTarget(Protocol):
    """The receiver of the events. Names are lower case, prefixed as in data/namespaces.toml."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self) -> None: ...
    def data(self, text: str) -> None: ...


def read_xml(text: str, target: XmlTarget, *, depth: int = MAX_DEPTH) -> str | None:
    """None, or where and why reading stopped early: "line 40: mismatched tag".

    The target has received everything before that point. HTML's named characters are resolved.
    Raises SourceError for a document that declares entities.
    """
    parser = expat.ParserCreate("utf-8", SEPARATOR)
    parser.buffer_text = True
    # Without a DTD, expat treats &nbsp; as an error; with one, it calls the skipped-entity handler.
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
    """Refuse entity declarations, except external parameter entities, which are never opened.

    The specification of RSS 1.0 shows such a declaration, and feeds have copied it.
    """
    if is_parameter and value is None:
        return
    raise SourceError("unsafe-xml", "declares XML entities, which are not expanded")


class _Events:
    """Forwards events to the target, counting depth and shortening names."""

    __slots__ = ("_depth", "_limit", "_names", "_own", "_target")

    def __init__(self, target: XmlTarget, limit: int) -> None:
        self._target = target
        self._limit = limit
        self._depth = 0
        self._names: dict[str, str] = {}
        # The namespace of the root element, which is the document's own.
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
            # Feeds and lists use invented namespaces for their format: "rss2.1", "opml/spec2.0".
            short = short.removeprefix(f"{_UNKNOWN}:")
        self._names[name] = short
        return short


def short_name(name: str) -> str:
    """An element's name with its prefix, "?" for an unknown namespace.

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
