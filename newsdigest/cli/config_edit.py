"""Editing the configuration in the user's editor, so that no mistake gets into force."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from newsdigest.cli.showing import interrupts_for_the_child
from newsdigest.cli.streams import remark
from newsdigest.config.edit import starter_text, write_config
from newsdigest.errors import ConfigError, UsageError

# Those that a system without $VISUAL and $EDITOR has.
_EDITORS = ("sensible-editor", "nano", "vi")
Checks = Callable[[Path], Sequence[str]]


def edit_config(path: Path, mistakes_of: Checks) -> str:
    """Let the user edit a copy, and put it in force if it has no mistakes; returns the result.

    ConfigError with the mistakes otherwise; the file is as it was then, and the copy stays for the
    next time.
    """
    command = _editor()
    before = _content(path)
    start = starter_text().encode() if before is None else before
    draft = path.with_name(f"{path.name}.draft")
    if draft.exists():
        remark(f"{draft}: going on with what the last edit left")
    else:
        write_config(draft, start)
    try:
        _run(command, draft)
    finally:
        if _content(draft) == start:
            draft.unlink()
    after = _content(draft)
    if after is None:
        return "unchanged"
    mistakes = mistakes_of(draft)
    if mistakes:
        raise ConfigError([*mistakes, _kept(path, draft, "is as it was")])
    if _content(path) != before:
        raise ConfigError([_kept(path, draft, "was changed by somebody else meanwhile")])
    write_config(path, after)
    draft.unlink()
    return "saved"


def _kept(path: Path, draft: Path, state: str) -> str:
    return f"{path}: {state}; 'newsdigest config edit' goes on with {draft}"


def _content(path: Path) -> bytes | None:
    """The content of a file; None if it does not exist."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {(error.strerror or '').lower()}"]) from error


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    found = shlex.split(named) if named else [each for each in _EDITORS if shutil.which(each)][:1]
    if not found:
        raise UsageError("there is no editor: set VISUAL or EDITOR to the command of one")
    return found


def _run(command: Sequence[str], draft: Path) -> None:
    try:
        with interrupts_for_the_child():
            done = subprocess.run([*command, draft], check=False)  # noqa: S603 - the user's own
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"the editor {shlex.join(command)} cannot be started: {reason}") from error
    if done.returncode:
        raise UsageError(f"the editor {shlex.join(command)} ended with status {done.returncode}")
