"""From plain text and Markdown to articles: dumps of pages, single articles, mail-like text.

text_extraction is the entry point. word_lists, interface_labels and photo_credits recognise words;
text_lines, markdown_lines and line_unwrapping make lines of a text; line_shapes, header_facts and
line_roles say what each line is; article_split finds where articles begin; text_header, text_body,
captions and agency_boxes read the parts of one; article_assembly joins them.
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
