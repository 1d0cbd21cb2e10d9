"""Sending a mail as configured: through a server or by a command."""

from __future__ import annotations

from collections.abc import Mapping

from newsdigest.config import MailSettings
from newsdigest.deliver.commands import run_command
from newsdigest.deliver.secrets import SecretPlace, read_secret
from newsdigest.deliver.smtp import (
    Envelope,
    Login,
    Refusal,
    Server,
    is_loopback,
    send_by_smtp,
)
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.language import printable

__all__ = ["Envelope", "Refusal", "check_mail", "send_mail"]

# The statuses of sendmail for unknown recipients and malformed messages (sysexits.h).
_FINAL_STATUSES = frozenset({65, 67, 68})


def check_mail(settings: MailSettings) -> None:
    """UsageError if these settings cannot send mail, or would send a password unencrypted."""
    if settings.from_ is None:
        raise UsageError("mail.from is not set: who is the mail from?")
    if settings.sendmail:
        return
    server = settings.smtp
    if server is None:
        raise UsageError("neither mail.smtp nor mail.sendmail is set: who is to take the mail?")
    if server.user and not _password_place(settings).is_named:
        raise UsageError(
            "mail.smtp names a user, but neither password_command nor password_file nor "
            "password_env says where the password is"
        )
    encrypted = server.implicit_tls or settings.starttls
    if server.user and not encrypted and not is_loopback(server.host):
        raise UsageError(
            f"mail.starttls is off: no password is sent to {server.host} without encryption"
        )


def send_mail(
    envelope: Envelope, settings: MailSettings, environment: Mapping[str, str]
) -> tuple[Refusal, ...]:
    """Send a message; returns who did not get it, and why."""
    try:
        if settings.sendmail:
            return _by_command(envelope, settings.sendmail, settings.timeout)
        return send_by_smtp(envelope, _server(settings, environment))
    except DeliveryError as error:
        return tuple(Refusal(each, str(error), is_outage=True) for each in envelope.recipients)


def _by_command(
    envelope: Envelope, command: tuple[str, ...], seconds: float
) -> tuple[Refusal, ...]:
    words = (*command, "-i", "-f", envelope.sender, "--", *envelope.recipients)
    ended = run_command(words, envelope.message, seconds)
    if ended.status == 0:
        return ()
    reason = printable(f"{command[0]} failed: {ended.outcome}")
    is_final = ended.status in _FINAL_STATUSES
    return tuple(Refusal(each, reason, is_final) for each in envelope.recipients)


def _server(settings: MailSettings, environment: Mapping[str, str]) -> Server:
    server = settings.smtp
    assert server is not None, "check_mail comes first"
    login = None
    if server.user:
        place = _password_place(settings)
        login = Login(server.user, read_secret(place, environment, settings.timeout)[0])
    return Server(
        server.host, server.port, server.implicit_tls, settings.starttls, login, settings.timeout
    )


def _password_place(settings: MailSettings) -> SecretPlace:
    return SecretPlace(
        "the password",
        settings.password_command,
        settings.password_file,
        settings.password_env,
    )
