"""The places that a digest goes to: what renders it for each, and what takes it there."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsdigest.cli.result import Target
from newsdigest.config import Config, Mailbox, MailTo, Profile, parse_address
from newsdigest.deliver import Outlet, Receipt, Undelivered
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.model import Digest
from newsdigest.render import MailHeaders, RenderOptions, render_digest_named, render_note

if TYPE_CHECKING:
    from newsdigest.deliver.notify import Service

# How a digest looks where the time is that of its clock.
Look = Callable[[Digest], RenderOptions]


def _in_unicode(path: Path) -> str:
    r"""The path with `\xff` for each byte that is not UTF-8, which the state cannot hold."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class TargetOutlet:
    """A file, a folder of files, or standard output."""

    target: Target
    # Renders and writes a digest; the ids of the articles that it names.
    out: Callable[[Digest], frozenset[str]]
    is_brief: bool = field(default=False, init=False)

    @property
    def channels(self) -> tuple[str, ...]:
        output = self.target.output
        return (f"file:{_in_unicode(output.absolute())}" if output else "stdout",)

    @property
    def holds_one(self) -> bool:
        return self.target.output is not None and self.target.archive is None

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        try:
            return Receipt(self.out(digest))
        except DeliveryError as error:
            missed = (Undelivered(channel, str(error)) for channel in channels)
            return Receipt(frozenset(), tuple(missed))


@dataclass(frozen=True, slots=True)
class MailOutlet:
    """The people who get a digest as mail; each is remembered alone."""

    config: Config
    to: tuple[Mailbox, ...]
    subject: str
    look: Look
    holds_one: bool = field(default=False, init=False)
    is_brief: bool = field(default=False, init=False)

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(_channel(each.address) for each in self.to)

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        from newsdigest.deliver.mail import Envelope, send_mail

        settings = self.config.mail
        assert settings.from_ is not None, "check_mail comes first"
        headers = MailHeaders(
            settings.from_.address,
            settings.from_.name or "newsdigest",
            tuple(each.address for each in self.to),
            self.subject,
            settings.list_unsubscribe,
        )
        shown = render_digest_named(digest, "email", replace(self.look(digest), mail=headers))
        wanted = tuple(each.address for each in self.to if _channel(each.address) in channels)
        envelope = Envelope(settings.from_.address, wanted, shown.content)
        refused = send_mail(envelope, settings, os.environ)
        missed = (
            Undelivered(
                _channel(each.recipient),
                f"mail to {each.recipient}: {each.reason}",
                each.is_final,
                each.is_outage,
            )
            for each in refused
        )
        return Receipt(shown.named, tuple(missed))


@dataclass(frozen=True, slots=True)
class NotifyOutlet:
    """Services that get the headlines; each is remembered alone."""

    config: Config
    look: Look
    services: tuple[Service, ...]
    # Why the services are not known.
    fault: str | None = None
    holds_one: bool = field(default=False, init=False)
    is_brief: bool = field(default=True, init=False)

    @classmethod
    def of(cls, config: Config, look: Look) -> NotifyOutlet:
        from newsdigest.deliver.notify import read_services

        try:
            return cls(config, look, read_services(config.notify, os.environ))
        except DeliveryError as error:
            return cls(config, look, (), str(error))

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(f"notify:{each.name}" for each in self.services) or ("notify",)

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        from newsdigest.deliver.notify import notify

        if self.fault:
            faults = (Undelivered(channel, self.fault) for channel in channels)
            return Receipt(frozenset(), tuple(faults))
        note = render_note(digest, self.look(digest), self.config.notify.stories)
        wanted = [each for each in self.services if f"notify:{each.name}" in channels]
        missed = (
            Undelivered(f"notify:{each.name}", f"notification to {each.name}: it was not taken")
            for each in notify(wanted, note.title, note.text)
        )
        return Receipt(note.named, tuple(missed))


def wanted_mail(profile: Profile, typed: Sequence[str] | None) -> MailTo:
    """Who gets a mail: those that were typed, else those of the profile."""
    if not typed:
        return profile.mail
    to = dict.fromkeys(parse_address(each) for each in typed)
    return MailTo(is_wanted=True, to=tuple(to), subject=profile.mail.subject)


def outlets_of(
    config: Config,
    profile: Profile,
    mail: MailTo,
    target: Target,
    look: Look,
    out: Callable[[Digest], frozenset[str]],
) -> tuple[Outlet, ...]:
    """Every place that a digest goes to; standard output only where there is no other.

    UsageError where mail or services are asked for and cannot be used.
    """
    others: list[Outlet] = []
    if mail.is_wanted:
        others.append(_mail(config, mail, look))
    if profile.notify:
        from newsdigest.deliver.notify import check_notify

        check_notify(config.notify)
        others.append(NotifyOutlet.of(config, look))
    if target.output or not others:
        return (TargetOutlet(target, out), *others)
    return tuple(others)


def _mail(config: Config, mail: MailTo, look: Look) -> MailOutlet:
    from newsdigest.deliver.mail import check_mail

    check_mail(config.mail)
    to = mail.to or config.mail.to
    if not to:
        raise UsageError("nobody to mail to: set mail.to, or name them in the profile")
    return MailOutlet(config, to, mail.subject or config.mail.subject, look)


def _channel(address: str) -> str:
    return f"mail:{address}"
