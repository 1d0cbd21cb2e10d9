"""Why a connection failed, in the words of the system and of its TLS library."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator

from newsdigest.errors import SourceError


class RestingHostError(SourceError):
    """The host was not asked, since it answered 429 earlier in the run."""


class UnknownHostError(SourceError):
    """The system knows no address of a host."""

    @classmethod
    def named(cls, host: str) -> UnknownHostError:
        return cls("network", f"cannot find the host {host}")


def system_reason(error: BaseException) -> str | None:
    """What the system said, which stands at the root of what the libraries made of it."""
    for cause in _causes(error):
        # The numbers of TLS errors are not those of the system.
        if isinstance(cause, OSError) and cause.errno and not isinstance(cause, ssl.SSLError):
            return os.strerror(cause.errno).lower()
    return None


def tls_reason(error: BaseException) -> str | None:
    """Why there is no safe connection to the host; None where TLS is not to blame."""
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
