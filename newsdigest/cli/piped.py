"""Standard input as the SOURCE of a command that names none."""

from __future__ import annotations

from newsdigest.cli.streams import has_input, is_piped, write_stderr
from newsdigest.errors import UsageError

_STANDARD_INPUT = "-"
# Seconds for the first byte: more than a slow page takes, and what a run pays whose caller holds a
# pipe open and silent, as ssh does.
_PATIENCE = 3.0
_SILENT = f"nothing arrived on standard input within {_PATIENCE:g} s: '-' waits for it"


def piped_sources(*, quiet: bool) -> list[str]:
    """["-"] if something is piped in; empty for an input that is a terminal, empty or closed.

    A pipe that stays silent counts as empty, with a warning: it may belong to the caller.
    """
    if not is_piped():
        return []
    arrived = has_input(_PATIENCE)
    if arrived is None and not quiet:
        write_stderr(f"warning: {_SILENT}")
    return [_STANDARD_INPUT] if arrived else []


def named_or_piped(sources: list[str] | None) -> list[str]:
    """The sources, or standard input if something is piped in; UsageError if there is nothing."""
    if sources:
        return sources
    if is_piped() and has_input():
        return [_STANDARD_INPUT]
    raise UsageError("no SOURCE: name URLs, files or directories, or pipe something in")
