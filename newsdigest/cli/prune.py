"""newsdigest prune."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from newsdigest.cli.options import ConfigFile, Verbose, Wait
from newsdigest.cli.status import Status, command


@command
def prune(
    keep: Annotated[
        str | None,
        typer.Option(
            metavar="SPAN", show_default=False,
            help="Keep newer articles: 30d, 12w. [default: state.keep of the configuration]",
        ),
    ] = None,
    wait: Wait = 0.0,
    config: ConfigFile = None,
    verbose: Verbose = False,
) -> Status:  # fmt: skip
    """Delete old articles from the state.

    It remembers that they were seen, so that they do not come back as news. Articles that a
    profile has not delivered yet are kept for up to a year.
    """
    from newsdigest.cli.session import load, locked_store, readers
    from newsdigest.cli.streams import remark, write_stderr
    from newsdigest.cli.times import parse_since
    from newsdigest.cli.wording import counted

    now = datetime.now(UTC)
    loaded = load(config)
    before = parse_since(keep, now, "--keep") or now - loaded.state.keep
    with locked_store(loaded, wait) as store:
        with store.transaction():
            waiting = readers(loaded, store, now)
            given_up = store.articles.given_up(before, waiting)
            deleted = store.articles.prune(before, waiting)
            store.digests.prune(before)
            store.lines.prune(before)
            store.rewrites.prune(before)
        store.compact()
    for profile, number in given_up.items():
        said = f"{counted(number, 'article')} given up that no digest had delivered"
        write_stderr(f"warning: profile {profile or 'default'}: {said}")
    say = write_stderr if verbose else remark
    if deleted:
        say(f"{counted(deleted, 'article')} deleted")
    else:
        moment = f"{before.astimezone():%Y-%m-%d %H:%M}"
        say(f"nothing to delete: no delivered article is older than {moment}")
    return Status.DONE
