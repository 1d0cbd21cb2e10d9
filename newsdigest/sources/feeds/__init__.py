"""Feeds as their publishers write them → Feed and Entry, and entries → Documents.

Pure: bytes and values in, values out. All of it is meant to run in a worker process, since what
it reads comes from strangers.
"""

from newsdigest.sources.feeds.parsing import parse_feed

__all__ = ["parse_feed"]
