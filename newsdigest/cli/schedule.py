"""newsdigest schedule."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from newsdigest.cli import completing
from newsdigest.cli.options import ConfigFile, Verbose
from newsdigest.cli.status import Status, command
from newsdigest.errors import UsageError

# The daily digest may begin in the same minute, and only one run at a time has the state.
_WEEK = ("--since", "7d", "--wait", "1800")


@command
def schedule(
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", show_default=False, help="The profile of the digest."),
    ] = None,
    at: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HH:MM", show_default=False,
            help="The local time; may be repeated. [default: 06:00]",
        ),
    ] = None,
    weekly: Annotated[
        str | None,
        typer.Option(
            autocompletion=completing.weekdays, metavar="DAY", show_default=False,
            help="A weekly edition on this day (mon, tue, ...): the heaviest stories of seven days,"
            " each running story once, with its course.",
        ),
    ] = None,
    systemd: Annotated[
        bool, typer.Option("--systemd", help="Print a service and a timer for systemd --user.")
    ] = False,
    launchd: Annotated[
        bool, typer.Option("--launchd", help="Print an agent for launchd, for macOS.")
    ] = False,
    install_in: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar="DIRECTORY", show_default=False,
            help="With --systemd or --launchd, write the files to this directory.",
        ),
    ] = None,
    config: ConfigFile = None,
    verbose: Verbose = False,
) -> Status:  # fmt: skip
    """Print a crontab line, systemd units or a launchd agent for a daily or weekly digest.

    The system's own tools check it, where they are installed.

    Nothing is installed: `(crontab -l; newsdigest schedule) | crontab -` does that.
    """
    from newsdigest.cli.session import load
    from newsdigest.cli.streams import write_stderr, write_stdout
    from newsdigest.cli.timetable import (
        check_agent,
        check_crontab,
        check_units,
        check_words,
        crontab_lines,
        launch_agent,
        parse_time,
        parse_weekday,
        systemd_units,
    )

    if systemd and launchd:
        raise UsageError("--systemd and --launchd are two forms of one job: choose one")
    if install_in is not None and not (systemd or launchd):
        raise UsageError("--into goes with --systemd or --launchd: cron has no file to write")
    loaded = load(config).profile(profile)  # so that a wrong name fails now, not at six
    times = [parse_time(each) for each in at or ["06:00"]]
    weekday = None if weekly is None else parse_weekday(weekly)
    if weekday and loaded.new:
        raise UsageError(
            f"--weekly looks back on seven days, but the profile {loaded.name} delivers only what"
            " is new: name a profile without new = true"
        )
    words = _command(profile, config, _WEEK if weekday else ["--new"])
    check_words(words)
    if systemd:
        units = systemd_units(profile, times, words, weekday)
        checked = check_units(units)
        _put_out(units, install_in, "~/.config/systemd/user")
    elif launchd:
        agent = launch_agent(profile, times, words, weekday, log=_log())
        checked = check_agent(agent)
        _put_out(agent, install_in)
    else:
        lines = crontab_lines(times, words, weekday)
        checked = check_crontab(lines)
        write_stdout(lines, "text")
    if verbose:
        write_stderr("checked by the system" if checked else "not checked: no tool here that could")
        if loaded.digest.output is None and not loaded.mail.is_wanted:
            write_stderr(
                "without an output file the digest goes to the journal, the log or cron's mail"
            )
    return Status.DONE


def _log() -> Path:
    """The file of everything that a launchd agent prints."""
    try:
        return Path.home() / "Library" / "Logs" / "newsdigest.log"
    except RuntimeError as error:
        raise UsageError("launchd needs a home directory, and HOME names none") from error


def _put_out(files: Mapping[str, str], directory: Path | None, home: str | None = None) -> None:
    """Write the files, or print them, each under its path if it is to be copied to `home`."""
    from newsdigest.cli.streams import write_stdout
    from newsdigest.deliver import write_file

    if directory is not None:
        with suppress(OSError):  # writing into it says why it cannot be
            directory.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        if directory is None:
            write_stdout(f"# {home}/{name}\n{text}\n" if home else text, "text")
        else:
            write_file(directory / name, text.encode())


def _command(profile: str | None, config: Path | None, content: Sequence[str]) -> list[str]:
    """A command that finds this program and configuration even in an empty environment."""
    named = config or os.environ.get("NEWSDIGEST_CONFIG")
    return [
        _program(),
        "digest",
        *content,
        *(["--profile", profile] if profile else []),
        *(["--config", str(Path(named).absolute())] if named else []),
    ]


def _program() -> str:
    beside = Path(sys.argv[0])
    if beside.name == "newsdigest" and beside.exists():
        return str(beside.absolute())
    return shutil.which("newsdigest") or "newsdigest"
