"""The site's name as its pages print it: front-page link, logo, copyright line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsdigest.extract.metadata.metadata_values import MAX_NAME, line
from newsdigest.patterns import pattern

_MOST_LINKS: Final = 6
# A host may be used in a selector if it cannot end the string there.
_PLAIN_HOST: Final = pattern(r"[a-z0-9.-]{1,253}")
# Longer texts in a link to the front page are teasers.
_LONGEST: Final = 60
# Words that only say that this is a logo.
_LOGO: Final = pattern(
    r"^\s?logo\s(?:of\s|de\s|von\s)?|\s[-–|]?\s?(?:logo|homepage|home)\s?$", re.IGNORECASE
)
_COPYRIGHT: Final = (b"\xc2\xa9", b"&copy;", b"&#169;")
# It is in the footer of the page, in its last bytes.
_FOOT: Final = 100_000
# How much to read after the sign, including markup.
_BEHIND: Final = 400
_TAG: Final = pattern(r"<[^<>]{0,300}>?")
_YEARS: Final = pattern(r"[\s\d,–-]{0,40}(?:by\s|von\s|par\s)?", re.IGNORECASE)
# Where the name ends: a stop, a bar, "All rights reserved" in any language after a stop.
_END: Final = pattern(r"\.(?:\s|$)|[,|·•;(\n]|\s[-–—]\s|\sAll\s|\d{4}")


def linked_names(tree: LexborHTMLParser, host: str) -> list[str]:
    """The names in links to the front page; "Home" is often one of them."""
    names = (line(name, MAX_NAME) for name in _behind_links(tree, host))
    return [name for name in names if name]


def _behind_links(tree: LexborHTMLParser, host: str) -> Iterator[str]:
    """The texts of links to the front page, or of the logos in them."""
    selector = 'a[href="/"]'
    if _PLAIN_HOST.fullmatch(host):
        selector += f',a[href="https://{host}/"],a[href="https://{host}"]'
    for node in tree.css(selector)[:_MOST_LINKS]:
        text = node.text(separator=" ").strip() or _logo(node)
        if text and len(text) <= _LONGEST:
            yield _LOGO.sub("", text)


def _logo(node: LexborNode) -> str:
    image = node.css_first("img[alt],svg[aria-label]")
    found = image.attributes if image is not None else node.attributes
    return found.get("alt") or found.get("aria-label") or found.get("title") or ""


def copyright_name(tree: LexborHTMLParser) -> str | None:
    """The name in the last copyright line of the page."""
    raw = tree.raw_html[-_FOOT:]
    place, sign = max((raw.rfind(sign), sign) for sign in _COPYRIGHT)
    if place < 0:
        return None
    start = place + len(sign)
    text = unescape(_TAG.sub(" ", raw[start : start + _BEHIND].decode("utf-8", "ignore")))
    text = " ".join(text.split())
    years = _YEARS.match(text)
    rest = text[years.end() if years else 0 :]
    end = _END.search(rest)
    name = rest[: end.start() if end else len(rest)].strip()
    return line(name, MAX_NAME) if len(name) <= _LONGEST else None
