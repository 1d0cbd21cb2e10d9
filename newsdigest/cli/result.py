"""The result of a command on its way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsdigest.cli.streams import Screen, screen, write_stdout
from newsdigest.deliver import write_file
from newsdigest.render import RenderOptions

_FILE = Screen(width=80, colour=False, hyperlinks=False)


@dataclass(frozen=True, slots=True)
class Target:
    """What is written and where to: a file, or standard output where `output` is None."""

    format: str
    output: Path | None

    def render_options(
        self, as_of: datetime, *, by: tuple[str, ...] = (), removed: bool = False
    ) -> RenderOptions:
        """Dates are shown in the local time of the run's clock."""
        shows = _FILE if self.output else screen()
        return RenderOptions(
            by=by,
            width=shows.width,
            colour=shows.colour,
            hyperlinks=shows.hyperlinks,
            timezone=as_of.astimezone().tzinfo or UTC,
            removed=removed,
        )


def deliver(text: str, target: Target) -> None:
    """Write a rendered result where it goes; DeliveryError where that fails."""
    if target.output is None:
        write_stdout(text, target.format)
    else:
        write_file(target.output, text.encode("utf-8", "backslashreplace"))
