"""Secrets that the configuration refers to: a command's output, a file, or a variable."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from newsdigest.deliver.commands import run_command
from newsdigest.deliver.output import reason
from newsdigest.errors import DeliveryError
from newsdigest.valueclasses import valueclass

__all__ = ["SecretPlace", "read_secret"]

_MOST_BYTES = 100_000


@valueclass
class SecretPlace:
    """Where a secret is stored; the first source that is set counts."""

    # Its name in messages: "the password".
    what: str
    command: tuple[str, ...] | None
    file: Path | None
    variable: str | None

    @property
    def is_named(self) -> bool:
        return bool(self.command or self.file or self.variable)


def read_secret(place: SecretPlace, environment: Mapping[str, str], seconds: float) -> list[str]:
    """The non-blank lines of the secret.

    DeliveryError if it is missing or does not arrive in time; the error never repeats its content.
    """
    if place.command:
        content = _printed(place.command, place.what, seconds)
    elif place.file:
        content = _stored(place.file, place.what)
    else:
        content = environment.get(place.variable or "", "")
    lines = [line.strip("\r") for line in content.split("\n") if line.strip()]
    if not lines or len(content) > _MOST_BYTES:
        raise DeliveryError(f"found nothing to use as {place.what} from {_origin(place)}")
    return lines


def _printed(command: tuple[str, ...], what: str, seconds: float) -> str:
    ended = run_command(command, b"", seconds, reads_output=True)
    if ended.status != 0:
        # Its error message may contain the secret.
        status = f"exit status {ended.status}" if ended.status > 0 else f"signal {-ended.status}"
        raise DeliveryError(f"the command for {what} failed: {status}")
    return ended.output.decode("utf-8", "replace")


def _stored(path: Path, what: str) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        raise DeliveryError(f"cannot read {what} from {path}: {reason(error)}") from error


def _origin(place: SecretPlace) -> str:
    if place.command:
        return "its command"
    return str(place.file) if place.file else f"the variable {place.variable}"
