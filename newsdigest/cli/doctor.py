"""newsdigest doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from newsdigest.cli.options import ConfigFile
from newsdigest.cli.status import Status, command


@command
def doctor(
    salvage: Annotated[
        Path | None,
        typer.Option(
            "--salvage", metavar="FILE", show_default=False,
            help="Copy the readable parts of a damaged state to FILE, a new one.",
        ),
    ] = None,
    config: ConfigFile = None,
) -> Status:  # fmt: skip
    """Check this installation, its configuration and its state.

    Ends with 0 if all is well, with 2 for the configuration and with 5 for the state.
    """
    from newsdigest.cli.doctor_checks import findings
    from newsdigest.cli.session import load, state_path
    from newsdigest.cli.streams import is_terminal, screen, write_stdout

    if salvage is not None:
        return _salvage(state_path(load(config)), salvage)
    worst = Status.DONE
    width = screen().width if is_terminal(sys.stdout) else None
    for finding in findings(config):
        write_stdout(finding.lines(width), "text")
        worst = worst or finding.status
    return worst


def _salvage(damaged: Path, target: Path) -> Status:
    from newsdigest.cli.streams import write_stdout
    from newsdigest.store import only_run, salvage

    with only_run(damaged):
        saved = salvage(damaged, target)
    for each in saved:
        gap = "  (a part could not be read)" if each.has_gap else ""
        write_stdout(f"{each.rows:>9,} {each.table}{gap}\n", "text")
    write_stdout(f"saved in {target}: move it to {damaged} to use it\n", "text")
    return Status.DONE
