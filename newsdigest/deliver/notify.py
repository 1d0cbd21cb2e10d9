"""Short notes to chat and push services, sent by apprise, an optional dependency."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Mapping, Sequence
from dataclasses import field

from newsdigest.config import NotifySettings
from newsdigest.deliver.secrets import SecretPlace, read_secret
from newsdigest.errors import UsageError
from newsdigest.hashing import blake2b
from newsdigest.valueclasses import valueclass

__all__ = ["Service", "check_notify", "notify", "read_services"]


@valueclass
class Service:
    """A service that receives notes."""

    # Without secrets: "ntfy 1f0e5a…".
    name: str
    url: str = field(repr=False)


def check_notify(settings: NotifySettings) -> None:
    """UsageError if these settings or this installation cannot send a note."""
    if importlib.util.find_spec("apprise") is None:
        raise UsageError("notify needs apprise: pip install 'newsdigest[notify]'")
    if not _place(settings).is_named:
        raise UsageError("none of notify.urls_command, urls_file and urls_env is set")


def read_services(settings: NotifySettings, environment: Mapping[str, str]) -> tuple[Service, ...]:
    """The services that get a note, each once. DeliveryError if their URLs cannot be read."""
    lines = read_secret(_place(settings), environment, settings.timeout)
    urls = [url for line in lines if not line.lstrip().startswith("#") for url in line.split()]
    return tuple(Service(_name(url), url) for url in dict.fromkeys(urls))


def notify(services: Sequence[Service], title: str, text: str) -> list[Service]:
    """Send a note to each of the services; returns those that failed.

    The reasons are not reported, since apprise's messages contain parts of the URLs.
    """
    from apprise import Apprise, NotifyFormat

    logging.getLogger("apprise").addHandler(logging.NullHandler())
    logging.getLogger("apprise").propagate = False
    missed = []
    for service in services:
        sender = Apprise()
        taken = sender.add(service.url) and sender.notify(
            title=title, body=text, body_format=NotifyFormat.TEXT
        )
        if not taken:
            missed.append(service)
    return missed


def _name(url: str) -> str:
    scheme = url.partition("://")[0][:20]
    return f"{scheme} {blake2b(url.encode(), digest_size=4).hexdigest()}"


def _place(settings: NotifySettings) -> SecretPlace:
    return SecretPlace(
        "the URLs of services", settings.urls_command, settings.urls_file, settings.urls_env
    )
