"""The feeds of accounts at other readers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from newsdigest.feedmodel import AccountFeed
from newsdigest.store.connection import Connection
from newsdigest.store.values import a_text, a_text_or_none, mapped, storable


class AccountTable:
    """The feeds of the accounts of an open state."""

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

    def all(self) -> Mapping[str, list[AccountFeed]]:
        """The feeds of every account."""
        rows = self._connection.execute("SELECT * FROM account_feeds ORDER BY account, stream")
        found: dict[str, list[AccountFeed]] = {}
        with mapped(self._connection, "account_feeds"):
            for row in rows:
                found.setdefault(a_text(row["account"]), []).append(account_feed_of(row))
        return found


def account_feed_of(row: sqlite3.Row) -> AccountFeed:
    """The feed of a row. One of MISFITS for a row that this program did not write."""
    a_text(row["account"])
    groups = tuple(map(a_text, json.loads(a_text(row["groups"]))))
    return AccountFeed(a_text(row["stream"]), a_text_or_none(row["title"]), groups)


def _text(text: str | None) -> str | None:
    return storable(text) if text else None
