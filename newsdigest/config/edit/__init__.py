"""Editing the user's file, keeping its comments and order, and writing a starter file."""

from newsdigest.config.edit.additions import add_site, keep_text, site_toml
from newsdigest.config.edit.assignment import set_value
from newsdigest.config.edit.feeds import (
    Addition,
    NewFeed,
    add_feed,
    add_feeds,
    remove_feed,
    rename_feed,
)
from newsdigest.config.edit.starter import starter_text
from newsdigest.config.edit.writing import write_config

__all__ = [
    "Addition",
    "NewFeed",
    "add_feed",
    "add_feeds",
    "add_site",
    "keep_text",
    "remove_feed",
    "rename_feed",
    "set_value",
    "site_toml",
    "starter_text",
    "write_config",
]
