"""What a page says of its article: JSON-LD, Open Graph, meta elements, microdata and visible text.

part_address        where a linked part of an article is
read_metadata       a parsed page → Metadata
with_printed_date   the same with the date that only the page's text tells
"""

from newsdigest.extract.metadata.addresses import absolute, host_of, part_address
from newsdigest.extract.metadata.printed import with_printed_date
from newsdigest.extract.metadata.read import read_metadata
from newsdigest.extract.metadata.values import ArticleBody, Metadata

__all__ = [
    "ArticleBody",
    "Metadata",
    "absolute",
    "host_of",
    "part_address",
    "read_metadata",
    "with_printed_date",
]
