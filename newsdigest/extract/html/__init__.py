"""HTML page → articles; what letters in HTML are read with, too."""

from newsdigest.extract.html.box import Page
from newsdigest.extract.html.numbering import ItemNumbers
from newsdigest.extract.html.page import matching_texts, next_page, read_page
from newsdigest.extract.html.reader import safe
from newsdigest.extract.html.walk import read_blocks

__all__ = [
    "ItemNumbers",
    "Page",
    "matching_texts",
    "next_page",
    "read_blocks",
    "read_page",
    "safe",
]
