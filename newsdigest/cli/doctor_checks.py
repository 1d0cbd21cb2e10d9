"""The checks of newsdigest doctor."""

from __future__ import annotations

import os
import shlex
import stat
import textwrap
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from newsdigest.cli.status import Status
from newsdigest.cli.wording import counted, counted_sources
from newsdigest.language import printable
from newsdigest.masking import masked_address
from newsdigest.valueclasses import valueclass

if TYPE_CHECKING:
    from newsdigest.config import Config
    from newsdigest.store import FeedState

# Expat 2.4.1 limits entity expansion (CVE-2013-0340); SQLite 3.37 introduced STRICT tables.
_OLDEST_EXPAT = (2, 4, 1)
_OLDEST_SQLITE = (3, 37, 0)
# A feed that has failed for this long is reported.
_LONG_BROKEN = timedelta(days=7)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@valueclass
class Finding:
    """The result of one check; `status` is the exit status that it causes."""

    about: str
    what: str
    status: Status = Status.DONE
    warns: bool = False

    def lines(self, width: int | None) -> str:
        """The finding on one line, or wrapped to the width of a terminal."""
        mark = "warning" if self.warns else "error" if self.status else "ok"
        line = f"{mark:<8} {self.about:<14} {self.what}"
        if width is None or len(line) <= width:
            return f"{line}\n"
        indent = " " * 9
        wrapped = textwrap.fill(
            self.what, width, initial_indent=indent, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        return f"{mark:<8} {self.about}\n{wrapped}\n"


def findings(path: Path | None) -> Iterator[Finding]:
    """All checks, each after those that it depends on."""
    from newsdigest.cli.session import titles
    from newsdigest.config import load_config
    from newsdigest.errors import ConfigError

    yield from _versions()
    yield from _time_zone()
    try:
        config = load_config(path, os.environ, titles)
    except ConfigError as error:
        for problem in error.problems:
            yield Finding("configuration", problem, Status.USAGE)
        return
    if config.path is None:
        hint = "none, since there is no home directory: set HOME, or name a file with --config"
        yield Finding("configuration", hint)
    elif not config.path.exists():
        hint = f"{config.path} is not there yet: 'newsdigest config init' writes it"
        yield Finding("configuration", hint)
    else:
        yield Finding("configuration", f"{config.path}, {counted_sources(config)}")
    for warning in config.warnings:
        yield Finding("configuration", warning, warns=True)
    yield from _silent_feeds(config)
    yield from _state(config)


def _silent_feeds(config: Config) -> Iterator[Finding]:
    """The feeds that are paused or mute, which nobody may remember."""
    today = datetime.now(UTC).astimezone().date()
    for feed in config.feeds:
        shown = printable(feed.name or masked_address(feed.url))
        if feed.paused:
            yield Finding("feeds", f"{shown} is paused")
        if feed.mute:
            state = "is mute until" if feed.mute > today else "was mute until"
            yield Finding("feeds", f"{shown} {state} {feed.mute}")


def _versions() -> Iterator[Finding]:
    import platform
    import pyexpat
    import sqlite3

    yield Finding("python", platform.python_version())
    yield _version("sqlite", sqlite3.sqlite_version_info, _OLDEST_SQLITE)
    yield _version("expat", pyexpat.version_info, _OLDEST_EXPAT)
    options = [row[0] for row in sqlite3.connect(":memory:").execute("PRAGMA compile_options")]
    if "ENABLE_FTS5" not in options:
        yield Finding("sqlite", "built without FTS5, which search needs", Status.STATE_UNUSABLE)


def _version(name: str, found: tuple[int, ...], oldest: tuple[int, ...]) -> Finding:
    shown = ".".join(map(str, found))
    if found >= oldest:
        return Finding(name, shown)
    wanted = ".".join(map(str, oldest))
    return Finding(name, f"{shown} is older than {wanted}", Status.NO_DIGEST)


def _time_zone() -> Iterator[Finding]:
    """Check TZ: the system silently treats an unknown name as UTC."""
    import zoneinfo

    name = os.environ.get("TZ", "").removeprefix(":")
    if not name or not name.replace("/", "").replace("_", "").isalpha():
        return
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        yield Finding("time zone", f"TZ={name} is not known here: times are in UTC", warns=True)


def _state(config: Config) -> Iterator[Finding]:
    from newsdigest.cli.session import readers
    from newsdigest.errors import LockedError, StateError
    from newsdigest.store import Store, is_there

    now = datetime.now(UTC)

    path = config.state.path
    if path is None:
        reason = "there is no place for it: set HOME, or state.path"
        yield Finding("state", reason, Status.STATE_UNUSABLE)
        return
    try:
        if not is_there(path):
            yield Finding("state", f"{path} is not there yet: 'newsdigest fetch' makes it")
            return
        yield from _permissions(path)
        with Store(path, read_only=True) as store:
            if not store.is_made:
                yield Finding("state", f"{path} is empty: 'newsdigest fetch' fills it")
                return
            problems = store.check()
            kept = store.articles.count() if not problems else 0
            broken = [] if problems else list(_broken_feeds(config, store.feeds.all(), now))
            old = 0
            if kept and not store.is_older_version:
                waiting = readers(config, store, now)
                old = store.articles.prunable(now - config.state.keep, waiting)
    except (StateError, LockedError) as error:
        yield Finding("state", str(error), Status.STATE_UNUSABLE)
        return
    for problem in problems:
        yield Finding("state", problem, Status.STATE_UNUSABLE)
    if problems:
        hint = f"'newsdigest doctor --salvage FILE' saves what can be read of {path}"
        yield Finding("state", hint, Status.STATE_UNUSABLE)
    else:
        size = f"{path.stat().st_size / 1e6:.1f} MB"
        yield Finding("state", f"{path}, {counted(kept, 'article')}, {size}")
    yield from broken
    if not problems and old:
        hint = f"{counted(old, 'article')} past state.keep: 'newsdigest prune' deletes them"
        yield Finding("state", hint, warns=True)


def _broken_feeds(
    config: Config, states: Mapping[str, FeedState], now: datetime
) -> Iterator[Finding]:
    """The configured feeds that are gone, have been failing for too long or were never read."""
    from newsdigest.store import state_key

    for feed in config.feeds:
        state = states.get(state_key(feed.url))
        since = (state.gone or state.failing_since) if state else None
        if state is None or since is None or feed.paused:
            continue
        is_long = state.gone is not None or now - since >= _LONG_BROKEN
        if not is_long and state.succeeded is not None:
            continue
        handle = shlex.quote(feed.name or masked_address(feed.url))
        failing = "failing" if state.succeeded else "never read"
        what = "gone for good" if state.gone else failing
        about = f"{masked_address(feed.url)}: {what} since {since.astimezone():%Y-%m-%d}"
        mend = f"feeds remove {handle}" if feed.is_web and is_long else "config edit"
        reason = f"{about} ({state.error}): newsdigest {mend}"
        yield Finding("feeds", printable(reason), warns=True)


def _permissions(path: Path) -> Iterator[Finding]:
    for each in (path, path.parent):
        found = each.stat()
        if found.st_uid not in (os.geteuid(), 0):
            yield Finding("permissions", f"{each} belongs to another user", Status.STATE_UNUSABLE)
    if path.stat().st_mode & _OTHERS:
        yield Finding("permissions", f"{path} is open to others: chmod 600 it", warns=True)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        yield Finding("permissions", f"{path} cannot be written", Status.STATE_UNUSABLE)
