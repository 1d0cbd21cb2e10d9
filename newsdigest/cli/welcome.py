"""What `newsdigest` alone says at a terminal: the commands that come next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsdigest.cli.wording import counted_sources

if TYPE_CHECKING:
    from newsdigest.config import Config

# What a command does, and the lines to type.
Step = tuple[str, tuple[str, ...]]

_DIGEST: Step = (
    "A digest of pages, feeds, mail and folders of them:",
    ("newsdigest digest page.html https://example.org/story letters.mbox",),
)
_READ: Step = (
    "An article without everything round it:",
    ("newsdigest read https://example.org/story",),
)
_SUBSCRIBE: Step = (
    "Subscribe to the feed of a site, and read each day what is new:",
    ("newsdigest feeds add https://example.org", "newsdigest digest --new"),
)
_IMPORT: Step = (
    "Take over the feeds of another reader:",
    ("newsdigest feeds import feeds.opml",),
)
_SEARCH: Step = ("What your feeds said about something:", ("newsdigest search harbour",))
_FEEDS: Step = ("Your feeds, and how they are:", ("newsdigest feeds list",))
_SCHEDULE: Step = ("A line for your crontab:", ("newsdigest schedule",))
_MEND: Step = (
    "The configuration has mistakes. Show and correct them:",
    ("newsdigest config check", "newsdigest config edit"),
)
_HELP: Step = (
    "All commands, and the options of one:",
    ("newsdigest --help", "newsdigest help digest"),
)


def welcome(config: Config | None) -> str:
    """The next steps for this configuration, or for one that cannot be read."""
    lines = ["newsdigest turns a pile of news into a digest that reads in three minutes.", ""]
    for text, commands in _steps(config):
        lines += [text, *(f"    {command}" for command in commands)]
    return "\n".join([*lines, ""])


def _steps(config: Config | None) -> Sequence[Step]:
    if config is None:
        return (_MEND, _HELP)
    if not config.feeds:
        return (_DIGEST, _READ, _SUBSCRIBE, _IMPORT, _HELP)
    return (_new(config), _SEARCH, _FEEDS, _SCHEDULE, _DIGEST, _HELP)


def _new(config: Config) -> Step:
    named = [f"newsdigest digest --profile {name}" for name in config.profiles if name]
    sources = counted_sources(config)
    return f"What is new in your {sources}:", ("newsdigest digest --new", *named[:3])
