"""Feeds as their publishers write them → Feed and Entry, and entries → Documents.

Pure: bytes and values in, values out. All of it is meant to run in a worker process, since what
it reads comes from strangers.
"""

from newsdigest.sources.feeds.articles import extract_entry
from newsdigest.sources.feeds.canonical import canonical_url
from newsdigest.sources.feeds.dates import read_date
from newsdigest.sources.feeds.documents import entry_document, entry_hints
from newsdigest.sources.feeds.identity import (
    NamedEntry,
    entry_id,
    fingerprint,
    lookups,
    name_entries,
    recognise,
    said_of,
)
from newsdigest.sources.feeds.limits import MAX_ITEMS
from newsdigest.sources.feeds.links import web_url
from newsdigest.sources.feeds.markup import plain
from newsdigest.sources.feeds.parsing import parse_feed
from newsdigest.sources.feeds.truncation import is_truncated
from newsdigest.sources.feeds.xml_events import Stop, read_xml

__all__ = [
    "MAX_ITEMS",
    "NamedEntry",
    "Stop",
    "canonical_url",
    "entry_document",
    "entry_hints",
    "entry_id",
    "extract_entry",
    "fingerprint",
    "is_truncated",
    "lookups",
    "name_entries",
    "parse_feed",
    "plain",
    "read_date",
    "read_xml",
    "recognise",
    "said_of",
    "web_url",
]
