"""Usage errors, which repeat the user's words with secrets masked."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

# The errors of invalid command lines. typer exports only one of them, and the module of the others
# differs between its versions.
_UsageError: type[Any] = typer.BadParameter.__mro__[1]
# An address mistaken for a path, where two slashes became one.
_TAKEN_FOR_PATH = re.compile(r"\b(https?|feed):/(?!/)")


def without_secrets(text: str) -> str:
    """The text with secrets masked in typed words, any of which may be the address of a feed."""
    from newsdigest.masking import masked_address

    return masked_address(_TAKEN_FOR_PATH.sub(r"\1://", text))


class MaskingGroup(TyperGroup):
    """The command group; typer shows usage errors, with secrets masked."""

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
