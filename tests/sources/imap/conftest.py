"""A server of mailboxes on loopback, with a certificate that is trusted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deliver.smtp_server import CERTIFICATE
from tests.sources.imap.imap_server import ImapServer
from tests.sources.imap.servers import KINDS, MailboxServer, serving


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture(params=KINDS)
def mailbox(request: pytest.FixtureRequest) -> Iterator[MailboxServer]:
    """Each of the servers that are there."""
    with serving(request.param) as running:
        yield running


@pytest.fixture
def own() -> Iterator[ImapServer]:
    """The one that does what a test says."""
    with ImapServer() as running:
        yield running
