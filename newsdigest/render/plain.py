"""The format for mail and files: 72 columns of plain text, links numbered and listed at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsdigest.render.digest_page import digest_page
from newsdigest.render.layout import TEXT_COLUMNS, lay_out
from newsdigest.render.options import RenderOptions
from newsdigest.render.page import BLANK, Line, Page, Rule, Span
from newsdigest.render.view import DigestView

if TYPE_CHECKING:
    from newsdigest.render.reading import ReadingView


def digest(view: DigestView, options: RenderOptions) -> str:
    """The same as the template digest.txt makes of the view."""
    return _write(digest_page(view, options.words))


def articles(reading: ReadingView, options: RenderOptions) -> str:
    from newsdigest.render.article_page import articles_page

    return _write(articles_page(reading, options.words))


def _write(page: Page) -> str:
    numbers: dict[str, int] = {}
    page = [item if isinstance(item, Rule) else _numbered(item, numbers) for item in page]
    lines = ["".join(span.text for span in spans) for spans in lay_out(page, TEXT_COLUMNS)]
    if numbers:
        # Not broken: a link that is cut in two leads nowhere.
        lines += ["", *(f"[{number}] {link}" for link, number in numbers.items())]
    return "".join(f"{line}\n" for line in lines)


def _numbered(item: Line, numbers: dict[str, int]) -> Line:
    """The line with the number of its link behind each linked text."""
    spans: list[Span] = []
    for span in item.spans:
        spans.append(span)
        if span.link:
            number = numbers.setdefault(span.link, len(numbers) + 1)
            spans.append(Span(f" [{number}]"))
    return replace(item, spans=tuple(spans)) if spans else BLANK
