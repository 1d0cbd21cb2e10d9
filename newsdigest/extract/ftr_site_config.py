"""Translates site rules from the format of fivefilters/ftr-site-config, where CSS allows.

https://help.fivefilters.org/full-text-rss/site-patterns.html describes the format: a file for each
host, one `directive: value` per line, XPath for elements of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from newsdigest.extract.site_rules import SiteRule
from newsdigest.extract.xpath_to_css import NotCss, to_css
from newsdigest.valueclasses import valueclass

__all__ = ["Translation", "site_of_file", "translate_site"]

_LINE: Final = re.compile(r"([a-z_]+)(\([^()]{0,200}\))?\s?:(.*)", re.IGNORECASE)
_PLACES: Final = {"body": "body", "strip": "remove", "next_page_link": "next"}
# Detected in other ways here, about pictures, or about the program the format was made for.
_NOT_NEEDED: Final = re.compile(
    "title|author|date|dateline|source_url|native_ad_clue|skip_json_ld|strip_image_src|"
    "insert_detected_image|strip_attr|strip_comments|dissolve|tidy|prune|parser|"
    "autodetect_on_failure|convert_double_br_tags|test_url|test_contains"
)
_FILE: Final = re.compile(r"\.?(?P<host>[\w-]+(?:\.[\w-]+)+)\.txt", re.IGNORECASE)
_LONGEST_SHOWN: Final = 80


@valueclass
class Translation:
    """A rule, and the parts of the file that could not be translated."""

    rule: SiteRule
    # "line 7: strip: no selector for [contains(text(), 'Ad')]".
    problems: tuple[str, ...]


def site_of_file(name: str) -> str | None:
    """The host that a file is for, from its name: `example.org.txt` or `.example.org.txt`."""
    match = _FILE.fullmatch(name)
    return match["host"].lower().removeprefix("www.") if match else None


def translate_site(text: str) -> Translation:
    """The rule in a file; each line that cannot be translated is a problem."""
    found: dict[str, list[str]] = {"body": [], "remove": [], "next": []}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            _read(line.strip(), found)
        except NotCss as reason:
            problems.append(f"line {number}: {line.strip()[:_LONGEST_SHOWN]}: {reason}")
    unique: Mapping[str, tuple[str, ...]] = {
        key: tuple(dict.fromkeys(each)) for key, each in found.items()
    }
    return Translation(SiteRule(**unique), tuple(problems))


def _read(line: str, found: dict[str, list[str]]) -> None:
    """Adds the selectors of a line to `found`. Raises NotCss if CSS has no equivalent."""
    match = _LINE.fullmatch(line)
    if not line or line.startswith(("#", "[")):
        return
    if match is None:
        raise NotCss("is no directive")
    directive, value = match[1].lower(), match[3].strip()
    if _NOT_NEEDED.fullmatch(directive) or not value:
        return
    if directive == "strip_id_or_class":
        found["remove"].append(_id_or_class(value))
    elif directive in _PLACES and not match[2]:
        found[_PLACES[directive]].append(to_css(value))
    else:
        raise NotCss("there is no such rule here")


def _id_or_class(value: str) -> str:
    """The directive matches any element whose id or class contains the text."""
    part = value.strip("\"' ").replace("\\", "\\\\").replace('"', '\\"')
    return f'[id*="{part}"], [class*="{part}"]'
