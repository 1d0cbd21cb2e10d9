"""Regular expressions that are compiled when they are first used.

Compiling all that the rooms name would be a tenth of a start, and a digest of one page uses half.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, for use by its methods: to functions of `re` it is no pattern."""
    return cast("re.Pattern[AnyStr]", UncompiledPattern(text, flags))


class UncompiledPattern:
    """Compiles its text for the first method that is asked for, and keeps that method."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        method = getattr(self.compiled(), name)
        setattr(self, name, method)
        return method

    def compiled(self) -> re.Pattern[Any]:
        # `re` itself keeps what it compiled, but not for ever.
        compiled = self.__dict__.get("_compiled")
        if compiled is None:
            compiled = self.__dict__["_compiled"] = re.compile(self._text, self._flags)
        return cast("re.Pattern[Any]", compiled)
