"""Why a connection failed, as the system and its TLS library describe it."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator

from newsdigest.errors import SourceError

__all__ = ["RestingHostError", "UnknownHostError", "system_reason", "tls_reason"]


class RestingHostError(SourceError):
    """The request was not sent because the host answered 429 earlier in the run."""


class UnknownHostError(SourceError):
    """The system cannot resolve a host."""

    @classmethod
    def named(cls, host: str) -> UnknownHostError:
        return cls("network", f"cannot find the host {host}")


def system_reason(error: BaseException) -> str | None:
    """The system's message, from the root of the chain of library errors."""
    for cause in _causes(error):
        # The errno of a TLS error is not a system error number.
        if isinstance(cause, OSError) and cause.errno and not isinstance(cause, ssl.SSLError):
            return os.strerror(cause.errno).lower()
    return None


def tls_reason(error: BaseException) -> str | None:
    """Why TLS failed; None if it did not."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate is not valid: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError) and cause.reason:
            return f"no safe connection: {cause.reason.replace('_', ' ').lower()}"
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
