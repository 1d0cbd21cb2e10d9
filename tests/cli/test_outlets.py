"""The places that a digest goes to, by what the configuration and the command line say."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdigest.cli.outlets import outlets_of, wanted_mail
from newsdigest.cli.result import Target
from newsdigest.config import Config, load_config
from newsdigest.errors import UsageError
from newsdigest.render import RenderOptions

MAIL = '[mail]\nfrom = "digest@example.org"\nsendmail = "true"\n'


def config_of(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return load_config(path, {})


def channels(
    config: Config, profile: str | None = None, *typed: str, output: Path | None = None
) -> list[str]:
    chosen = config.profile(profile)
    mail = wanted_mail(chosen, typed)
    target = Target("json", output)
    outlets = outlets_of(
        config, chosen, mail, target, lambda digest: RenderOptions(), target.render
    )
    return [channel for outlet in outlets for channel in outlet.channels]


def test_standard_output_is_for_who_names_no_other_place(tmp_path: Path) -> None:
    """Cron would mail it once more."""
    config = config_of(tmp_path, MAIL)
    assert channels(config) == ["stdout"]
    assert channels(config, None, "me@example.org") == ["mail:me@example.org"]
    output = tmp_path / "news.json"
    assert channels(config, None, "me@example.org", output=output) == [
        *(f"file:{output}", "mail:me@example.org")
    ]


def test_recipients(tmp_path: Path) -> None:
    """Typed ones count before those of the profile, those before the ones for all."""
    profiles = (
        '[profile.own]\nmail = { to = ["a@example.org", "b@example.org"] }\n'
        "[profile.all]\nmail = true\n[profile.off]\nmail = false\n"
        '[profile.named]\nmail = { subject = "{headline}" }\n'
    )
    config = config_of(tmp_path, f'{MAIL}to = "c@example.org"\n{profiles}')
    assert channels(config, "own") == ["mail:a@example.org", "mail:b@example.org"]
    assert channels(config, "own", "me@example.org") == ["mail:me@example.org"]
    assert channels(config, "all") == channels(config, "named") == ["mail:c@example.org"]
    assert channels(config, "off") == ["stdout"]


def test_nobody_to_mail_to(tmp_path: Path) -> None:
    """A profile that mails to nobody is told so."""
    config = config_of(tmp_path, f"{MAIL}[profile.all]\nmail = true\n")
    with pytest.raises(UsageError, match=r"set mail\.to"):
        channels(config, "all")


def test_services_that_are_not_to_be_had_hold_up_nothing(tmp_path: Path) -> None:
    """The digest goes its way, and the note waits for a run that finds them."""
    pytest.importorskip("apprise")
    text = f'[notify]\nurls_file = "{tmp_path}/gone"\n[profile.phone]\nnotify = true\n'
    config = config_of(tmp_path, text)
    assert channels(config, "phone", output=tmp_path / "x") == [f"file:{tmp_path}/x", "notify"]
