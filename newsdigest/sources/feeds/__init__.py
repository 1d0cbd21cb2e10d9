"""Feed bytes to a Feed with its entries, and entries to Documents and Articles.

Pure: bytes and values in, values out. Feeds are untrusted input, so all of this runs in worker
processes.

The road of a feed, in modules: `feed_parser` chooses a reader by format. `strict_xml` reads
well-formed XML from `xml_events` into `xml_tree`, and `rss_atom_elements` maps its elements;
`tolerant_xml` reads what is not well-formed, up to where `feed_truncation` says it is whole;
`json_feed` reads JSON. All of them fill a `raw_feed`, which `normalisation` turns into a Feed with
`feed_dates`, `html_fields`, `absolute_urls`, `item_pictures` and `poll_hints`. `feed_limits` bounds
it all.

The road of an entry: `entry_identity` recognises it from one poll to the next by its
`canonical_urls`; `entry_truncation` decides whether its page is needed; `entry_documents` makes a
page of it and `entry_articles` its articles, without a `placeholder_body`.
"""

from newsdigest.sources.feeds.absolute_urls import web_url
from newsdigest.sources.feeds.canonical_urls import canonical_url
from newsdigest.sources.feeds.entry_articles import extract_entry
from newsdigest.sources.feeds.entry_documents import entry_document, entry_hints
from newsdigest.sources.feeds.entry_identity import (
    NamedEntry,
    entry_id,
    fingerprint,
    lookups,
    name_entries,
    recognise,
    snapshot_of,
)
from newsdigest.sources.feeds.entry_truncation import is_truncated
from newsdigest.sources.feeds.feed_dates import read_date
from newsdigest.sources.feeds.feed_limits import MAX_ITEMS
from newsdigest.sources.feeds.feed_parser import parse_feed
from newsdigest.sources.feeds.google_reader import (
    ItemPage,
    ReaderFeed,
    long_item_id,
    parse_account_feeds,
    parse_item_ids,
    parse_items,
)
from newsdigest.sources.feeds.html_fields import plain
from newsdigest.sources.feeds.xml_events import StopReading, read_xml

__all__ = [
    "MAX_ITEMS",
    "ItemPage",
    "NamedEntry",
    "ReaderFeed",
    "StopReading",
    "canonical_url",
    "entry_document",
    "entry_hints",
    "entry_id",
    "extract_entry",
    "fingerprint",
    "is_truncated",
    "long_item_id",
    "lookups",
    "name_entries",
    "parse_account_feeds",
    "parse_feed",
    "parse_item_ids",
    "parse_items",
    "plain",
    "read_date",
    "read_xml",
    "recognise",
    "snapshot_of",
    "web_url",
]
