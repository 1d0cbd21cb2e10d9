r"""Escaping for Org (https://orgmode.org/worg/org-syntax.html): text is never read as markup.

Signs become entities (`\ast{}`), which Org and its exports show as the sign. Where there is none,
an entity without width keeps them apart. That leaves no tasks, tags, links, time stamps, macros,
pieces of code to run or raw exports in a digest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# Shows nothing.
_APART: Final = r"\zwnj{}"
_ARROW: Final = "↗"
_ENTITIES: Final[Mapping[str, str]] = {
    "*": r"\ast{}", "/": r"\slash{}", "_": r"\under{}", "=": r"\equal{}", "~": r"\tilde{}",
    "+": r"\plus{}", "^": r"\asciicirc{}", "$": r"\dollar{}", ":": r"\colon{}", "<": r"\lt{}",
    "\\": r"\setminus{}",
}  # fmt: skip
_SIGNS: Final = re.compile(
    r"""
    (?P<apart> \[ | \](?=\]|$) | \{(?=\{) | @(?=@) )
    | [<\\] | (?<=\S)[_^$] | (?<=[^\W\d_]):(?=\S)
    # Emphasis: only behind these, and before what is no space.
    | (?<![^\s({'"\-\u2013\u2014])[*/_=~+](?=\S)
    """,
    re.VERBOSE,
)
# Starts of headings, keywords, comments, tables, lists, drawers, fixed text, rules, expressions,
# and of what is planned below a heading.
_START: Final = re.compile(
    r"[*#|:+-]|%%\(|\d{1,9}[.)]|[A-Za-z][.)]\s|(?:DEADLINE|SCHEDULED|CLOSED|CLOCK):"
)
# First words of headings that make them tasks in usual settings, or hide them.
_TASKS: Final = re.compile(
    r"(?:TODO|DONE|NEXT|WAIT|WAITING|HOLD|CANCELL?ED|STARTED|DOING|PROJ|LOOP|STRT|KILL|IDEA"
    r"|COMMENT)(?!\w)"
)


def escaped(text: str) -> str:
    """The text escaped for any position in a line but behind a heading's stars."""
    plain = _SIGNS.sub(_sign, text)
    return _APART + plain if _START.match(plain) else plain


def heading(text: str) -> str:
    """The text escaped as a heading: neither task nor comment, without tags."""
    plain = escaped(text)
    start = _APART if _TASKS.match(plain) else ""
    return start + (plain[:-1] + _ENTITIES[":"] if plain.endswith(":") else plain)


def link(text: str, url: str | None) -> str:
    """A link, or the text alone without a URL. The URL comes from links.web_link.

    A text with brackets has its link behind it: few readers of Org allow them in a link.
    """
    if not url:
        return escaped(text)
    if "[" in text or "]" in text:
        return f"{heading(text)} [[{_destination(url)}][{_ARROW}]]"
    return f"[[{_destination(url)}][{escaped(text)}]]"


def example(code: str) -> str:
    """A block of code; its lines that look like headings, keywords or its end get a comma."""
    lines = (f",{line}" if re.match(r",*(?:\*|#\+)", line) else line for line in code.split("\n"))
    return "\n".join(["#+begin_example", *lines, "#+end_example"])


def _sign(found: re.Match[str]) -> str:
    return found[0] + _APART if found["apart"] else _ENTITIES[found[0]]


def _destination(url: str) -> str:
    return url.replace("\\", "%5C").replace("[", "%5B").replace("]", "%5D")
