"""How far the folders of mailboxes were read."""

from __future__ import annotations

import sqlite3

from newsdigest.store.connection import Connection
from newsdigest.store.values import a_number, a_text, mapped
from newsdigest.valueclasses import valueclass


@valueclass
class FolderPosition:
    """The last message of a folder that was read."""

    # UIDs mean the same messages as long as the folder's UIDVALIDITY is this.
    validity: int
    # 0 if there was none.
    uid: int


class MailboxTable:
    """The folders of an open state, by their `state_key`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def position(self, mailbox: str) -> FolderPosition | None:
        """How far the folder was read; None if it never was."""
        found = self._connection.execute("SELECT * FROM mailboxes WHERE mailbox = ?", [mailbox])
        row = found.fetchone()
        with mapped(self._connection, "mailboxes"):
            return position_of(row) if row else None

    def save(self, mailbox: str, position: FolderPosition) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO mailboxes VALUES (?, ?, ?)",
            [mailbox, position.validity, position.uid],
        )


def position_of(row: sqlite3.Row) -> FolderPosition:
    """The position of a row. One of MISFITS for a row that this program did not write."""
    a_text(row["mailbox"])
    return FolderPosition(a_number(row["validity"]), a_number(row["uid"]))
