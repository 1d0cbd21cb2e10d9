"""The model of [rewrite]: from the configuration, with the answers that the state remembers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING

from newsdigest.cli.wording import counted
from newsdigest.config import Config
from newsdigest.errors import ConfigError, DeliveryError, LockedError, SourceError, StateError
from newsdigest.valueclasses import replace, valueclass

if TYPE_CHECKING:
    from newsdigest.model import Rewrite, Story
    from newsdigest.pipeline import Run
    from newsdigest.pipeline.rewriters import Rewriter
    from newsdigest.pipeline.rewriting import Sent
    from newsdigest.sources.network import SiteLogin
    from newsdigest.store import Store

Opener = Callable[[], AbstractContextManager["Store | None"]]


@valueclass
class StateMemory:
    """The answers in the state, opened for each use."""

    reading: Opener
    writing: Opener

    def answer(self, request: str) -> str | None:
        with suppress(StateError, LockedError), self.reading() as store:
            return store.rewrites.answer(request) if store else None
        return None

    def save(self, request: str, answer: str, story: Story, rewrite: Rewrite) -> None:
        from newsdigest.store import StoredRewrite

        now = datetime.now(UTC)
        sources = {each.id: each.source for each in story.articles if each.source}
        stored = StoredRewrite(story.id, story.title, now, story.summary, rewrite, sources)
        with suppress(StateError, LockedError), self.writing() as store:
            if store:
                with store.transaction():
                    store.rewrites.save(request, answer, stored)


def add_rewriting(run: Run, config: Config, store: Store | None, *, offline: bool) -> Sent:
    """Have the run's digests rewritten by the model that the configuration names.

    The result counts what it is sent. Without a store the state is opened where it is needed: a
    digest of SOURCEs works without one. ConfigError if the section has mistakes.
    """
    mistakes = list(rewrite_mistakes(config))
    if mistakes:
        raise ConfigError(mistakes)
    from newsdigest.cli.session import locked_store, reading_store
    from newsdigest.guard import report
    from newsdigest.pipeline.rewriting import Rewriting

    def opened() -> AbstractContextManager[Store | None]:
        return nullcontext(store) if store else reading_store(config)

    def to_write() -> AbstractContextManager[Store | None]:
        return nullcontext(store) if store else locked_store(config)

    memory = StateMemory(opened, to_write)
    rewriting = Rewriting(_rewriter(config), memory, offline=offline, report=report)
    run.rewrite = rewriting
    return rewriting.sent


def format_sent(sent: Sent, config: Config) -> str | None:
    """What left this machine, and for where; None for nothing, and for a command."""
    url = config.rewrite.url
    if not sent.stories or url is None or is_this_machine(url):
        return None
    kilobytes = f"{max(1, round(sent.bytes / 1000)):,} kB"
    stories = counted(sent.stories, "story", "stories")
    was = "was" if sent.stories == 1 else "were"
    line = f"{stories}, {kilobytes}, {was} sent to {config.rewrite.send_to} by [rewrite]"
    return f"{line}, {sent.unanswered} without an answer" if sent.unanswered else line


def _rewriter(config: Config) -> Rewriter:
    from newsdigest.pipeline.rewriters import ChatRewriter, CommandRewriter

    given = config.rewrite
    if given.command is not None:
        return CommandRewriter(given.model or given.command[0], given.command, given.timeout)
    from newsdigest.sources import host_ports_of
    from newsdigest.sources.network import NetworkOptions

    url = (given.url or "").rstrip("/")
    options = NetworkOptions.of(config.fetch)
    options = replace(
        options,
        total_seconds=given.timeout,
        retries=0,
        allowed=host_ports_of(url),
        proxy=None if is_this_machine(url) else options.proxy,
    )
    return ChatRewriter(given.model or "", url, options, _login(config, url))


def _login(config: Config, url: str) -> SiteLogin | None:
    """The key as a header field; ConfigError if it cannot be read."""
    from newsdigest.deliver.secrets import SecretPlace, read_secret
    from newsdigest.sources.network import parse_login

    given = config.rewrite
    place = SecretPlace("the key", given.key_command, given.key_file, given.key_env)
    if not place.is_named:
        return None
    try:
        key = read_secret(place, os.environ, given.timeout)[0]
        return parse_login([f"Authorization: Bearer {key.strip()}"], url)
    except (DeliveryError, SourceError) as error:
        raise ConfigError([f"[rewrite]: {error}"]) from error


def rewrite_mistakes(config: Config) -> Iterator[str]:
    """What is wrong with the settings of [rewrite] taken together, each with its line."""
    from newsdigest.sources import host_and_port

    given = config.rewrite
    if given.url is None:
        return
    place = f"{config.origins['rewrite.url'].place}: rewrite.url"
    if given.command is not None:
        yield f"{place} and rewrite.command are both set: choose one"
    if given.model is None:
        yield f"{place} needs rewrite.model"
    found = host_and_port(given.url)
    host = found[0] if found else ""
    if is_this_machine(given.url):
        return
    if (given.send_to or "").lower() != host:
        yield (
            f'{place} is not on this machine: set send_to = "{host}" if that host may receive the '
            "headline and up to 30 sentences of each story"
        )
    has_key = given.key_command or given.key_file or given.key_env
    if has_key and not given.url.lower().startswith("https:"):
        yield f"{place} must begin with https://, since a key is sent there"


def is_this_machine(url: str) -> bool:
    """Whether the URL is on a loopback address."""
    from newsdigest.sources import host_and_port

    found = host_and_port(url)
    if found is None:
        return False
    if found[0] == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(found[0].strip("[]")).is_loopback
    return False
