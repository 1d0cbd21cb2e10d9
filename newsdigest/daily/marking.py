"""Delivered items → marked as read in the accounts that they come from.

What a delivered digest named is queued in the transaction that records the delivery, and leaves the
queue once the server has marked it. So a later run marks it after a kill or a failure, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from newsdigest.daily.polls import AccountSubscription
from newsdigest.errors import SourceError
from newsdigest.language import printable
from newsdigest.sources import host_ports_of
from newsdigest.sources.network import NetworkOptions
from newsdigest.sources.reader_accounts import AccountSession
from newsdigest.store import Store
from newsdigest.valueclasses import valueclass

# Items in one request.
_AT_ONCE = 100


@valueclass
class Unmarked:
    """Items of an account that could not be marked as read."""

    # What is wrong, in one line.
    line: str
    # Since when the oldest of them waits.
    since: datetime


def mark_read(
    accounts: Sequence[AccountSubscription], store: Store, network: NetworkOptions, now: datetime
) -> list[Unmarked]:
    """Mark what is queued as read; what could not be marked stays queued."""
    wanted = [each for each in accounts if each.marks_read and store.accounts.queued(each.key)]
    if not wanted:
        return []
    with store.transaction():
        busy = store.feeds.busy_hosts(now)
    unmarked = []
    for account in wanted:
        if any(host in busy for host, _ in host_ports_of(account.url)):
            continue
        try:
            _mark(account, store, network)
        except SourceError as error:
            left = store.accounts.queued(account.key)
            what = "1 item is" if len(left) == 1 else f"{len(left)} items are"
            line = f"{account.name}: {what} not marked as read yet: {error}"
            unmarked.append(Unmarked(printable(line), left[0].since))
    return unmarked


def _mark(account: AccountSubscription, store: Store, network: NetworkOptions) -> None:
    session = AccountSession(account.read_server(), network)
    while queued := store.accounts.queued(account.key)[:_AT_ONCE]:
        ids = [each.id for each in queued]
        session.mark_read(ids)
        with store.transaction():
            store.accounts.unqueue(account.key, ids)
