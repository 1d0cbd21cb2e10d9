"""newsdigest explain."""

from __future__ import annotations

from typing import Annotated

import typer

from newsdigest.cli.options import ConfigFile
from newsdigest.cli.status import Status, command


@command
def explain(
    story: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    config: ConfigFile = None,
) -> Status:
    """Show a story's own summary beside what a model made of it, and what the check refused.

    An ID is that of a story in JSON; [rewrite] in the configuration names the model.
    """
    from newsdigest.cli.rewrite_view import format_rewrite
    from newsdigest.cli.session import load, reading_store
    from newsdigest.cli.streams import screen, write_stdout
    from newsdigest.errors import UsageError

    with reading_store(load(config)) as store:
        found = store.rewrites.of_story(story) if store else None
    if found is None:
        raise UsageError(
            f"no story with the id {story!r} was rewritten: 'newsdigest digest -f json' lists "
            "ids, and [rewrite] in the configuration names a model"
        )
    write_stdout(format_rewrite(found, screen().width), "text")
    return Status.DONE
