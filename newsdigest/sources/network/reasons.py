"""Why a connection failed, in the words of the system."""

from __future__ import annotations

import os
import ssl


def system_reason(error: BaseException) -> str | None:
    """What the system said, which stands at the root of what the libraries made of it."""
    cause: BaseException | None = error
    while cause is not None:
        # The numbers of TLS errors are not those of the system.
        if isinstance(cause, OSError) and cause.errno and not isinstance(cause, ssl.SSLError):
            return os.strerror(cause.errno).lower()
        cause = cause.__cause__ or cause.__context__
    return None
