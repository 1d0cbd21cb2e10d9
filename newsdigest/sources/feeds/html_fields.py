"""HTML in feed fields: detecting it, cleaning it, and converting it to plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby

from newsdigest.language import printable


def _by_initial(names: str) -> str:
    """The alternatives, grouped by first letter: most tags then fail at one letter, not at each.

    >>> _by_initial("b|img|ins")
    'b|i(?:mg|ns)'
    """
    groups = groupby(sorted(names.split("|")), key=lambda name: name[0])
    rests = ((initial, [name[1:] for name in own]) for initial, own in groups)
    return "|".join(
        f"{initial}(?:{'|'.join(own)})" if len(own) > 1 else initial + own[0]
        for initial, own in rests
    )


_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Only HTML's names make tags, so that "a <b" and "List<String>" stay text.
_NAMES = _by_initial(
    r"a|abbr|article|aside|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figcaption"
    r"|figure|font|footer|h[1-6]|header|hr|i|iframe|img|ins|kbd|li|main|mark|nobr|ol|p|picture|pre"
    r"|q|s|samp|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th"
    r"|thead|time|tr|tt|u|ul|video|wbr"
)
_TAG = re.compile(rf"</?(?:{_NAMES})(?:[\s/][^<>]{{0,2000}})?>", re.IGNORECASE)
# Names that headlines mention as well ("What <dialog> can do"): alone they are text, with
# attributes or an end tag they are tags. Names with a hyphen are custom elements.
_CUSTOM = "[a-z]{1,20}-[a-z0-9-]{1,40}"
_DOUBTFUL = _by_initial(
    r"acronym|address|annotation|applet|area|audio|base|basefont|bdi|bdo|blink|body|button|canvas"
    r"|caption|circle|col|colgroup|data|datalist|defs|desc|details|dfn|dialog|dir|ellipse|embed"
    r"|fieldset|form|frame|frameset|g|head|hgroup|html|input|isindex|label|legend|line|link|map"
    r"|marquee|math|menu|meta|meter|mfrac|mi|mn|mo|mrow|msqrt|msub|msup|mtext|nav|noframes|noscript"
    r"|object|optgroup|option|output|param|path|polygon|progress|rect|rp|rt|ruby|select|semantics"
    r"|slot|source|summary|template|text|textarea|title|track|var"
)
_DOUBTFUL_TAG = re.compile(
    rf"<(?:{_DOUBTFUL}|{_CUSTOM})\s[^<>=]{{0,200}}=|</(?:{_DOUBTFUL}|{_CUSTOM})\s{{0,9}}>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(
    rf"</?(?:{_NAMES}|{_DOUBTFUL}|{_CUSTOM})(?:[\s/][^<>]{{0,2000}})?>", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--(?:(?!<!--).){0,4000}?-->|<!--\Z", re.DOTALL)
_INLINE_NAMES = _by_initial(
    "a|abbr|b|cite|code|del|em|font|i|ins|kbd|mark|nobr|q|s|small|span|strong|sub|sup|tt|u|wbr"
)
_INLINE = re.compile(rf"</?(?:{_INLINE_NAMES})(?:[\s/][^<>]{{0,2000}})?>", re.IGNORECASE)
_ESCAPED = re.compile(rf"<(?:{_NAMES})[\s>]", re.IGNORECASE)
# An unclosed one hides the rest, as in a browser.
_HIDDEN = re.compile(
    r"<(script|style|template|noscript)(?=[\s>])(?:[^<]|<(?!/\1))*+", re.IGNORECASE
)
# C1 characters mean the windows-1252 character at that position: &#146; is an apostrophe.
_C1 = re.compile("[\x80-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def is_html(text: str) -> bool:
    """Whether a text of unknown kind has tags or character references."""
    return bool(_TAG.search(text) or _REFERENCE.search(text) or _DOUBTFUL_TAG.search(text))


def cleaned(text: str) -> str:
    """Multi-line HTML or text without unprintable characters."""
    if not _CONTROL.search(text):
        return text.strip()
    return printable(_C1.sub(_meant, text), multiline=True).strip()


def plain(text: str, *, html: bool | None) -> str:
    """The text as one printable line; with `html` None, HTML is detected.

    >>> plain("Bread &amp; <b>roses</b>", html=None)
    'Bread & roses'
    """
    if html is not False and "<" in text:
        text = _tags(text, html=html).sub(" ", _without_inline(text))
    if html is not False:
        text = unescaped(text)
    return printable(_C1.sub(_meant, text))


def _tags(text: str, *, html: bool | None) -> re.Pattern[str]:
    """The tags to recognise: all of HTML's if the text is declared or detected as HTML."""
    return _ANY_TAG if html or _DOUBTFUL_TAG.search(text) else _TAG


def unescaped(text: str) -> str:
    """The text with well-terminated character references resolved once; "&copy that" stays."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def once_escaped(text: str) -> str:
    """The text with real tags if its publisher escaped it twice: "<p>Fog</p>".

    Only a text that begins and ends with tags is unescaped, since others may write about tags.
    """
    if not text.startswith("&lt;") or not text.endswith("&gt;") or "<" in text:
        return text
    found = unescaped(text)
    return found if _ESCAPED.match(found) else text


def paragraphs(text: str) -> Iterator[str]:
    """The printable lines of text or HTML, split at blocks and line breaks."""
    if is_html(text):
        tags = _tags(text, html=None)
        # HTML collapses white space.
        text = " ".join(_without_inline(text).split())
        text = unescaped(tags.sub("\n", text))
    return filter(None, map(printable, text.splitlines()))


def _without_inline(text: str) -> str:
    """The text without comments, scripts and inline tags."""
    return _INLINE.sub("", _COMMENT.sub(" ", _HIDDEN.sub(" ", text)))


def _character(match: re.Match[str]) -> str:
    return html.unescape(match[0])


def _meant(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("windows-1252", "ignore")
