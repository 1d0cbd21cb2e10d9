"""The format terminal: in the width of the terminal, with colour and hyperlinks if supported."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING
from zlib import crc32

from newsdigest.render.digest_lines import digest_lines
from newsdigest.render.line_layout import lay_out
from newsdigest.render.options import RenderOptions
from newsdigest.render.styled_lines import Span, Style, StyledLines
from newsdigest.render.view import DigestView

if TYPE_CHECKING:
    from newsdigest.render.reader_view import ReaderView

# The colours of the sixteen that are readable on light and dark backgrounds: on white and black,
# magenta has a contrast of 4.7 and 4.5 in xterm's palette, red of 5.8 and 3.6; cyan would have 2.0
# on white, blue 2.2 on black. Text has the terminal's own colour.
_CODES = {
    Style.PLAIN: "",
    Style.TITLE: "1",
    Style.HEADING: "1;35",
    Style.SUBHEADING: "35",
    Style.FAINT: "2",
    Style.ALERT: "31",
}


def digest(view: DigestView, options: RenderOptions) -> str:
    return _paint(digest_lines(view, options.words, hosts=options.hyperlinks), options)


def articles(reader: ReaderView, options: RenderOptions) -> str:
    from newsdigest.render.article_lines import article_lines

    return _paint(article_lines(reader, options.words), options)


def _paint(lines: StyledLines, options: RenderOptions) -> str:
    laid_out = lay_out(lines, options.columns)
    return "".join(f"{_line(spans, options)}\n" for spans in laid_out)


def _line(spans: Iterable[Span], options: RenderOptions) -> str:
    painted = []
    for link, linked in groupby(spans, key=lambda span: span.link):
        text = "".join(_coloured(span) if options.colour else span.text for span in linked)
        painted.append(_hyperlink(text, link) if link and options.hyperlinks else text)
    return "".join(painted)


def _coloured(span: Span) -> str:
    code = _CODES[span.style]
    return f"\x1b[{code}m{span.text}\x1b[0m" if code else span.text


def _hyperlink(text: str, link: str) -> str:
    """OSC 8. The shared id makes the lines of a broken headline one link."""
    return f"\x1b]8;id={crc32(link.encode()):08x};{link}\x1b\\{text}\x1b]8;;\x1b\\"
