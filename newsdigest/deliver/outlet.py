"""A place that digests go to, and what it did not take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from newsdigest.errors import DeliveryError
from newsdigest.guard import attempt, internal_error
from newsdigest.model import Digest


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A channel that did not take a digest."""

    # "stdout", "file:/path", "mail:me@example.org", "notify:1f0e…".
    channel: str
    # One line that names the place, without secrets.
    reason: str
    # Whether another attempt would be refused just the same.
    is_final: bool = False
    # Whether the whole place is out of reach, so that it would take nothing else either.
    is_outage: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a place was given."""

    # The ids of the articles that it was given by name; the others wait for its next digest.
    named: frozenset[str]
    # The channels that did not take it.
    undelivered: tuple[Undelivered, ...] = ()

    @classmethod
    def refused(cls, channels: Sequence[str], reason: str) -> Receipt:
        """None of the channels took anything."""
        return cls(frozenset(), tuple(Undelivered(each, reason) for each in channels))


class Outlet(Protocol):
    """What takes digests to one place, or to several people at once."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The names under which it is remembered who got a digest."""

    @property
    def holds_one(self) -> bool:
        """Whether a digest replaces the one before it, so that none may come between."""

    @property
    def is_brief(self) -> bool:
        """Whether it names a few stories by the user's choice, as a limit does."""

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        """Take the digest to some of its channels; what it named there, and who did not take it."""


def deliver_to(outlet: Outlet, digest: Digest, channels: Sequence[str]) -> Receipt:
    """Take the digest to some channels of an outlet; what it named, and who did not take it.

    A bug of the program, such as in the outlet's whole format, costs this outlet alone its digest.
    """
    done = attempt(lambda: outlet.deliver(digest, channels))
    if isinstance(done, Exception):
        missed = (Undelivered(each, f"{each}: {internal_error(done)}") for each in channels)
        return Receipt(frozenset(), tuple(missed))
    return done


def deliver_to_all(outlets: Iterable[Outlet], digest: Digest) -> list[Undelivered]:
    """Take the digest to every channel of the outlets; those that did not take it."""
    receipts = [deliver_to(outlet, digest, outlet.channels) for outlet in outlets]
    return [each for receipt in receipts for each in receipt.undelivered]


def check_delivered(undelivered: Iterable[Undelivered]) -> None:
    """DeliveryError with a line for each reason for which a channel did not take a digest."""
    missed = tuple(undelivered)
    if missed:
        reasons = dict.fromkeys(each.reason for each in missed)
        raise DeliveryError("\n".join(reasons), [each.channel for each in missed])
