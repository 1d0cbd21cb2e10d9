"""The table of `feeds list`."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from newsdigest.config import FeedSettings
from newsdigest.contract import values
from newsdigest.language import printable
from newsdigest.masking import masked_address
from newsdigest.press import host_of, publication_name
from newsdigest.store import FeedState, state_key
from newsdigest.valueclasses import valueclass


@valueclass
class Row:
    name: str | None
    url: str
    health: values.FeedHealth
    last_success: datetime | None
    next_poll: datetime | None
    error: str | None
    moved_to: str | None
    # The faults tolerated when it was last read.
    note: str | None = None
    groups: tuple[str, ...] = ()
    weight: float | None = None
    limit: int | None = None
    # The day on which it is delivered again; in the past for a mute that is over.
    mute: date | None = None


def feed_rows(feeds: Sequence[FeedSettings], states: Mapping[str, FeedState]) -> list[Row]:
    """One row per configured feed, in configuration order."""
    return [_row(feed, states.get(state_key(feed.url))) for feed in feeds]


def shown_name(feed: FeedSettings, state: FeedState | None) -> str | None:
    """The user's name for a feed, or else the name of its publication."""
    return feed.name or publication_of(state)


def publication_of(state: FeedState | None) -> str | None:
    """The name of the feed's publication, if it is known."""
    if state is None or not state.title:
        return None
    return publication_name(state.title, host_of(state.site))


def _row(feed: FeedSettings, state: FeedState | None) -> Row:
    url = masked_address(feed.url)
    name = shown_name(feed, state)
    if state is None or state.polled is None:
        unpolled: values.FeedHealth = "paused" if feed.paused else "new"
        return Row(name, url, unpolled, None, None, None, None, None, *_attention(feed))
    health: values.FeedHealth = "gone" if state.gone else "failing" if state.error else "ok"
    next_poll = state.next_poll
    if feed.paused:
        health, next_poll = "paused", None
    moved = masked_address(state.fetch_url) if state.fetch_url else None
    return Row(
        name, url, health, state.succeeded, next_poll, state.error, moved, state.note,
        *_attention(feed),
    )  # fmt: skip


def _attention(feed: FeedSettings) -> tuple[tuple[str, ...], float | None, int | None, date | None]:
    return feed.groups, feed.weight, feed.limit, feed.mute


def rows_as_json(rows: Sequence[Row]) -> str:
    return json.dumps(list(map(_fields, rows)), ensure_ascii=False, indent=2) + "\n"


def _fields(row: Row) -> values.Feed:
    return {
        "name": row.name,
        "url": row.url,
        "health": row.health,
        "last_success": row.last_success.isoformat() if row.last_success else None,
        "next_poll": row.next_poll.isoformat() if row.next_poll else None,
        "error": row.error,
        "moved_to": row.moved_to,
        "note": row.note,
        "groups": list(row.groups),
        "weight": row.weight,
        "limit": row.limit,
        "mute": row.mute.isoformat() if row.mute else None,
    }


def format_rows(rows: Sequence[Row], now: datetime, width: int) -> str:
    """Each feed with its state indented below, never shortened; "" without feeds."""
    return "".join(_lines(row, now, width) for row in rows)


def _lines(row: Row, now: datetime, width: int) -> str:
    health: list[str] = [row.health]
    if row.last_success:
        health.append(f"last success {_span(now - row.last_success)} ago")
    if row.next_poll and row.health != "gone":
        late = row.next_poll <= now
        health.append("due now" if late else f"next poll in {_span(row.next_poll - now)}")
    if row.moved_to:
        health.append(f"moved to {row.moved_to}")
    health += [each for each in (row.error, row.note) if each]
    if row.groups:
        health.append(f"in {', '.join(row.groups)}")
    if row.mute and row.mute > now.astimezone().date():
        health.append(f"mute until {row.mute}")
    if row.weight is not None:
        health.append(f"weight {row.weight:g}")
    if row.limit is not None:
        health.append(f"limit {row.limit}")
    first = f"{row.name}  {row.url}" if row.name else row.url
    how = textwrap.fill(
        printable(" · ".join(health)),
        width,
        initial_indent="  ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f"{printable(first)}\n{how}\n"


def _span(length: timedelta) -> str:
    """A time span in its largest whole unit: 3 d, 5 h, 20 min."""
    seconds = max(int(length.total_seconds()), 0)
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
