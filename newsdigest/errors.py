"""The errors newsdigest raises on purpose.

    NewsdigestError
    ├── UsageError          an option, an argument or a setting is wrong
    │   └── ConfigError     the configuration file has mistakes; all are reported at once
    ├── SourceError         a source could not be read
    ├── ExtractionError     a document was read, but has no usable article
    ├── RenderError         a digest could not be rendered in the requested format
    ├── PluginError         a plugin failed, or cannot be used
    ├── DeliveryError       a finished digest could not be written or sent
    ├── RewriteError        a model did not answer, or not with a text
    ├── StateError          the state file cannot be used
    └── LockedError         another run is using the state

Errors of libraries are converted to these where the library is called. A SourceError or an
ExtractionError of one source becomes a `Failure` and the run continues; the others end it.
"""

from __future__ import annotations

from collections.abc import Sequence


class NewsdigestError(Exception):
    """Base of all errors that newsdigest raises on purpose; the text is one readable line."""


class UsageError(NewsdigestError):
    """An option, an argument or a setting is wrong."""


class ConfigError(UsageError):
    """The configuration cannot be used: one problem a line, each with its location."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type, tuple[tuple[str, ...]]]:
        return type(self), (self.problems,)


class _CodedError(NewsdigestError):
    """An error that becomes a Failure, with a short stable code in addition to its text."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        # For pickling: the default would call __init__ with the text alone.
        return type(self), (self.code, str(self))


class SourceError(_CodedError):
    """A source could not be read: missing, refused, too large, timed out."""


class ExtractionError(_CodedError):
    """A document has no article: no text, an error page, an unsupported format."""


class RenderError(NewsdigestError):
    """A digest could not be rendered in the requested format."""


class PluginError(NewsdigestError):
    """A plugin failed, or is for another version; the text names it."""


class DeliveryError(NewsdigestError):
    """A finished digest could not be written or sent; one line for each reason."""

    def __init__(self, message: str, channels: Sequence[str] = ()) -> None:
        super().__init__(message)
        # Which channels did not take it, as far as they are known: "mail:me@example.org",
        # "file:/home/me/news.html".
        self.channels = tuple(channels)


class RewriteError(NewsdigestError):
    """A model could not be asked, did not answer in time, or answered with anything but a text."""


class StateError(NewsdigestError):
    """The state file cannot be used: damaged, foreign, newer than this program, not writable."""


class LockedError(NewsdigestError):
    """Another run holds the lock."""
