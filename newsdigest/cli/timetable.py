"""A daily command for cron, systemd or launchd, checked by the system's own tools."""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsdigest.errors import NewsdigestError, UsageError
from newsdigest.valueclasses import valueclass

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_SECONDS = 20.0
# Control characters and bytes that are not UTF-8.
_UNFIT = frozenset({"Cc", "Cs"})
# Messages of cron versions without that option.
_NO_SUCH_OPTION = ("invalid option", "usage", "unknown option", "illegal option")


@valueclass
class TimeOfDay:
    hour: int
    minute: int

    def __str__(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"


def parse_time(text: str) -> TimeOfDay:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"--at {text!r}: not a time of day such as 06:30")
    return TimeOfDay(int(match[1]), int(match[2]))


def parse_weekday(text: str) -> str:
    """One of WEEKDAYS."""
    day = text.strip().lower()
    if day not in WEEKDAYS:
        raise UsageError(f"--weekly {text!r}: not a day: {', '.join(WEEKDAYS)}")
    return day


def check_words(command: Sequence[str]) -> None:
    """Raise UsageError for a word that a crontab or unit cannot contain."""
    for word in command:
        if any(unicodedata.category(letter) in _UNFIT for letter in word):
            shown = " ".join(os.fsencode(word).decode("utf-8", "backslashreplace").split())
            raise UsageError(
                f"{shown}: its name is not UTF-8 or holds a control character, which no"
                " scheduler takes: rename it"
            )


def crontab_lines(
    times: Sequence[TimeOfDay], command: Sequence[str], weekday: str | None = None
) -> str:
    """One line per time, of each day or of one. % is escaped because cron treats it as a line end.

    cron counts the days from Sunday, 0.
    """
    line = shlex.join(command).replace("%", r"\%")
    day = "*" if weekday is None else str((WEEKDAYS.index(weekday) + 1) % len(WEEKDAYS))
    return "".join(f"{time.minute} {time.hour} * * {day} {line}\n" for time in times)


def systemd_units(
    profile: str | None,
    times: Sequence[TimeOfDay],
    command: Sequence[str],
    weekday: str | None = None,
) -> dict[str, str]:
    """A user service and its timer by file name, for each day or one.

    A run missed while the machine was off is made up for.
    """
    name = _job_name("-", profile, weekday)
    about = " ".join(filter(None, ("The", "weekly" if weekday else "", "digest", _label(profile))))
    start = " ".join(_systemd_word(word) for word in command)
    day = f"{weekday.capitalize()} " if weekday else ""
    calendar = "".join(f"OnCalendar={day}*-*-* {time}:00\n" for time in times)
    return {
        f"{name}.service": f"[Unit]\nDescription={about}\n\n[Service]\nType=oneshot\n"
        f"ExecStart={start}\nNice=10\nTimeoutStartSec=1h\n",
        f"{name}.timer": f"[Unit]\nDescription=Starts {about[0].lower()}{about[1:]}\n\n"
        f"[Timer]\n{calendar}Persistent=true\n\n[Install]\nWantedBy=timers.target\n",
    }


def launch_agent(
    profile: str | None,
    times: Sequence[TimeOfDay],
    command: Sequence[str],
    weekday: str | None = None,
    *,
    log: Path,
) -> dict[str, str]:
    """A launchd agent by file name, for each day or one; what it prints is appended to `log`.

    A run missed while the machine was asleep is made up for, but not one while it was off.
    """
    name = _job_name(".", profile, weekday)
    day = {"Weekday": WEEKDAYS.index(weekday) + 1} if weekday else {}
    agent = {
        "Label": name,
        "ProgramArguments": list(command),
        "StartCalendarInterval": [
            {**day, "Hour": time.hour, "Minute": time.minute} for time in times
        ],
        "ProcessType": "Background",
        "StandardOutPath": str(log),
        "StandardErrorPath": str(log),
    }
    return {f"{name}.plist": plistlib.dumps(agent, sort_keys=False).decode()}


def _job_name(joint: str, profile: str | None, weekday: str | None) -> str:
    parts = ("newsdigest", _label(profile), "weekly" if weekday else "")
    return joint.join(filter(None, parts))


def _label(profile: str | None) -> str:
    return re.sub(r"[^\w.-]", "-", profile, flags=re.ASCII) if profile else ""


def _systemd_word(word: str) -> str:
    """One argument of ExecStart, with %, $, quotes and backslashes escaped."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return word if re.fullmatch(r"[\w./:=@+-]+|(?:[\w./:=@+-]|%%|\$\$)+", word) else f'"{word}"'


def check_crontab(text: str) -> bool:
    """Whether cron itself checked the lines; NewsdigestError reports its complaints."""
    program = shutil.which("crontab")
    if program is None:
        return False
    with tempfile.NamedTemporaryFile("w", suffix=".crontab", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        return _accepts([program, "-T", file.name])


def check_units(units: Mapping[str, str]) -> bool:
    """Whether systemd itself checked the units; NewsdigestError reports its complaints."""
    # The check starts a manager that needs such a directory, which cron does not provide.
    return _check_files(
        "systemd-analyze", ("verify", "--user", "--man=no"), units, "XDG_RUNTIME_DIR"
    )


def check_agent(agent: Mapping[str, str]) -> bool:
    """Whether macOS itself checked the agent; NewsdigestError reports its complaints."""
    return _check_files("plutil", ("-lint", "-s"), agent)


def _check_files(
    name: str, options: Sequence[str], files: Mapping[str, str], variable: str | None = None
) -> bool:
    """Whether a program accepts the files, which are in the directory that `variable` names."""
    program = shutil.which(name)
    if program is None:
        return False
    with tempfile.TemporaryDirectory(prefix="newsdigest-") as directory:
        paths = [Path(directory, each) for each in files]
        for path, text in zip(paths, files.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        environment = {variable: directory, **os.environ} if variable else None
        return _accepts([program, *options, *map(str, paths)], environment)


def _accepts(command: Sequence[str], environment: Mapping[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, no shell
            command, capture_output=True, text=True, timeout=_SECONDS, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    output = (done.stderr or done.stdout).strip()
    if done.returncode == 0:
        return True
    if any(phrase in output.lower() for phrase in _NO_SUCH_OPTION):
        return False
    raise NewsdigestError(f"{Path(command[0]).name} refuses it: {' '.join(output.split())}")
