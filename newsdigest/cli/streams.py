"""Standard output and standard error: their abilities, and writing to them safely."""

from __future__ import annotations

import contextlib
import os
import select
import stat
import sys
from collections.abc import Mapping
from io import BufferedReader
from typing import BinaryIO, TextIO

from newsdigest.valueclasses import valueclass

_DEFAULT_WIDTH = 80
_MIN_WIDTH, _MAX_WIDTH = 20, 500
# For terminals without them: what digests are drawn with, and what newspapers set.
_LOOK_ALIKES = {
    "─": "-", "━": "=", "│": "|", "·": ".", "•": "*", "…": "...", "–": "-", "—": "-", "−": "-",
    "‐": "-", "‑": "-", "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "«": '"',
    "»": '"', "‹": "'", "›": "'", "×": "x", "→": "->", "€": "EUR", "£": "GBP", "\xad": "",
}  # fmt: skip
# Formats for people, in the encoding of their terminal; the others are UTF-8 by definition.
_LOCAL_FORMATS = frozenset({"terminal", "text", "markdown"})


@valueclass
class Screen:
    """The abilities of an output."""

    width: int
    colour: bool
    hyperlinks: bool


def screen(environment: Mapping[str, str] | None = None) -> Screen:
    """The abilities of standard output, from NO_COLOR, FORCE_COLOR, COLUMNS and TERM."""
    environment = os.environ if environment is None else environment
    on_terminal = is_terminal(sys.stdout)
    dumb = environment.get("TERM") == "dumb"
    forbidden = bool(environment.get("NO_COLOR")) or dumb
    return Screen(
        width=_width(environment.get("COLUMNS"), on_terminal),
        colour=_is_forced(environment) or (on_terminal and not forbidden),
        hyperlinks=on_terminal and not dumb,
    )


def shows_terminal_format() -> bool:
    """Whether standard output is a terminal, or leads to one by way of FORCE_COLOR."""
    return is_terminal(sys.stdout) or _is_forced(os.environ)


def _is_forced(environment: Mapping[str, str]) -> bool:
    return environment.get("FORCE_COLOR", "") not in ("", "0")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; a closed stream is None."""
    return stream is not None and stream.isatty()


def _width(columns: str | None, on_terminal: bool) -> int:
    width = 0
    if columns and columns.strip().isdecimal():
        width = int(columns[:9])
    elif on_terminal:
        width = _columns(sys.stdout)
    return min(max(width, _MIN_WIDTH), _MAX_WIDTH) if width > 0 else _DEFAULT_WIDTH


def _columns(terminal: TextIO) -> int:
    """The width of a terminal; a default if it is unknown."""
    with contextlib.suppress(OSError):
        return os.get_terminal_size(terminal.fileno()).columns or _DEFAULT_WIDTH
    return _DEFAULT_WIDTH


def write_stdout(content: str | bytes, format: str = "text") -> None:
    """Write a result; DeliveryError or BrokenPipeError if that fails. Bytes are UTF-8."""
    from newsdigest.deliver import write_stream

    if isinstance(content, str):
        content = content.encode("utf-8", "replace")
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if format in _LOCAL_FORMATS and encoding.lower() not in ("utf-8", "utf8"):
        content = plain(content.decode("utf-8"), encoding).encode(encoding, "backslashreplace")
    write_stream(_binary(sys.stdout), content)


def plain(text: str, encoding: str) -> str:
    """The text with signs that the encoding lacks replaced by such as look alike.

    Letters stay: the one who writes them escapes them, so that none is lost.

    >>> plain("Café · ─── “so” …", "ascii")
    'Café . --- "so" ...'
    """
    lacking = [each for each in _LOOK_ALIKES if each in text and not _has(encoding, each)]
    return text.translate({ord(each): _LOOK_ALIKES[each] for each in lacking})


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _binary(stream: object) -> BinaryIO | None:
    return getattr(stream, "buffer", None)


def abandon_stdout() -> None:
    """Abandon standard output, so that the interpreter does not report errors at exit."""
    with contextlib.suppress(OSError, AttributeError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def is_piped() -> bool:
    """Whether standard input is a pipe, a socket or a file: no terminal, /dev/null or closed."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        mode = os.fstat(sys.stdin.fileno()).st_mode
        return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISREG(mode)
    return False


def has_input(patience: float | None = None) -> bool | None:
    """Whether standard input has a first byte, which stays unread.

    None if neither that nor its end came within so many seconds.
    """
    stream = _binary(sys.stdin)
    assert isinstance(stream, BufferedReader), "is_piped comes first"
    with contextlib.suppress(OSError, ValueError):
        if not select.select([stream], [], [], patience)[0]:
            return None
        return bool(stream.peek(1))
    return False


def stdin() -> BinaryIO | None:
    """Standard input as bytes; None if it is closed."""
    return _binary(sys.stdin)


def write_stderr(line: str) -> None:
    """Write a line to standard error, ignoring failures to do so."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    safe = plain(_shown(line), encoding).encode(encoding, "backslashreplace")
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.buffer.write(safe + b"\n")
        sys.stderr.buffer.flush()


def remark(line: str) -> None:
    """Write a line only to a terminal, such as why a result is empty."""
    import textwrap

    if is_terminal(sys.stderr):
        for part in textwrap.wrap(line, _columns(sys.stderr), break_on_hyphens=False):
            write_stderr(part)


def rewrite_line(line: str) -> None:
    """Replace the last line of standard error's terminal, cut to its width."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"\r\x1b[K{_shown(line)[: max(0, columns() - 1)]}")
        sys.stderr.flush()


def _shown(line: str) -> str:
    """The line without control characters and secrets."""
    from newsdigest.language import printable
    from newsdigest.masking import masked

    return printable(masked(line))


def columns() -> int:
    """The width of standard error's terminal."""
    return _columns(sys.stderr)
