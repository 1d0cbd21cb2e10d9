"""The metadata of a page: JSON-LD, Open Graph, meta elements, microdata and visible text."""

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
