"""Outlets that take digests, and the channels that refused one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from newsdigest.errors import DeliveryError, PluginError
from newsdigest.guard import attempt, internal_error
from newsdigest.model import Digest
from newsdigest.valueclasses import valueclass


@valueclass
class Undelivered:
    """A channel that did not accept a digest."""

    # "stdout", "file:/path", "mail:me@example.org", "notify:1f0e…".
    channel: str
    # One line that names the channel, without secrets.
    reason: str
    # Whether another attempt would be refused as well.
    is_final: bool = False
    # Whether the whole outlet is unreachable, so that other digests would fail too.
    is_outage: bool = False


@valueclass
class Receipt:
    """The result of a delivery to an outlet."""

    # The ids of the articles that the digest named; the others wait for the next one.
    named: frozenset[str]
    # The channels that did not accept it.
    undelivered: tuple[Undelivered, ...] = ()

    @classmethod
    def refused(cls, channels: Sequence[str], reason: str) -> Receipt:
        """The result when all channels refused."""
        return cls(frozenset(), tuple(Undelivered(each, reason) for each in channels))


class Outlet(Protocol):
    """Delivers digests to one place, or to several people at once."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The names under which deliveries are recorded."""

    @property
    def holds_one(self) -> bool:
        """Whether each digest replaces the previous one, so that only the latest is seen."""

    @property
    def is_brief(self) -> bool:
        """Whether it names only a few stories because the user chose so, as with a limit."""

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        """Deliver the digest to some of its channels; returns what it named and who refused it."""


class RenderingOutlet(Outlet, Protocol):
    """An outlet that can also be asked what a digest would name there."""

    def named(self, digest: Digest) -> frozenset[str]:
        """The ids of the articles that it would name, without delivering anything."""


def deliver_to(outlet: Outlet, digest: Digest, channels: Sequence[str]) -> Receipt:
    """Deliver the digest to some channels of an outlet; returns what it named and who refused it.

    A bug in the program, such as in the outlet's format, costs only this outlet its digest; so does
    a plugin that fails.
    """
    try:
        done = attempt(lambda: outlet.deliver(digest, channels))
    except PluginError as error:
        return Receipt.refused(channels, str(error))
    if isinstance(done, Exception):
        missed = (Undelivered(each, f"{each}: {internal_error(done)}") for each in channels)
        return Receipt(frozenset(), tuple(missed))
    return done


def deliver_to_all(outlets: Iterable[Outlet], digest: Digest) -> list[Undelivered]:
    """Deliver the digest to every channel of the outlets; returns those that refused it."""
    receipts = [deliver_to(outlet, digest, outlet.channels) for outlet in outlets]
    return [each for receipt in receipts for each in receipt.undelivered]


def check_delivered(undelivered: Iterable[Undelivered]) -> None:
    """Raise DeliveryError with one line for each reason why channels refused a digest."""
    missed = tuple(undelivered)
    if missed:
        reasons = dict.fromkeys(each.reason for each in missed)
        raise DeliveryError("\n".join(reasons), [each.channel for each in missed])
