"""Outlets by the name of their channel: mail, notify, and those of plugins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any, Protocol, cast

from newsdigest.config import MailSettings, MailTo, NotifySettings
from newsdigest.deliver.outlet import Receipt, RenderingOutlet
from newsdigest.errors import PluginError, UsageError
from newsdigest.guard import plugin_work
from newsdigest.language import printable
from newsdigest.model import Digest
from newsdigest.registry import Entry, Group, find, load, names
from newsdigest.render import RenderOptions, sanitised, shown_ids
from newsdigest.valueclasses import valueclass

__all__ = ["Channel", "ChannelRequest", "outlet_of"]


# How long a plugin may take for a delivery, and the characters of its reason that are shown.
_SECONDS = 120
_LONGEST_REASON = 300


@valueclass
class ChannelRequest:
    """What the user wants of a channel; each uses its own part."""

    look: Callable[[Digest], RenderOptions]
    mail: MailSettings
    to: MailTo
    notify: NotifySettings
    # Whether a mail has the digest attached as a book.
    has_book: bool = False
    # Of a plugin's channel.
    settings: Mapping[str, Any] = field(default_factory=dict)


class Channel(Protocol):
    """A channel of a plugin."""

    def deliver(self, digest: Digest, settings: Mapping[str, Any]) -> str | None:
        """Deliver the digest; the result is None, or in a few words why it was not delivered.

        All its texts are printable. At least the headline of every story that is not only counted
        has to be delivered. `settings` are those of the profile.
        """


class _OwnChannel(Protocol):
    def requested(self, request: ChannelRequest) -> RenderingOutlet:
        """The outlet; UsageError if the settings cannot be used."""


def outlet_of(name: str, request: ChannelRequest) -> RenderingOutlet:
    """The outlet of a channel. UsageError for an unknown one or settings that cannot be used."""
    entry = find(Group.CHANNELS, name)
    if entry is None:
        raise UsageError(f"no channel {name!r}: choose from {', '.join(names(Group.CHANNELS))}")
    if entry.is_own:
        return cast(_OwnChannel, load(entry)).requested(request)
    return PluginOutlet(entry, request.settings)


@valueclass
class PluginOutlet:
    """A channel of a plugin; deliveries are recorded for it as for others."""

    entry: Entry
    settings: Mapping[str, Any]
    holds_one: bool = field(default=False, init=False)
    is_brief: bool = field(default=False, init=False)

    @property
    def channels(self) -> tuple[str, ...]:
        return (f"plugin:{self.entry.name}",)

    def named(self, digest: Digest) -> frozenset[str]:
        return shown_ids(digest)

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        shown = sanitised(digest)
        reason = plugin_work(str(self.entry), lambda: self._deliver(shown), seconds=_SECONDS)
        if reason is None:
            return Receipt(self.named(digest))
        if not isinstance(reason, str):
            raise PluginError(f"{self.entry} gave no reason, but {type(reason).__name__}")
        shown_reason = printable(reason)[:_LONGEST_REASON]
        return Receipt.refused(channels, f"{self.entry.name}: {shown_reason}")

    def _deliver(self, digest: Digest) -> object:
        return cast(Channel, load(self.entry)).deliver(digest, self.settings)
