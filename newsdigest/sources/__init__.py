"""Where documents come from: files, directories, standard input, the web, feeds, mail and books.

The network is a room of its own, `newsdigest.sources.network`, entered only by who fetches.
"""

from typing import TYPE_CHECKING

from newsdigest.later import later
from newsdigest.sources.gathering import Gathering, gather, gather_listed, read_source
from newsdigest.sources.limits import DEFAULT_LIMITS, Limits
from newsdigest.sources.urls import (
    host_and_port,
    is_web_address,
    places_of,
    subscription_url,
    without_password,
)

if TYPE_CHECKING:
    from newsdigest.sources.discovery import FeedLink, discover_feeds
    from newsdigest.sources.feeds import (
        NamedEntry,
        canonical_url,
        entry_hints,
        entry_id,
        extract_entry,
        fingerprint,
        is_truncated,
        lookups,
        name_entries,
        parse_feed,
        recognise,
        said_of,
    )
    from newsdigest.sources.mail import read_mail, read_mbox
    from newsdigest.sources.opml import FeedList, ListedFeed, format_opml, parse_opml
    from newsdigest.sources.packed import read_epub, read_opendocument, read_word
    from newsdigest.sources.pdf import read_pdf
    from newsdigest.sources.rich_text import read_rich_text
    from newsdigest.sources.sitemaps import Sitemap, parse_sitemap

__all__ = [
    "DEFAULT_LIMITS",
    "FeedLink",
    "FeedList",
    "Gathering",
    "Limits",
    "ListedFeed",
    "NamedEntry",
    "Sitemap",
    "canonical_url",
    "discover_feeds",
    "entry_hints",
    "entry_id",
    "extract_entry",
    "fingerprint",
    "format_opml",
    "gather",
    "gather_listed",
    "host_and_port",
    "is_truncated",
    "is_web_address",
    "lookups",
    "name_entries",
    "parse_feed",
    "parse_opml",
    "parse_sitemap",
    "places_of",
    "read_epub",
    "read_mail",
    "read_mbox",
    "read_opendocument",
    "read_pdf",
    "read_rich_text",
    "read_source",
    "read_word",
    "recognise",
    "said_of",
    "subscription_url",
    "without_password",
]

# The readers of single kinds of documents, which most runs have no use for.
__getattr__ = later(
    __name__,
    {
        "discovery": ("FeedLink", "discover_feeds"),
        "feeds": (
            "NamedEntry",
            "canonical_url",
            "entry_hints",
            "entry_id",
            "fingerprint",
            "is_truncated",
            "lookups",
            "name_entries",
            "parse_feed",
            "extract_entry",
            "recognise",
            "said_of",
        ),
        "mail": ("read_mail", "read_mbox"),
        "opml": ("FeedList", "ListedFeed", "format_opml", "parse_opml"),
        "packed": ("read_epub", "read_opendocument", "read_word"),
        "pdf": ("read_pdf",),
        "rich_text": ("read_rich_text",),
        "sitemaps": ("Sitemap", "parse_sitemap"),
    },
)
