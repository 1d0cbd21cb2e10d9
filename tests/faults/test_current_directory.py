"""Code that lies beside the pages is never run: row SEC07."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.daily.feeds import item, rss
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.pages import article_page
from tests.program import COMMAND

# Modules that the program or its children import, of the standard library and of others.
NAMES = """
    ast base64 calendar dataclasses datetime email enum hashlib html importlib inspect json logging
    multiprocessing pathlib queue random re selectors signal socket sqlite3 string subprocess
    tempfile textwrap threading tomllib typing urllib
    feedparser jinja2 regex selectolax webencodings sitecustomize usercustomize
"""
# What Python itself imports for `python -m` before the first line of the package that it looks for.
BEFORE_US = "collections contextlib functools importlib keyword operator reprlib types warnings"
# A program of the user's has its own directory on its path, here the current one.
CHILDREN_ONLY = "feedparser selectolax sitecustomize usercustomize"
PROGRAM = "import newsdigest; print(len(newsdigest.digest({sources!r}).stories))"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a page and a feed in it, which is the current directory of the program."""
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "page.html").write_text(article_page())
    (folder / "feed.xml").write_text(rss("The Post", [item(1)]))
    return folder


def plant(folder: Path, names: str, note: Path | None = None) -> None:
    """Modules that note that they were run, and end the program."""
    for name in names.split():
        program = f"open({str(note or folder / 'RUN')!r}, 'a').write({name!r} + ' ')\n"
        (folder / f"{name}.py").write_text(f"{program}raise SystemExit(99)\n")


def run(folder: Path, *words: str | Path) -> tuple[int, str, str]:
    """The status of a program, the planted modules that it ran, and what it printed."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    ran = folder / "RUN"
    return done.returncode, ran.read_text() if ran.exists() else "", done.stdout + done.stderr


def test_the_command_runs_no_code_of_the_current_directory(folder: Path) -> None:
    """SEC07: nor of a package named newsdigest, and it reads the page and the feed."""
    plant(folder, f"{NAMES} newsdigest")
    status, ran, shown = run(folder, COMMAND, "digest", "page.html", "feed.xml")
    assert (status, ran) == (0, ""), shown


def test_the_module_runs_no_code_of_the_current_directory(folder: Path) -> None:
    """SEC07: `python -m newsdigest` drops that directory before it imports anything."""
    plant(folder, " ".join(set(NAMES.split()) - set(BEFORE_US.split())))
    words = (sys.executable, "-m", "newsdigest", "digest", "page.html", "feed.xml")
    status, ran, shown = run(folder, *words)
    assert (status, ran) == (0, ""), shown


def test_children_of_a_program_run_no_code_of_its_directory(folder: Path) -> None:
    """SEC07: what the program itself imports is its own matter, its children import none of it."""
    plant(folder, CHILDREN_ONLY)
    program = PROGRAM.format(sources=["page.html", "feed.xml"])
    status, ran, shown = run(folder, sys.executable, "-c", program)
    assert (status, ran, shown) == (0, "", "2\n")


@pytest.mark.parametrize("variable", ["PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE"])
def test_variables_of_the_interpreter_do_not_reach_children(folder: Path, variable: str) -> None:
    """SEC07: a PYTHON variable that a program sets for others moves no path of its children."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for place in ("", "site-packages"):
        directory = folder / "lib" / version / place
        directory.mkdir(parents=True, exist_ok=True)
        plant(directory, f"{NAMES} encodings", folder / "RUN")
    plant(folder, NAMES)
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    sources = [str(folder / "page.html"), str(folder / "feed.xml")]
    program = f"import os, newsdigest\nos.environ[{variable!r}] = {str(folder)!r}\n"
    program += PROGRAM.format(sources=sources)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=elsewhere, capture_output=True, text=True, check=False
    )
    assert (done.stdout, (folder / "RUN").exists()) == ("2\n", False), done.stderr


def test_a_current_directory_that_is_gone_or_badly_named_is_no_fault(
    folder: Path, tmp_path: Path, reader: Reader, web: Web
) -> None:
    """IO10: what is named by its whole path is read and written from anywhere."""
    gone = f"cd {folder} && mkdir gone && cd gone && rmdir ../gone && exec {COMMAND} digest"
    status, _, shown = run(folder, "sh", "-c", f"{gone} {folder}/page.html -o {tmp_path}/d.txt")
    assert (status, shown) == (0, "")
    assert (tmp_path / "d.txt").exists()
    web.put("/feed", rss("The Post", [item(1)]))
    reader.subscribe([web.url("/feed")])
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    odd.mkdir()
    words = ("digest", "--new", "--config", reader.config, "-o", "d.txt")
    status, _, shown = run(odd, COMMAND, *words)
    assert (status, shown) == (0, "")
    assert (odd / "d.txt").exists()
    assert run(odd, COMMAND, *words)[0] == 0


def test_a_directory_that_is_gone_is_not_called_empty(folder: Path) -> None:
    """IO10: `.` can still be listed where the current directory was removed."""
    gone = f"cd {folder} && mkdir gone && cd gone && rmdir ../gone && exec {COMMAND} digest"
    status, _, shown = run(folder, "sh", "-c", f"{gone} .")
    assert (status, shown) == (1, "error: .: the directory was removed\n")


@pytest.mark.parametrize(("form", "output"), [("text", "d.txt"), ("html", "site/{date}.html")])
def test_an_output_below_a_directory_that_is_gone_is_one_line(
    folder: Path, form: str, output: str
) -> None:
    """IO10: the line names the output and says why; nothing is read for it."""
    gone = f"cd {folder} && mkdir gone && cd gone && rmdir ../gone && exec {COMMAND} digest"
    status, _, shown = run(folder, "sh", "-c", f"{gone} {folder}/page.html -f {form} -o {output}")
    reason = "the current directory was removed or cannot be read"
    assert (status, shown) == (4, f"error: cannot write {output}: {reason}\n")
