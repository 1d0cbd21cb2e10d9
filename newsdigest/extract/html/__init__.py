"""HTML pages to articles, and the parts of that work that HTML mail shares."""

from newsdigest.extract.html.article_blocks import fast_printable
from newsdigest.extract.html.box_tree import BoxTree
from newsdigest.extract.html.list_numbers import ItemNumbers
from newsdigest.extract.html.page_extraction import matching_texts, next_page, read_page
from newsdigest.extract.html.text_blocks import read_blocks

__all__ = [
    "BoxTree",
    "ItemNumbers",
    "fast_printable",
    "matching_texts",
    "next_page",
    "read_blocks",
    "read_page",
]
