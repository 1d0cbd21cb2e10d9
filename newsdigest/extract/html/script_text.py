"""The article of a page whose text exists only in scripts: JSON-LD, or a framework's state.

Frameworks send the data of a page as JSON: Next.js and Nuxt, Arc's Fusion, the stores of Apollo and
Redux; older Nuxt as a program with strings in it; React as "flight" rows. Their structures differ
from site to site, so no paths are hard-coded: the body is the longest string of markup, or list of
paragraphs, preferably next to the page's title. The data is untrusted: its size, depth and number
of nodes are bounded before they cost anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import islice
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.html.article_blocks import to_blocks
from newsdigest.extract.html.react_stream import is_react_stream, react_stream_values
from newsdigest.extract.html.text_blocks import read_blocks
from newsdigest.extract.html.word_count import count_units
from newsdigest.extract.metadata import Metadata
from newsdigest.model import Block
from newsdigest.patterns import pattern
from newsdigest.valueclasses import valueclass

# Anything shorter is a standfirst or a teaser.
_SHORTEST_BODY: Final = 60
_MAX_JSON: Final = 2_000_000
_MAX_SCRIPTS: Final = 60
_MAX_VALUES: Final = 100_000
_MAX_DEPTH: Final = 60
_MAX_BODY: Final = 300_000
_MAX_CANDIDATES: Final = 400
# A title that differs from the headline by more than this share of its words is another article's.
_SAME_WORDS: Final = 0.5
# Paragraphs are longer than the labels and tags that lists also contain.
_MEAN_PARAGRAPH: Final = 8

# `window.__NUXT__ = {`, `Fusion.globalContent={`, `window.__APOLLO_STATE__ = JSON.parse("`.
_STATE: Final = pattern(
    r"(?:globalContent|__[A-Z][A-Z_]{2,40}__|(?:initial|preloaded)_?state)(?:\"\]|'\])?"
    r"\s{0,9}=\s{0,9}(?:JSON\.parse\(\s{0,9})?(?=[{\[\"(])",
    re.IGNORECASE,
)
# Always matches, up to the end of a string or of the script, and never backtracks.
_STRING: Final = pattern(r'"(?:[^"\\\n]|\\.)*+"?')
_LONG_STRING: Final = 300
_MARKUP: Final = pattern(r"<(?:p|div|br|h[1-6]|ul|ol|blockquote|section)[\s/>]", re.IGNORECASE)
# Entities in text, which would show if escaped again: `&quot;`, `&#8217;`.
_ENTITY: Final = pattern(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|[a-z]{2,8});")
_TAG: Final = pattern(r"</?[A-Za-z][^<>]{0,500}>")
_LINES: Final = pattern(r"[\r\n]{1,20}")
_NOT_WORD: Final = pattern(r"[^\w]{1,50}")

# Keys whose plain text is an article, and keys of a paragraph's text.
_BODY_KEYS: Final = frozenset(
    (
        *("articlebody", "body", "bodyhtml", "bodytext", "content", "contenthtml", "fulltext"),
        *("html", "story", "storybody", "text", "maintext", "article_body", "body_html"),
    )
)
_TEXT_KEYS: Final = ("content", "text", "html", "value", "body", "children", "items", "data")
_TYPE_KEYS: Final = ("type", "_type", "__typename", "nodeType", "kind", "name", "component", "tag")
_PARAGRAPHS: Final = pattern(
    r"p|text|(?:.{0,30}(?:paragraph|raw.?html|text.?(?:block|element)|block.?text))|html|block",
    re.IGNORECASE,
)
_HEADINGS: Final = pattern(r"h[1-6]|(?:sub)?head(?:er|ing)|heading-?[1-6]|title", re.IGNORECASE)
_LISTS: Final = pattern(r"ul|ol|list|(?:un)?ordered.?list|bullet.?list", re.IGNORECASE)
_QUOTES: Final = pattern(r"(?:block|pull)?.?quote", re.IGNORECASE)
_TITLE_KEYS: Final = ("headline", "title", "headlines", "basic", "name")


@valueclass
class _Candidate:
    """Something in a page's data that may be its article."""

    html: str
    words: int
    # Its object has the page's title.
    titled: bool


@valueclass
class _Value:
    """A value on the way through the data."""

    value: object
    key: str
    depth: int
    titled: bool


def script_blocks(tree: LexborHTMLParser, metadata: Metadata) -> tuple[Block, ...]:
    """The article in the page's scripts, () if none has 60 words.

    For pages whose elements hold no article. `tree` must still have its scripts, which
    `read_blocks` removes.
    """
    stated = _stated_body(metadata)
    if stated:
        return _blocks(stated)
    title = _fold(metadata.title or "")
    found: list[_Candidate] = []
    for value in _values(tree):
        found.extend(_candidates(value, title, _MAX_CANDIDATES - len(found)))
    if not found:
        return ()
    # The first of equals, so that the result does not depend on the order of discovery.
    return _blocks(max(found, key=lambda each: (each.titled, each.words)).html)


def _stated_body(metadata: Metadata) -> str | None:
    """The longest body in the JSON-LD under the page's title, as markup."""
    title = _fold(metadata.title or "")
    bodies = [
        body.text
        for body in metadata.article_bodies
        if not title or not body.headline or _same_title(_fold(body.headline), title)
    ]
    longest = max(bodies, key=len, default="")
    return _paragraphs(longest) if _count(longest) >= _SHORTEST_BODY else None


def _blocks(html: str) -> tuple[Block, ...]:
    page = read_blocks(LexborHTMLParser(html, scripting=True))
    blocks = page.blocks
    sizes = zip(blocks.texts, blocks.linked, strict=True)
    return to_blocks(page, [n for n, (text, linked) in enumerate(sizes) if 2 * linked <= len(text)])


def _values(tree: LexborHTMLParser) -> Iterator[object]:
    """The JSON values in the page's scripts, within the bounds."""
    room = _MAX_JSON
    pieces: list[str] = []
    for node in tree.css("script:not([src])")[:_MAX_SCRIPTS]:
        text = node.text()
        if len(text) > room:
            continue
        if is_react_stream(text):
            room -= len(text)
            pieces.append(text)
            continue
        kind = (node.attributes.get("type") or "").lower()
        name = node.attributes.get("id") or ""
        if kind == "application/json" or name in ("__NEXT_DATA__", "__NUXT_DATA__"):
            room -= len(text)
            yield _referred(_loaded(text.strip()))
        elif kind != "application/ld+json" and (ends := _state_ends(text)):
            room -= len(text)
            yield from _assigned(text, ends)
    yield from react_stream_values(pieces)


def _state_ends(script: str) -> list[int]:
    """The positions where values assigned to the names of states begin."""
    return [state.end() for state in islice(_STATE.finditer(script), _MAX_SCRIPTS)]


def _assigned(text: str, starts: Iterable[int]) -> Iterator[object]:
    """The values that a script assigns to the names of states."""
    end = 0
    for start in starts:
        # A state inside another, or in its strings, has been read with it.
        if start >= end:
            value, end = _loaded_at(text, start)
            if value is None:
                yield from _strings(text[start:])
                return
            yield _loaded(value) if isinstance(value, str) else value


def _strings(program: str) -> Iterator[object]:
    """The long strings of a program that builds a state, each as a value of its own."""
    for found in _STRING.finditer(program):
        if len(found[0]) > _LONG_STRING:
            yield [_loaded(found[0])]


def _loaded(text: str) -> object:
    return _loaded_at(text, 0)[0]


def _loaded_at(text: str, start: int) -> tuple[object, int]:
    """The JSON value at `start` and its end; None if it is invalid or nested too deeply."""
    decoder = json.JSONDecoder(strict=False, parse_int=_int, parse_constant=_none)
    try:
        return decoder.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start


def _int(digits: str) -> int | None:
    """An integer of reasonable length: Python refuses to convert thousands of digits."""
    return int(digits) if len(digits) <= 20 else None


def _none(_: str) -> None:
    """NaN and the infinities, which JSON does not have."""


def _referred(value: object) -> object:
    """`value`, with indices resolved if it is a flat list as Nuxt writes it.

    Such a list holds every value once, and objects refer to the values of their fields by index.
    """
    if not isinstance(value, list) or len(value) < 3 or not _is_flat(value):
        return value
    flat = value[:_MAX_VALUES]
    for item in flat:
        if isinstance(item, dict):
            for key, place in item.items():
                item[key] = _at(flat, place)
        elif isinstance(item, list):
            item[:] = [_at(flat, place) for place in item]
    return flat


def _is_flat(value: list[Any]) -> bool:
    """Whether all objects of the list hold nothing but indices."""
    objects = [item for item in value[:_MAX_VALUES] if isinstance(item, dict)]
    return bool(objects) and all(
        isinstance(place, int) for item in objects for place in item.values()
    )


def _at(flat: list[Any], place: object) -> object:
    return flat[place] if isinstance(place, int) and 0 <= place < len(flat) else place


def _candidates(root: object, title: str, limit: int) -> Iterator[_Candidate]:
    """What may be an article in a value, in document order."""
    todo = [_Value(root, "", 0, False)]
    # Values may refer to one another in cycles, and lists cannot be hashed: compare by identity.
    seen: set[int] = set()
    while todo and len(seen) < _MAX_VALUES and limit > 0:
        place = todo.pop()
        candidate = _candidate(place)
        if candidate is not None:
            limit -= 1
            yield candidate
        elif id(place.value) not in seen and place.depth < _MAX_DEPTH:
            seen.add(id(place.value))
            todo.extend(reversed(list(_inside(place, title))))


def _inside(place: _Value, title: str) -> Iterator[_Value]:
    """The contents of a list or an object; short strings are ignored."""
    value, depth = place.value, place.depth + 1
    if isinstance(value, dict):
        titled = place.titled or _has_title(value, title)
        for key, inner in value.items():
            if isinstance(inner, dict | list) or (isinstance(inner, str) and len(inner) > 100):
                yield _Value(inner, key, depth, titled)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, dict | list | str):
                yield _Value(inner, place.key, depth, place.titled)


def _has_title(node: dict[str, Any], title: str) -> bool:
    """Whether the object has the title of the page."""
    if not title:
        return False
    for key in _TITLE_KEYS:
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("basic") or value.get("main")
        if isinstance(value, str) and _same_title(_fold(value[:500]), title):
            return True
    return False


def _candidate(place: _Value) -> _Candidate | None:
    """The value as a body, if it looks like one."""
    value = place.value
    if isinstance(value, str):
        html = _string_body(value, place.key)
    elif isinstance(value, list):
        html = _list_body(value)
    else:
        html = ""
    words = _count(_TAG.sub(" ", html)) if html else 0
    return _Candidate(html, words, place.titled) if words >= _SHORTEST_BODY else None


def _string_body(text: str, key: str) -> str:
    """A string as markup: markup already, or plain text under one of the body keys."""
    if len(text) > _MAX_BODY:
        return ""
    if _MARKUP.search(text):
        return text
    plain = key.replace("-", "").lower() in _BODY_KEYS and not text.startswith(("{", "[", "http"))
    return _paragraphs(text) if plain else ""


def _list_body(items: list[Any]) -> str:
    """A list of paragraphs as markup; "" for lists of anything else."""
    if len(items) < 2:
        return ""
    if all(isinstance(item, str) for item in items):
        words = sum(_count(item) for item in items)
        long = words >= _MEAN_PARAGRAPH * len(items)
        return "".join(map(_paragraphs, items))[:_MAX_BODY] if long else ""
    parts: list[str] = []
    room = _MAX_BODY
    for item in items:
        part = _item_body(item) if isinstance(item, dict) else ""
        if part and len(part) <= room:
            room -= len(part)
            parts.append(part)
    return "\n".join(parts)


def _item_body(item: dict[str, Any]) -> str:
    """A paragraph, heading, list or quote of a structured text as markup."""
    kind = next((v for key in _TYPE_KEYS if isinstance(v := item.get(key), str)), "")
    short = kind.rsplit("/", 1)[-1][:60]
    if _LISTS.fullmatch(short):
        return f"<ul>{''.join(f'<li>{_inline(text)}</li>' for text in _leaves(item, 200))}</ul>"
    text = " ".join(_leaves(item, 500)) if _known(short) else ""
    if not text:
        return ""
    if _HEADINGS.fullmatch(short):
        return f"<h2>{_inline(text)}</h2>"
    if _QUOTES.fullmatch(short):
        return f"<blockquote>{_inline(text)}</blockquote>"
    return text if _MARKUP.search(text) else _paragraphs(text)


def _known(kind: str) -> bool:
    return any(kinds.fullmatch(kind) for kinds in (_PARAGRAPHS, _HEADINGS, _QUOTES))


def _leaves(item: dict[str, Any], limit: int) -> list[str]:
    """The strings of a structured paragraph, in order."""
    found: list[str] = []
    todo: list[object] = [item]
    for _ in range(limit):
        if not todo:
            break
        value = todo.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            todo.extend(reversed(value[:limit]))
        elif isinstance(value, dict):
            inner = next((v for key in _TEXT_KEYS if (v := value.get(key))), None)
            todo.append(inner)
    return found


def _paragraphs(text: str) -> str:
    """Plain text as markup, one paragraph per line."""
    return "".join(f"<p>{_inline(line)}</p>" for line in _LINES.split(text[:_MAX_BODY]) if line)


def _inline(text: str) -> str:
    """Text that may contain inline markup as markup."""
    return text if _TAG.search(text) or _ENTITY.search(text) else escape(text, quote=False)


def _count(text: str) -> int:
    return count_units(text, len(text.split()))


def _fold(title: str) -> str:
    return _NOT_WORD.sub(" ", title.lower()).strip()


def _same_title(one: str, other: str) -> bool:
    """Whether two folded titles are of one article: headlines differ from page titles."""
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    words, others = set(one.split()), set(other.split())
    return len(words & others) > _SAME_WORDS * max(len(words), len(others))
