"""Values that the shell completes: formats, and what the user's configuration names.

A configuration that cannot be read completes nothing; the next run reports what is wrong with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from newsdigest.errors import NewsdigestError
from newsdigest.formats import LEVELS, format_names
from newsdigest.patterns import pattern

if TYPE_CHECKING:
    from newsdigest.config import Config

_SPECIAL = pattern(r"[^\w./:,@%+=-]")
# Each level, and the pairs of two.
_LEVELS = (*LEVELS, *(f"{one},{other}" for one, other in permutations(LEVELS, 2)), "none")


def formats(incomplete: str) -> list[str]:
    return _beginning_with(incomplete, format_names())


def screen_formats(incomplete: str) -> list[str]:
    return _beginning_with(incomplete, ("terminal", "json"))


def listing_formats(incomplete: str) -> list[str]:
    return _beginning_with(incomplete, ("text", "json"))


def levels(incomplete: str) -> list[str]:
    return _beginning_with(incomplete, _LEVELS)


def weekdays(incomplete: str) -> list[str]:
    from newsdigest.cli.timetable import WEEKDAYS

    return _beginning_with(incomplete, WEEKDAYS)


def outputs(incomplete: str) -> list[str]:
    """What has a JSON Schema."""
    from newsdigest.contract import values

    return _beginning_with(incomplete, values.OUTPUTS)


def settings(incomplete: str) -> list[str]:
    """The keys of the sections that stand once."""
    from newsdigest.config import setting_keys

    return _beginning_with(incomplete, setting_keys())


def topics(ctx: typer.Context, incomplete: str) -> list[str]:
    """The standard topics and those of the configuration."""
    from newsdigest.config import TOPIC_NAMES

    config = _config(ctx)
    own = [topic.name for topic in config.topics] if config else []
    return _beginning_with(incomplete, [*TOPIC_NAMES, *own])


def profiles(ctx: typer.Context, incomplete: str) -> list[str]:
    config = _config(ctx)
    return _beginning_with(incomplete, filter(None, config.profiles)) if config else []


def groups(ctx: typer.Context, incomplete: str) -> list[str]:
    config = _config(ctx)
    return _beginning_with(incomplete, config.groups) if config else []


def feeds(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of feeds, and the addresses of those without one, except secret ones.

    The commands for feeds do not change mailboxes and accounts.
    """
    from newsdigest.masking import masked_address

    config = _config(ctx)
    if config is None:
        return []
    named = [feed.name for feed in config.feeds if feed.name and feed.is_web]
    urls = [feed.url for feed in config.feeds if not feed.name]
    return _beginning_with(incomplete, [*named, *(u for u in urls if masked_address(u) == u)])


def publications(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names under which feeds and those of accounts have their articles."""
    from newsdigest.cli.session import reading_store, titles

    config = _config(ctx)
    if config is None:
        return []
    names = [feed.name for feed in config.feeds if feed.name and feed.is_web]
    unnamed = [feed.url for feed in config.feeds if not feed.name]
    if config.state.path:
        names += titles(config.state.path, unnamed).values()
    with suppress(NewsdigestError), reading_store(config) as store:
        known = store.accounts.all().values() if store else ()
        names += [each.title for feeds in known for each in feeds if each.title]
    return _beginning_with(incomplete, dict.fromkeys(names))


def _beginning_with(incomplete: str, values: Iterable[str]) -> list[str]:
    found = [value for value in values if value.startswith(incomplete)]
    # bash inserts what it is given as it is; the other shells quote it themselves.
    if os.environ.get("_NEWSDIGEST_COMPLETE", "").endswith("_bash"):
        return [_SPECIAL.sub(r"\\\g<0>", value) for value in found]
    return found


def _config(ctx: typer.Context) -> Config | None:
    from newsdigest.cli.session import load

    path = ctx.params.get("config") or ctx.find_root().params.get("config")
    with suppress(NewsdigestError):
        return load(Path(path) if path else None, quiet=True)
    return None
