"""The feeds of accounts at other readers, and what is to be marked as read there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from newsdigest.feedmodel import AccountFeed
from newsdigest.store.connection import Connection
from newsdigest.store.values import a_text, a_text_or_none, mapped, own_time, storable, to_time
from newsdigest.valueclasses import valueclass


@valueclass
class QueuedItem:
    """An item to mark as read, and since when."""

    id: str
    since: datetime


class AccountTable:
    """The accounts of an open state."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, account: str, feeds: Iterable[AccountFeed]) -> None:
        """Store the present names and labels of feeds of an account, by its `state_key`.

        Those that the account has no more stay: some of their items may still be undelivered.
        """
        self._connection.executemany(
            "INSERT OR REPLACE INTO account_feeds VALUES (?, ?, ?, ?)",
            [
                (account, storable(each.stream), _text(each.title), json.dumps(each.groups))
                for each in feeds
            ],
        )

    def queue(self, accounts: Sequence[str], articles: Iterable[str], now: datetime) -> None:
        """Queue the items of these accounts whose articles were delivered."""
        if accounts:
            self._connection.execute(
                _QUEUE,
                {
                    "accounts": json.dumps(list(accounts)),
                    "articles": json.dumps(list(articles)),
                    "now": to_time(now),
                },
            )

    def queued(self, account: str) -> list[QueuedItem]:
        """The items to mark as read, the longest queued first."""
        rows = self._connection.execute(
            "SELECT item, since FROM items_to_mark WHERE account = ? ORDER BY since, item",
            [account],
        )
        with mapped(self._connection, "items_to_mark"):
            return [QueuedItem(a_text(row["item"]), own_time(row["since"])) for row in rows]

    def unqueue(self, account: str, items: Iterable[str]) -> None:
        """Drop items that were marked."""
        self._connection.executemany(
            "DELETE FROM items_to_mark WHERE account = ? AND item = ?",
            [(account, item) for item in items],
        )

    def all(self) -> Mapping[str, list[AccountFeed]]:
        """The feeds of every account."""
        rows = self._connection.execute("SELECT * FROM account_feeds ORDER BY account, stream")
        found: dict[str, list[AccountFeed]] = {}
        with mapped(self._connection, "account_feeds"):
            for row in rows:
                found.setdefault(a_text(row["account"]), []).append(account_feed_of(row))
        return found


# Items are under their accounts as "item:" and their id.
_QUEUE = """
INSERT OR IGNORE INTO items_to_mark
    SELECT feed, substr(key, 6), :now FROM sightings
        WHERE article IN (SELECT value FROM json_each(:articles))
            AND feed IN (SELECT value FROM json_each(:accounts))
            AND key >= 'item:' AND key < 'item;'
"""


def account_feed_of(row: sqlite3.Row) -> AccountFeed:
    """The feed of a row. One of MISFITS for a row that this program did not write."""
    a_text(row["account"])
    groups = tuple(map(a_text, json.loads(a_text(row["groups"]))))
    return AccountFeed(a_text(row["stream"]), a_text_or_none(row["title"]), groups)


def _text(text: str | None) -> str | None:
    return storable(text) if text else None
