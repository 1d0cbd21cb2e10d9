"""Who is asked to rewrite a story: a command, or a server with a chat interface."""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from newsdigest.analyse.rewriting import RewriteRequest
from newsdigest.deliver.commands import run_command
from newsdigest.errors import DeliveryError, RewriteError
from newsdigest.valueclasses import valueclass

if TYPE_CHECKING:
    from newsdigest.sources.network import NetworkOptions, SiteLogin

__all__ = ["MOST_OUTPUT", "ChatRewriter", "CommandRewriter", "Rewriter"]

# Bytes of an answer; a summary has less than a thousand.
MOST_OUTPUT = 100_000


class Rewriter(Protocol):
    """A model that is asked for one story at a time."""

    @property
    def model(self) -> str:
        """Its name in digests."""

    @property
    def place(self) -> str:
        """What answers: with the model's name, what an answer depends on."""

    def content(self, request: RewriteRequest) -> bytes:
        """All that is sent for a story."""

    def ask(self, request: RewriteRequest) -> str:
        """The text that it answers with. Raises RewriteError."""


@valueclass
class CommandRewriter:
    """A command that reads the request as JSON and prints a text."""

    model: str
    command: tuple[str, ...]
    seconds: float

    @property
    def place(self) -> str:
        return "\0".join(self.command)

    def content(self, request: RewriteRequest) -> bytes:
        return request.as_json().encode()

    def ask(self, request: RewriteRequest) -> str:
        content = self.content(request)
        try:
            ended = run_command(
                self.command, content, self.seconds, reads_output=True, most_output=MOST_OUTPUT
            )
        except DeliveryError as error:
            raise RewriteError(str(error)) from error
        if ended.status != 0:
            raise RewriteError(ended.outcome)
        return _text(ended.output)


@valueclass
class ChatRewriter:
    """A server with the chat interface that Ollama, llama.cpp and vLLM share."""

    model: str
    # Up to "/v1", without a slash at its end.
    url: str
    options: NetworkOptions
    login: SiteLogin | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        return self.url

    def content(self, request: RewriteRequest) -> bytes:
        body = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": request.prompt},
                {"role": "user", "content": request.as_json()},
            ],
            "temperature": 0,
            "stream": False,
        }
        return json.dumps(body).encode()

    def ask(self, request: RewriteRequest) -> str:
        from newsdigest.sources.network import Request, Wanted, fetch_all

        asked = Request(
            f"{self.url}/chat/completions",
            Wanted.ANSWER,
            login=self.login,
            content=self.content(request),
        )
        (got,) = fetch_all([asked], self.options)
        if got.error is not None or got.document is None:
            raise RewriteError(str(got.error or "no answer"))
        return _message(_text(got.document.content))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RewriteError("its answer is not UTF-8") from error


def _message(text: str) -> str:
    """The text of the first choice of a chat completion."""
    try:
        answer: Any = json.loads(text)
        message = answer["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise RewriteError("its answer is not a chat completion") from error
    if not isinstance(message, str):
        raise RewriteError("its answer has no text")
    return message
