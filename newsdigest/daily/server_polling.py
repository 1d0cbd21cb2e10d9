"""What polls of mailboxes and of accounts share: one server after the other, each on its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from newsdigest.daily.poll_writer import PollWriter
from newsdigest.daily.polls import (
    AccountSubscription,
    MailboxSubscription,
    PollReport,
    PollWatch,
)
from newsdigest.guard import Step, attempt, internal_error, internal_failure, report
from newsdigest.store import Answer, FeedState

Server = TypeVar("Server", MailboxSubscription, AccountSubscription)


def poll_in_turn(
    servers: Sequence[tuple[Server, FeedState]],
    ask: Callable[[Server, FeedState], Answer],
    polled: PollReport,
    writer: PollWriter,
    watch: PollWatch | None,
) -> None:
    """Store the answer of each; a server on which the program fails is polled again."""
    for server, state in servers:
        if watch is not None:
            watch.started(server.url)
        polled.polled += 1
        polled.polled_servers += 1
        writer.write_answer(server.name, state, _guarded(server, state, ask))
        if watch is not None:
            watch.ended(server.url)


def _guarded(
    server: Server, state: FeedState, ask: Callable[[Server, FeedState], Answer]
) -> Answer:
    answers: list[Answer] = []
    bug = attempt(lambda: answers.append(ask(server, state)))
    if bug is None:
        return answers[0]
    report(internal_failure(Step.FEED, server.name, bug))
    return Answer(error=internal_error(bug))
