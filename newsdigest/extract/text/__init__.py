"""Plain text and Markdown turned into articles: dumps of pages, single articles, mail-like text.

wording, labels, photo_credits    word lists and what is recognised by them
lines, wrapped, markdown    text → lines
shapes, facts, roles        what a line is
split                       lines → articles
header, body, captions      the parts of an article
assemble                    parts → Article
"""

from newsdigest.extract.text.line_shapes import is_paragraph, looks_like_headline
from newsdigest.extract.text.line_unwrapping import unwrap
from newsdigest.extract.text.text_extraction import extract_text
from newsdigest.extract.text.text_lines import MOST_LINES, TextLine, read_lines

__all__ = [
    "MOST_LINES",
    "TextLine",
    "extract_text",
    "is_paragraph",
    "looks_like_headline",
    "read_lines",
    "unwrap",
]
