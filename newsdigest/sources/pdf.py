"""PDF files, converted by the installed pdftotext (poppler-utils).

pdftotext inherits the limits of the child process that starts it: memory, processor time and an
environment without the user's secrets. It is looked up in absolute directories only, so that no
program in the current directory is started.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from tempfile import TemporaryFile

from newsdigest.errors import SourceError
from newsdigest.model import Document

__all__ = ["read_pdf"]

_PROGRAM = "pdftotext"
# Text as it is read, UTF-8, no form feeds, from standard input to standard output.
_ARGUMENTS = ("-q", "-enc", "UTF-8", "-nopgbrk", "-", "-")
_SECONDS = 20.0
_MISSING = "reading PDF files needs pdftotext (from poppler-utils), which is not installed"


def read_pdf(content: bytes, *, origin: str, limit: int) -> Document:
    """The text of a PDF file. SourceError if pdftotext is missing or cannot read the file."""
    program = _program()
    if program is None:
        raise SourceError("unsupported", _MISSING)
    text = _converted(program, content, limit)
    if not text.strip():
        raise SourceError("no-text", "a PDF file without text: its pages may be pictures")
    return Document(content=text, origin=origin, media_type="text/plain", charset="utf-8")


def _program() -> str | None:
    """The path of pdftotext, from the absolute directories of PATH."""
    directories = os.environ.get("PATH", os.defpath).split(os.pathsep)
    absolute = (each for each in directories if Path(each).is_absolute())
    return shutil.which(_PROGRAM, path=os.pathsep.join(absolute))


def _converted(program: str, content: bytes, limit: int) -> bytes:
    """The output of pdftotext, bounded while it is read."""
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        try:
            process = Popen(  # noqa: S603 - by its absolute path, with arguments of our own
                [program, *_ARGUMENTS], stdin=file, stdout=PIPE, stderr=DEVNULL
            )
        except OSError as error:
            raise SourceError("unsupported", "pdftotext could not be started") from error
        with process:
            try:
                text = process.stdout.read(limit + 1) if process.stdout else b""
                if len(text) > limit:
                    raise SourceError("too-large", f"more than {limit:,} bytes of text")
                failed = process.wait(_SECONDS)
            except TimeoutExpired as error:
                raise SourceError("timeout", "pdftotext did not end") from error
            finally:
                process.kill()
    if failed and not text.strip():
        raise SourceError("broken-pdf", "a PDF file that pdftotext cannot read")
    return text
