"""A command can take the parameters of another one."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.testing import CliRunner

from newsdigest.cli.parameters import with_parameters_of

Size = Annotated[int, typer.Option(help="In feet.")]


def boat(name: str, size: Size = 1, crew: int = 2, port: str = "") -> None:
    pass


def test_parameters_come_behind_the_own_ones() -> None:
    """With their defaults and help; those left out, and the command's own of one name, are not."""
    seen: list[dict[str, Any]] = []

    @with_parameters_of(boat, without=("name", "port"))
    def ferry(pier: str, crew: int = 7, **options: Any) -> None:
        seen.append({"pier": pier, "crew": crew, **options})

    app = typer.Typer()
    app.command()(ferry)
    assert CliRunner().invoke(app, ["east", "--size", "30"]).exit_code == 0
    assert seen == [{"pier": "east", "crew": 7, "size": 30}]
    shown = CliRunner().invoke(app, ["--help"]).output
    assert "In feet." in shown
    assert "--port" not in shown
