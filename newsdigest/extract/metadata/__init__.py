"""What a page says of its article: JSON-LD, Open Graph, meta elements, microdata and visible text.

part_address        where a linked part of an article is
read_metadata       a parsed page → Metadata
with_printed_date   the same with the date that only the page's text tells
"""

from newsdigest.extract.metadata.metadata_values import ArticleBody, Metadata
from newsdigest.extract.metadata.page_metadata import read_metadata
from newsdigest.extract.metadata.page_urls import absolute_url, host_of, part_url
from newsdigest.extract.metadata.text_dates import with_printed_date

__all__ = [
    "ArticleBody",
    "Metadata",
    "absolute_url",
    "host_of",
    "part_url",
    "read_metadata",
    "with_printed_date",
]
