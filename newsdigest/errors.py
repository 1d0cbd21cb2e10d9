"""The errors newsdigest raises on purpose.

    NewsdigestError
    ├── UsageError          the command line or the configuration asks for what cannot be
    │   └── ConfigError     the configuration file has mistakes, all of them told at once
    ├── SourceError         a source could not be read
    ├── ExtractionError     a document was read, but holds no article that can be used
    ├── RenderError         a digest could not be put into the format asked for
    ├── DeliveryError       a finished digest could not be put where it should go
    ├── StateError          the state file cannot be used
    └── LockedError         another run is using the state

Errors of libraries are turned into these where the library is called. A SourceError or an
ExtractionError of one source becomes a `Failure` and the run goes on; the others end it.
"""

from __future__ import annotations

from collections.abc import Sequence


class NewsdigestError(Exception):
    """Base of all errors that newsdigest raises on purpose; its text is one line for a reader."""


class UsageError(NewsdigestError):
    """An option, an argument or a setting is wrong."""


class ConfigError(UsageError):
    """The configuration cannot be used: one problem a line, each with its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type, tuple[tuple[str, ...]]]:
        return type(self), (self.problems,)


class _CodedError(NewsdigestError):
    """An error that becomes a Failure, so it carries a short stable code beside its text."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # Exceptions cross process borders; the default would call __init__ with the text alone.
        return type(self), (self.code, str(self))


class SourceError(_CodedError):
    """A source could not be read: missing, refused, too large, timed out."""


class ExtractionError(_CodedError):
    """A document holds no article: no text, an error page, a format that is not supported."""


class RenderError(NewsdigestError):
    """A digest could not be put into the format asked for."""


class DeliveryError(NewsdigestError):
    """A finished digest could not be written or sent; one line for each reason."""

    def __init__(self, message: str, channels: Sequence[str] = ()) -> None:
        super().__init__(message)
        # Which channels did not take it, as far as they are known: "mail:me@example.org",
        # "file:/home/me/news.html".
        self.channels = tuple(channels)


class StateError(NewsdigestError):
    """The state file cannot be used: damaged, foreign, newer than this program, not writable."""


class LockedError(NewsdigestError):
    """Another run holds the lock."""
