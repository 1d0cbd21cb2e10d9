"""Commands and servers that are asked for a summary may be slow, huge and hostile."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from newsdigest.analyse.rewriting import ReportSentence, RewriteRequest
from newsdigest.errors import RewriteError
from newsdigest.pipeline.rewriters import ChatRewriter, CommandRewriter
from newsdigest.sources.network import NetworkOptions, parse_login
from tests.server import Server

REQUEST = RewriteRequest("Ferry", "en", (ReportSentence("A ferry sank.", "a"),), 2, 40)
JSON = "application/json"


def python(code: str, *arguments: str, seconds: float = 20.0) -> CommandRewriter:
    return CommandRewriter("toy", (sys.executable, "-c", code, *arguments), seconds)


def chat(server: Server, seconds: float = 20.0, **options: object) -> ChatRewriter:
    allowed = frozenset({("127.0.0.1", server.port)})
    network = NetworkOptions(allowed=allowed, retries=0, total_seconds=seconds)
    return ChatRewriter("toy", server.url("/v1"), network)


def completion(text: object) -> str:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]})


def test_a_command_gets_json_and_prints_a_text() -> None:
    """The story is on its standard input, and what it prints is the answer."""
    code = "import json, sys; print(json.load(sys.stdin)['sentences'][0]['text'], '[1]')"
    assert python(code).ask(REQUEST) == "A ferry sank. [1]\n"


def test_a_command_runs_without_a_shell() -> None:
    """What looks like shell syntax is an argument."""
    answer = python("import sys; print(sys.argv[1])", "$(id); `id` > x").ask(REQUEST)
    assert answer == "$(id); `id` > x\n"


def test_a_command_that_reads_nothing_is_no_problem() -> None:
    """It need not read its input."""
    assert python("print('Done. [1]')").ask(REQUEST) == "Done. [1]\n"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit('no model')", "exit status 1: no model"),
        ("print('x' * 10_000_000)", "printed more than 100,000 bytes"),
        ("while True: print('x' * 1000)", "printed more than 100,000 bytes"),
        ("import sys; sys.stdout.buffer.write(b'\\xff')", "not UTF-8"),
    ],
)
def test_a_bad_command_is_an_error(code: str, reason: str) -> None:
    """RW01, RW02: it costs the story its rewriting, in one line."""
    with pytest.raises(RewriteError, match=reason):
        python(code).ask(REQUEST)


def test_a_missing_command_is_an_error() -> None:
    """RW01: one that is not installed is named."""
    with pytest.raises(RewriteError, match="cannot run no-such-model"):
        CommandRewriter("toy", ("no-such-model",), 5.0).ask(REQUEST)


STARTS_A_CHILD = (
    "import pathlib, subprocess, sys, time\n"
    "sleep, own = 'import time; time.sleep(600)', sys.argv[2] == 'own'\n"
    "child = subprocess.Popen([sys.executable, '-c', sleep], start_new_session=own)\n"
    "pathlib.Path(sys.argv[1]).write_text(str(child.pid))\n"
)


@pytest.mark.parametrize(
    "session",
    [
        "same",
        pytest.param(
            "own", marks=pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
        ),
    ],
)
def test_a_slow_command_is_killed_with_its_children(tmp_path: Path, session: str) -> None:
    """RW01: at the deadline nothing of it is left, whatever session it is in."""
    mark = tmp_path / "pid"
    code = f"{STARTS_A_CHILD}time.sleep(600)"
    with pytest.raises(RewriteError, match="not done within 3 s"):
        python(code, str(mark), session, seconds=3.0).ask(REQUEST)
    _check_ended(int(mark.read_text()))


def test_a_command_leaves_no_child_behind(tmp_path: Path) -> None:
    """RW01: nor when it has answered."""
    mark = tmp_path / "pid"
    answer = python(f"{STARTS_A_CHILD}print('Done. [1]')", str(mark), "same").ask(REQUEST)
    assert answer == "Done. [1]\n"
    _check_ended(int(mark.read_text()))


def _check_ended(pid: int) -> None:
    for _ in range(100):
        if not _is_running(pid):
            break
        time.sleep(0.05)
    assert not _is_running(pid)


def _is_running(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().split()[2] not in "ZX"
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return not Path("/proc").is_dir()
    return False


def test_a_server_answers_with_a_completion() -> None:
    """The first choice's text is the answer; the request is a POST of JSON."""
    with Server() as server:
        server.page("/v1/chat/completions", completion("Done. [1]"), content_type=JSON)
        assert chat(server).ask(REQUEST) == "Done. [1]"
        (head,) = server.requests
    assert head.startswith("POST /v1/chat/completions ")
    assert "content-type: application/json" in head.lower()
    assert '"role": "system"' in head or "content-length" in head.lower()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("not json", "not a chat completion"),
        ("[" * 100_000, "not a chat completion"),
        ('{"choices": []}', "not a chat completion"),
        (completion(None), "no text"),
        (completion({"a": 1}), "no text"),
        ("x" * 2_000_000, "larger|large"),
    ],
)
def test_a_bad_answer_of_a_server_is_an_error(body: str, reason: str) -> None:
    """RW01, RW02: it costs the story its rewriting, in one line."""
    with Server() as server:
        server.page("/v1/chat/completions", body, content_type=JSON)
        with pytest.raises(RewriteError, match=reason):
            chat(server).ask(REQUEST)


def test_a_redirect_is_not_followed() -> None:
    """RW04: sentences are sent to the configured place and nowhere else."""
    with Server() as server:
        server.redirect("/v1/chat/completions", server.url("/elsewhere"), 307)
        with pytest.raises(RewriteError, match="is not sent to another address"):
            chat(server).ask(REQUEST)
        assert len(server.requests) == 1


def test_a_slow_server_is_not_waited_for() -> None:
    """RW01: the deadline is for the whole answer."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        while not server.until_stopped(0.2):
            connection.sendall(b"x")

    with Server() as server:
        server.answer("/v1/chat/completions", drip)
        with pytest.raises(RewriteError, match="not finished after 1 s"):
            chat(server, seconds=1.0).ask(REQUEST)


def test_a_key_goes_to_its_server_alone() -> None:
    """RW04: it is a header field of the request, and in no message."""
    with Server() as server:
        url = server.url("/v1")
        rewriter = ChatRewriter(
            "toy",
            url,
            NetworkOptions(allowed=frozenset({("127.0.0.1", server.port)}), retries=0),
            parse_login(["Authorization: Bearer sesame-open"], url),
        )
        with pytest.raises(RewriteError, match="HTTP 404"):
            rewriter.ask(REQUEST)
        (head,) = server.requests
    assert "authorization: bearer sesame-open" in head.lower()
    assert "sesame" not in repr(rewriter)
