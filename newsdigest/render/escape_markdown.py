"""Escaping for CommonMark, so that text is never read as markup.

GitHub's extensions are escaped as well: strikethrough, table bars, bare URLs and mail addresses.
"""

from __future__ import annotations

import re

# Backslash, code, emphasis, links and images, HTML and autolinks, closing # of a heading, GitHub.
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~]")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_AUTOLINK = re.compile(r"(?<=\w)(?::(?=//)|@(?=\w))|(?<=www)\.", re.IGNORECASE)
# Starts of setext underlines, thematic breaks, list items, front matter and ordered lists.
_START = re.compile(r"[-+=:]|\d{1,9}(?=[.)])")


def escaped(text: str) -> str:
    """The text escaped for any position in a line of CommonMark."""
    text = _SIGNS.sub(r"\\\g<0>", text)
    text = _AUTOLINK.sub(r"\\\g<0>", _ENTITY.sub(r"\\&", text))
    if start := _START.match(text):
        # In "2026." the full stop is escaped: a backslash before a digit is literal.
        sign = start.end() if start[0].isdigit() else 0
        text = f"{text[:sign]}\\{text[sign:]}"
    return text


def link(text: str, url: str | None) -> str:
    """A link, or the text alone without a URL. The URL comes from links.web_link."""
    return f"[{escaped(text)}]({_destination(url)})" if url else escaped(text)


def fenced(code: str) -> str:
    """A code block with a fence longer than any in the code."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _destination(url: str) -> str:
    url = url.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub("&amp;", url)
