"""What every test starts from: an empty environment and no network but loopback."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.contract import watch_rendered
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.server import Server

settings.register_profile("default", deadline=None, max_examples=100)
settings.load_profile("default")

_CLEARED = """
    HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy
    SSL_CERT_FILE SSL_CERT_DIR LANGUAGE LC_ALL LC_CTYPE LC_TIME COLUMNS LINES NO_COLOR
    FORCE_COLOR PYTHONUTF8 PYTHONIOENCODING TZ
"""


@pytest.fixture(autouse=True)
def clean_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No setting of the machine or of the developer reaches a test."""
    for name in _CLEARED.split():
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith(("XDG_", "NEWSDIGEST_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave this machine fails instead."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple):
            host = address[0]
            assert ipaddress.ip_address(host).is_loopback, f"a test connects to {host}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def json_as_its_schema_says(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test renders as JSON is valid."""
    faults = watch_rendered(monkeypatch)
    yield
    assert faults == []


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on loopback whose answers the test writes."""
    with Server() as running:
        yield running


@pytest.fixture
def web() -> Iterator[Web]:
    """A web of feeds and pages on loopback, empty at first."""
    with Web() as running:
        yield running


@pytest.fixture
def reader(tmp_path: Path, web: Web) -> Reader:
    """A subscriber to one feed of that web, at /feed."""
    made = Reader(tmp_path)
    made.subscribe([web.url("/feed")])
    return made
