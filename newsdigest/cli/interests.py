"""newsdigest like, unlike; newsdigest interests: list, forget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsdigest.cli.options import ConfigFile, ListingFormat, Wait, check_format
from newsdigest.cli.status import Status, command
from newsdigest.cli.usage import CommandGroup, HelpfulCommand
from newsdigest.errors import UsageError
from newsdigest.valueclasses import replace

if TYPE_CHECKING:
    from pathlib import Path


interests = typer.Typer(
    cls=CommandGroup,
    name="interests",
    help="What was learnt from `like` and `unlike`: list it, forget it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Articles = Annotated[list[str], typer.Argument(metavar="ID|URL...", show_default=False)]


@command
def like(articles: Articles, config: ConfigFile = None, wait: Wait = 0.0) -> Status:
    """More of this: learn from stored articles which names, words and topics to put first.

    An ID is that of an article in JSON. `interests list` shows what was learnt.
    """
    return _learn(articles, config, wait, is_liked=True)


@command
def unlike(articles: Articles, config: ConfigFile = None, wait: Wait = 0.0) -> Status:
    """Less of this: learn from stored articles which names, words and topics to put last.

    To take back a like, use `interests forget`.
    """
    return _learn(articles, config, wait, is_liked=False)


def _learn(articles: Sequence[str], path: Path | None, wait: float, *, is_liked: bool) -> Status:
    from newsdigest.analyse import terms_to_learn
    from newsdigest.cli.session import load, locked_store, own_names, own_topics
    from newsdigest.cli.streams import write_stdout
    from newsdigest.language import printable
    from newsdigest.model import Like
    from newsdigest.pipeline import DigestOptions, with_own_labels

    config = load(path)
    options = DigestOptions(topics=own_topics(config), names=own_names(config))
    now = datetime.now(UTC)
    with locked_store(config, wait) as store:
        found = []
        for handle in articles:
            stored = store.articles.get(handle) or store.articles.at_url(handle)
            if stored is None:
                hint = "'newsdigest search WORD -f json' lists ids and URLs"
                raise UsageError(f"no stored article has the id or URL {handle!r}: {hint}")
            found.append(with_own_labels(replace(stored.article, added=()), options))
        likes = [
            Like(each.id, is_liked, now, each.title, each.source, terms_to_learn(each))
            for each in found
        ]
        with store.transaction():
            for like in likes:
                store.likes.save(like)
    for like in likes:
        verb = "liked" if is_liked else "disliked"
        names = ", ".join(term.text for term in like.terms)
        write_stdout(printable(f"{verb}: {like.title or like.article} ({names})") + "\n", "text")
    return Status.DONE


@interests.command("list", cls=HelpfulCommand)
@command
def list_interests(format: ListingFormat = "text", config: ConfigFile = None) -> Status:
    """Show the liked and disliked articles, and the terms that were learnt with their weights."""
    from newsdigest.analyse import learnt_interests
    from newsdigest.cli.interests_view import format_interests, interests_as_json
    from newsdigest.cli.session import load, reading_store
    from newsdigest.cli.streams import remark, write_stdout

    check_format(format, ("text", "json"))
    with reading_store(load(config)) as store:
        likes = store.likes.all() if store else []
        learnt = learnt_interests(likes, store.likes.forgotten()) if store else ()
    write = interests_as_json if format == "json" else format_interests
    write_stdout(write(likes, learnt), format)
    if not likes:
        remark("nothing was learnt yet: 'newsdigest like ID|URL' of a stored article")
    return Status.DONE


@interests.command(cls=HelpfulCommand)
@command
def forget(
    ids: Annotated[list[str], typer.Argument(metavar="ID|TERM...", show_default=False)],
    config: ConfigFile = None,
    wait: Wait = 0.0,
) -> Status:
    """Take back likes by the ids of their articles; never learn a TERM such as name:kelbrook."""
    from newsdigest.analyse import learnt_interests
    from newsdigest.cli.session import load, locked_store
    from newsdigest.cli.streams import write_stdout
    from newsdigest.language import printable

    with locked_store(load(config), wait) as store, store.transaction():
        for id in ids:
            taken = store.likes.take_back(id)
            if taken is None:
                learnt = learnt_interests(store.likes.all(), store.likes.forgotten())
                if id not in {each.term.id for each in learnt}:
                    hint = "'newsdigest interests list' shows both"
                    raise UsageError(f"no article and no term that was learnt is {id!r}: {hint}")
                store.likes.forget(id)
            told = (taken.title or id) if taken else id
            write_stdout(printable(f"forgotten: {told}") + "\n", "text")
    return Status.DONE
