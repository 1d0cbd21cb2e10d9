"""What the room needs beyond the program itself."""

from __future__ import annotations

from importlib.util import find_spec

from newsdigest.errors import UsageError

__all__ = ["check_installed"]

_MODULES = ("cryptography", "dask", "distributed", "fsspec", "pandas", "pyarrow")


def check_installed() -> None:
    """UsageError, which names the extra, if one of its modules is missing."""
    missing = [name for name in _MODULES if find_spec(name) is None]
    if missing:
        raise UsageError(f"corpus needs {', '.join(missing)}: pip install 'newsdigest[corpus]'")
