"""Reads and writes lists of feeds (OPML 1.0 and 2.0)."""

from newsdigest.sources.opml.listed import FeedList, ListedFeed
from newsdigest.sources.opml.reading import MAX_FEEDS, MAX_PROBLEMS, parse_opml
from newsdigest.sources.opml.writing import format_opml

__all__ = ["MAX_FEEDS", "MAX_PROBLEMS", "FeedList", "ListedFeed", "format_opml", "parse_opml"]
