"""Writing the result of a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from newsdigest.cli.showing import new_page, show_in_browser, show_in_pager
from newsdigest.cli.streams import is_terminal, screen, shows_terminal_format, write_stdout
from newsdigest.cli.template import Template
from newsdigest.deliver import archive_of, write_file
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.formats import format_of
from newsdigest.model import Digest
from newsdigest.render import BINARY_FORMATS, RenderedDigest, RenderOptions, render_digest_named
from newsdigest.valueclasses import replace, valueclass

if TYPE_CHECKING:
    from newsdigest.config import Config

# Suffixes of files that SQLite and the lock of a run create beside the state.
_BESIDE_STATE = ("-wal", "-shm", ".lock")
# Names of standard output.
_STDOUT = frozenset(map(Path, ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")))


@valueclass
class Target:
    """The format and destination of a result: a file, or standard output if `output` is None."""

    format: str
    output: Path | None
    # The user's own template for the format, if any.
    template: Template | None = None
    # Opened in a browser once it is written.
    opened: bool = False
    # Shown in a pager if it is longer than the terminal.
    paged: bool = False
    # Printed even beside a mail, because the user named standard output.
    printed: bool = False

    @classmethod
    def of(
        cls,
        format: str | None,
        output: Path | None,
        template: Template | None = None,
        *,
        opened: bool = False,
        paged: bool = False,
    ) -> Target:
        """The target for an output, with its format unless one is given.

        A page to open in a browser is in a temporary file unless one is named.
        """
        printed = output in _STDOUT
        output = None if printed else output
        if opened:
            format = format or (output and format_of(output.name)) or "html"
            return cls(format, output or new_page(format), template, opened=True)
        format = format or _unasked_format(output)
        return cls(format, output, template, paged=paged, printed=printed)

    @property
    def takes_pieces(self) -> bool:
        """Whether a result may be written piece by piece: one object a line, for a program."""
        shows = self.opened or (self.output is None and is_terminal(sys.stdout))
        return self.format == "jsonl" and not shows

    def render(self, digest: Digest, options: RenderOptions) -> RenderedDigest:
        """The rendered digest; RenderError if a template uses unknown names."""
        if self.template:
            return self.template.fill_in(digest, options)
        return render_digest_named(digest, self.format, options)

    def shown(self, options: RenderOptions) -> RenderOptions:
        """The options for standard output's abilities; a file is plain and 80 columns wide."""
        if self.output:
            return options
        shows = screen()
        return replace(options, width=shows.width, colour=shows.colour, hyperlinks=shows.hyperlinks)


def _unasked_format(output: Path | None) -> str:
    if output:
        return format_of(output.name) or "text"
    return "terminal" if shows_terminal_format() else "text"


def local_zone(moment: datetime) -> tzinfo:
    """The local time zone at that moment."""
    return moment.astimezone().tzinfo or UTC


def check_target(target: Target, config: Config) -> None:
    """Raise UsageError for an invalid output, or one that would garble a terminal.

    That includes an output that would overwrite the configuration or the state.

    DeliveryError if it is relative to a current directory that was removed.
    """
    if target.output:
        archive_of(target.output)
        _check_directory(target.output)
        _check_place(target.output, config)
    on_terminal = target.output is None and is_terminal(sys.stdout)
    if on_terminal and target.format in BINARY_FORMATS:
        raise UsageError(f"--format {target.format} is not for a terminal: use --output FILE")


def _check_directory(output: Path) -> None:
    if output.is_absolute():
        return
    try:
        Path.cwd()
    except OSError as error:
        raise DeliveryError(
            f"cannot write {output}: the current directory was removed or cannot be read"
        ) from error


def _check_place(output: Path, config: Config) -> None:
    state = config.state.path
    own = {config.path: "the configuration", state: "the state"}
    if state:
        own |= {state.with_name(state.name + end): "a part of the state" for end in _BESIDE_STATE}
    for path, name in own.items():
        if path and _is_same(output, path):
            raise UsageError(f"--output {output} is {name}: use another file")


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same file, whether or not it exists."""
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def write_pieces(pieces: Iterable[bytes], target: Target) -> None:
    """Write a result that comes in pieces, each as soon as it is there.

    DeliveryError if that fails.
    """
    if target.output is not None:
        write_file(target.output, pieces)
        return
    for piece in pieces:
        write_stdout(piece, target.format)


def write_result(content: bytes, target: Target) -> None:
    """Write a rendered result to its destination; DeliveryError if that fails."""
    if target.output is None:
        if not (target.paged and show_in_pager(content)):
            write_stdout(content, target.format)
        return
    write_file(target.output, content)
    if target.opened:
        show_in_browser(target.output)
