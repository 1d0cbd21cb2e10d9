"""The names of a box: words of its class and id, and whether it is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from newsdigest.extract.html.box_tree import Boilerplate, Boxes, BoxNames
from newsdigest.extract.html.vocabulary import ordered, words
from newsdigest.patterns import pattern

# "relatedLinks sidebar-2" → related, links, sidebar; digits and single letters are ignored.
_WORD: Final = pattern(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]{2,}")
# A server-side framework streams late parts of the page in hidden segments, which are content.
_STREAMED: Final = pattern(r"S:[0-9a-f]{1,8}")
# Longer attribute values come from styling frameworks that spell out each property.
_LONGEST: Final = 400

_BOILERPLATE: Final = {
    word: sort.value
    for sort, name in (
        (Boilerplate.ASIDE, "aside"),
        (Boilerplate.FURNITURE, "furniture"),
        (Boilerplate.FOREIGN, "foreign"),
    )
    for word in words(name)
}
# The model has learnt English names: names in other languages are translated.
_ENGLISH: Final = dict(pair.split("=") for pair in ordered("other-languages"))
_LINES: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_NAMELESS: Final = BoxNames("", (), 0, hidden=False)


def box_names(boxes: Boxes, box: int) -> BoxNames:
    """The names of a box, read from the tree on first use."""
    names = boxes.names[box]
    if names is None:
        attributes = boxes.nodes[box].attributes
        names = _read(attributes) if attributes else _NAMELESS
        if names.boilerplate and boxes.tags[box] in _LINES:
            names = _without_boilerplate(names)
        boxes.names[box] = names
    return names


@lru_cache(maxsize=1024)
def _without_boilerplate(names: BoxNames) -> BoxNames:
    """The names of a line, which may be called "gdpr" or "comment" but which holds no section."""
    return BoxNames(names.key, names.words, 0, hidden=names.hidden)


def _read(attributes: dict[str, str | None]) -> BoxNames:
    get = attributes.get
    hidden = ("hidden" in attributes or "style" in attributes) and is_hidden(attributes)
    return _named(get("class") or "", get("id") or "", hidden)


@lru_cache(maxsize=4096)
def _named(key: str, name: str, hidden: bool) -> BoxNames:
    found = split_names(f"{key[:_LONGEST]} {name}"[:_LONGEST])
    boilerplate = 0
    for word in found:
        if word in _BOILERPLATE:
            boilerplate |= _BOILERPLATE[word]
    return BoxNames(key, found, boilerplate, hidden=hidden)


def split_names(names: str) -> tuple[str, ...]:
    """The lower-case words of class names, each once, in order."""
    found = _WORD.findall(names)
    if not names.islower():
        found = [word.lower() for word in found]
    if not _ENGLISH.keys().isdisjoint(found):
        found = [_ENGLISH.get(word, word) for word in found]
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether the attributes or the style of an element hide it."""
    if "hidden" in attributes:
        return not _STREAMED.fullmatch(attributes.get("id") or "")
    style = attributes.get("style")
    if style and ("none" in style or "hidden" in style):
        squeezed = style.replace(" ", "").lower()
        return "display:none" in squeezed or "visibility:hidden" in squeezed
    return False
