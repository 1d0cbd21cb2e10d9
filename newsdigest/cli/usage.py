"""Usage errors, which repeat what the user typed, without the secrets in it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

# The errors of a command line that cannot be understood. typer names but one of them, and where
# the others come from differs between its versions.
_UsageError: type[Any] = typer.BadParameter.__mro__[1]
# An address that was taken for a path, in which two slashes are one.
_TAKEN_FOR_PATH = re.compile(r"\b(https?|feed):/(?!/)")


def without_secrets(text: str) -> str:
    """What is said of words that the user typed, any of which may be the address of a feed."""
    from newsdigest.masking import masked_address

    return masked_address(_TAKEN_FOR_PATH.sub(r"\1://", text))


class MaskingGroup(TyperGroup):
    """The commands; what is wrong with a command line is shown by typer, secrets masked."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        with _masked():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        with _masked():
            return super().invoke(ctx)


@contextlib.contextmanager
def _masked() -> Iterator[None]:
    try:
        yield
    except _UsageError as error:
        error.message = without_secrets(error.message)
        raise
