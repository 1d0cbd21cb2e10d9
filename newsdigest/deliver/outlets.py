"""The outlets: files, mailboxes and notification services."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from newsdigest.config import Mailbox, MailSettings, NotifySettings
from newsdigest.deliver.archive import write_archive
from newsdigest.deliver.dated_files import Archive, archive_of
from newsdigest.deliver.notes import add_to_note
from newsdigest.deliver.outlet import Receipt, Undelivered
from newsdigest.deliver.output import write_file
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.model import Digest
from newsdigest.render import (
    NOTE_FORMATS,
    MailHeaders,
    RenderedDigest,
    RenderOptions,
    render_digest_named,
    render_notification,
)
from newsdigest.valueclasses import replace, valueclass

if TYPE_CHECKING:
    from newsdigest.deliver.channels import ChannelRequest
    from newsdigest.deliver.notify import Service

__all__ = ["FileOutlet", "Look", "MailOutlet", "NotifyOutlet", "mail_headers"]

# The options of a digest, which depend on the time zone at its moment.
Look = Callable[[Digest], RenderOptions]


@valueclass
class FileOutlet:
    """A file that each digest replaces, an archive with one file per digest, or a note."""

    # With {date} in its name for an archive.
    output: Path
    format: str
    look: Look
    render: Callable[[Digest, RenderOptions], RenderedDigest]
    # Called with each written file.
    watch: Callable[[Path], None] | None = None
    is_brief: bool = field(default=False, init=False)

    @property
    def channels(self) -> tuple[str, ...]:
        r"""The path with `\xff` for each byte that is not UTF-8, which the state cannot hold."""
        path = os.fsencode(self.output.absolute()).decode("utf-8", "backslashreplace")
        return (f"file:{path}",)

    @property
    def holds_one(self) -> bool:
        return archive_of(self.output) is None and not self._is_note

    @property
    def _is_note(self) -> bool:
        """Whether digests are added to the file, which its owner may write as well."""
        return self.format in NOTE_FORMATS

    def named(self, digest: Digest) -> frozenset[str]:
        return self.render(digest, self._options(digest)).named

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        try:
            return Receipt(self._write(digest))
        except DeliveryError as error:
            return Receipt.refused(channels, str(error))

    def _write(self, digest: Digest) -> frozenset[str]:
        """The ids of the articles that the file names."""
        archive, options = archive_of(self.output), self._options(digest)
        made = self.render(digest, options)
        path = self.output
        day = digest.generated.astimezone(options.timezone).date()
        if self._is_note:
            path = archive.file(day) if archive else path
            add_to_note(path, made.content, self.format, makes_folder=archive is not None)
        elif archive is None:
            write_file(path, made.content)
        else:
            site = options if self.format == "html" else None
            path = write_archive(archive, made.content, day, digest.id, site)
        if self.watch:
            self.watch(path)
        return made.named

    def _options(self, digest: Digest) -> RenderOptions:
        archive = archive_of(self.output)
        # A note of a day is no archive: a list of all that was counted would drown it.
        archived = archive is not None and not self._is_note
        options = replace(self.look(digest), archived=archived)
        if archive and self.format == "html":
            options = replace(options, pages=self._pages(archive, digest))
        return options

    def _pages(self, archive: Archive, digest: Digest) -> dict[str, str]:
        """The pages of the archive that have earlier stories of the digest's running ones."""
        from newsdigest.deliver.site import pages_of

        ids = {each.digest for story in digest.stories for each in story.previous if each.digest}
        return pages_of(archive, ids)


def mail_headers(
    settings: MailSettings, to: tuple[Mailbox, ...] = (), subject: str | None = None
) -> MailHeaders:
    """The headers of a mail with these settings; recipients and subject unless others are given."""
    usual = MailHeaders()
    sender = settings.from_
    return MailHeaders(
        sender.address if sender else usual.sender,
        (sender and sender.name) or usual.sender_name,
        tuple(each.address for each in to or settings.to),
        subject or settings.subject,
        settings.list_unsubscribe,
    )


@valueclass
class MailOutlet:
    """The recipients of a digest by mail; deliveries are recorded for each of them."""

    settings: MailSettings
    to: tuple[Mailbox, ...]
    subject: str
    look: Look
    # Whether the digest is attached as a book.
    has_book: bool = False
    holds_one: bool = field(default=False, init=False)
    is_brief: bool = field(default=False, init=False)

    @classmethod
    def requested(cls, request: ChannelRequest) -> MailOutlet:
        """As `of`."""
        to = request.to
        return cls.of(request.mail, request.look, to.to, to.subject, has_book=request.has_book)

    @classmethod
    def of(
        cls,
        settings: MailSettings,
        look: Look,
        to: tuple[Mailbox, ...] = (),
        subject: str | None = None,
        *,
        has_book: bool = False,
    ) -> MailOutlet:
        """Uses the recipients and the subject of the settings if none are given.

        UsageError if these settings cannot send a mail.
        """
        from newsdigest.deliver.mail import check_mail

        check_mail(settings)
        to = to or settings.to
        if not to:
            raise UsageError("nobody to mail to: set mail.to, or name them in the profile")
        return cls(settings, to, subject or settings.subject, look, has_book)

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(_channel(each.address) for each in self.to)

    @property
    def _sender(self) -> Mailbox:
        assert self.settings.from_ is not None, "check_mail comes first"
        return self.settings.from_

    def _rendered(self, digest: Digest) -> RenderedDigest:
        headers = mail_headers(self.settings, self.to, self.subject)
        look = replace(self.look(digest), mail=headers, attach_book=self.has_book)
        return render_digest_named(digest, "email", look)

    def named(self, digest: Digest) -> frozenset[str]:
        return self._rendered(digest).named

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        from newsdigest.deliver.mail import Envelope, send_mail

        made = self._rendered(digest)
        wanted = tuple(each.address for each in self.to if _channel(each.address) in channels)
        envelope = Envelope(self._sender.address, wanted, made.content)
        refused = send_mail(envelope, self.settings, os.environ)
        missed = (
            Undelivered(
                _channel(each.recipient),
                f"mail to {each.recipient}: {each.reason}",
                each.is_final,
                each.is_outage,
            )
            for each in refused
        )
        return Receipt(made.named, tuple(missed))


@valueclass
class NotifyOutlet:
    """Services that get the headlines; deliveries are recorded for each of them."""

    settings: NotifySettings
    look: Look
    services: tuple[Service, ...]
    # Why the services are unknown.
    fault: str | None = None
    holds_one: bool = field(default=False, init=False)
    is_brief: bool = field(default=True, init=False)

    @classmethod
    def requested(cls, request: ChannelRequest) -> NotifyOutlet:
        """As `of`."""
        return cls.of(request.notify, request.look)

    @classmethod
    def of(cls, settings: NotifySettings, look: Look) -> NotifyOutlet:
        """UsageError if these settings or this installation cannot send a note."""
        from newsdigest.deliver.notify import check_notify, read_services

        check_notify(settings)
        try:
            return cls(settings, look, read_services(settings, os.environ))
        except DeliveryError as error:
            return cls(settings, look, (), str(error))

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(f"notify:{each.name}" for each in self.services) or ("notify",)

    def named(self, digest: Digest) -> frozenset[str]:
        return render_notification(digest, self.look(digest), self.settings.stories).named

    def deliver(self, digest: Digest, channels: Sequence[str]) -> Receipt:
        from newsdigest.deliver.notify import notify

        if self.fault:
            return Receipt.refused(channels, self.fault)
        note = render_notification(digest, self.look(digest), self.settings.stories)
        wanted = [each for each in self.services if f"notify:{each.name}" in channels]
        missed = (
            Undelivered(f"notify:{each.name}", f"notification to {each.name}: it was not taken")
            for each in notify(wanted, note.title, note.text)
        )
        return Receipt(note.named, tuple(missed))


def _channel(address: str) -> str:
    return f"mail:{address}"
