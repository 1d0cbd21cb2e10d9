"""Foreign text inside CommonMark: read as it was written, never as markup.

Escaped is also what is no CommonMark but common: strikethrough and table bars of GitHub, bare URLs
and mail addresses that it turns into links.
"""

from __future__ import annotations

import re

# Backslash, code, emphasis, links and images, HTML and autolinks, closing # of a heading, GitHub.
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~]")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_AUTOLINK = re.compile(r"(?<=\w)(?::(?=//)|@(?=\w))|(?<=www)\.", re.IGNORECASE)
# Setext underlines, rules, list items and front matter begin with these; so do ordered lists.
_START = re.compile(r"[-+=:]|\d{1,9}(?=[.)])")


def escaped(text: str) -> str:
    """The text as one line of CommonMark that means just itself, wherever in a line it stands."""
    text = _SIGNS.sub(r"\\\g<0>", text)
    text = _AUTOLINK.sub(r"\\\g<0>", _ENTITY.sub(r"\\&", text))
    if start := _START.match(text):
        # Of "2026." the point is escaped: a backslash before a digit stays a backslash.
        sign = start.end() if start[0].isdigit() else 0
        text = f"{text[:sign]}\\{text[sign:]}"
    return text


def link(text: str, url: str | None) -> str:
    """A link, or the text alone where there is no URL. The URL is one of links.web_link."""
    return f"[{escaped(text)}]({_destination(url)})" if url else escaped(text)


def fenced(code: str) -> str:
    """A code block whose fence is longer than any in the code."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _destination(url: str) -> str:
    url = url.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub("&amp;", url)
