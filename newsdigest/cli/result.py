"""The result of a command on its way out."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsdigest.cli.options import UNASKED_FORMAT
from newsdigest.cli.showing import new_page, show_in_browser, show_in_pager
from newsdigest.cli.streams import Screen, is_terminal, screen, write_stdout
from newsdigest.cli.template import Template
from newsdigest.deliver import Archive, archive_of, write_archive, write_file
from newsdigest.errors import DeliveryError, UsageError
from newsdigest.model import Digest
from newsdigest.render import BINARY_FORMATS, Rendered, RenderOptions, render_digest_named

if TYPE_CHECKING:
    from newsdigest.config import Config

# What SQLite and the lock of a run put beside the state.
_BESIDE_STATE = ("-wal", "-shm", ".lock")
_FILE = Screen(width=80, colour=False, hyperlinks=False)


@dataclass(frozen=True, slots=True)
class Target:
    """What is written and where to: a file, or standard output where `output` is None."""

    format: str
    output: Path | None
    # What the format is filled into, where the user has one of his own.
    template: Template | None = None
    # Looked at in a browser when it is written.
    opened: bool = False
    # Looked at in a pager where it is longer than the terminal.
    paged: bool = False

    @classmethod
    def to_open(cls, format: str, output: Path | None, template: Template | None = None) -> Target:
        """A page for a browser, in a new place where nobody names one."""
        chosen = "html" if format == UNASKED_FORMAT else format
        return cls(chosen, output or new_page(chosen), template, opened=True)

    @property
    def archive(self) -> Archive | None:
        """The folder that keeps the digests, for an output such as `digests/{date}.html`."""
        return archive_of(self.output) if self.output else None

    @property
    def is_site(self) -> bool:
        """Whether the digests of the archive are pages, which link to each other."""
        return self.format == "html" and self.archive is not None

    def render(self, digest: Digest, options: RenderOptions) -> Rendered:
        """RenderError for a template that asks for what there is not."""
        if self.template:
            return self.template.fill_in(digest, options)
        return render_digest_named(digest, self.format, options)

    def render_options(
        self,
        as_of: datetime,
        *,
        by: tuple[str, ...] = (),
        removed: bool = False,
        language: str = "en",
    ) -> RenderOptions:
        """Dates are shown in the local time of the run's clock."""
        shows = _FILE if self.output else screen()
        return RenderOptions(
            by=by,
            width=shows.width,
            colour=shows.colour,
            hyperlinks=shows.hyperlinks,
            timezone=as_of.astimezone().tzinfo or UTC,
            archived=self.is_site,
            removed=removed,
            language=language,
        )


def check_target(target: Target, config: Config) -> None:
    """UsageError for an output that cannot be, or would only make a mess of a terminal.

    That includes one that takes the place of the configuration or the state.

    DeliveryError for one that is named from a current directory that was removed.
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
    """Whether two paths lead to the same file, be it there or not."""
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def deliver_digest(content: bytes, digest: Digest, target: Target, shown: RenderOptions) -> None:
    """Write a rendered digest where it goes; DeliveryError where that fails."""
    if target.archive:
        day = digest.generated.astimezone(shown.timezone).date()
        site = shown if target.is_site else None
        path = write_archive(target.archive, content, day, digest.id, site)
        if target.opened:
            show_in_browser(path)
    else:
        deliver(content, target)


def deliver(content: bytes, target: Target) -> None:
    """Write a rendered result where it goes; DeliveryError where that fails."""
    if target.output is None:
        if not (target.paged and show_in_pager(content)):
            write_stdout(content, target.format)
        return
    write_file(target.output, content)
    if target.opened:
        show_in_browser(target.output)
