"""Commands that take what another one takes, declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from typing import Any, TypeVar

Result = TypeVar("Result")
_OWN_KINDS = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def with_parameters_of(
    other: Callable[..., Any], without: Collection[str]
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Have a command take the parameters of another one behind its own, as `**options`.

    Those named in `without` it does not get, and of the same name it keeps its own.
    """

    def extended(function: Callable[..., Result]) -> Callable[..., Result]:
        parameters = {
            name: each for name, each in _parameters(function).items() if each.kind in _OWN_KINDS
        }
        for name, each in _parameters(other).items():
            if name not in without:
                parameters.setdefault(name, each)
        # What typer reads of a function.
        vars(function)["__signature__"] = inspect.Signature([*parameters.values()])
        function.__annotations__ = {name: each.annotation for name, each in parameters.items()}
        return function

    return extended


def _parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(function, eval_str=True).parameters)
