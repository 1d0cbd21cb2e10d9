"""Folders as they are: saved pages, links, half-downloaded files, code, and news among them."""

from __future__ import annotations

import json
import os
import plistlib
from pathlib import Path

import pytest

from newsdigest.model import Document, Failure
from newsdigest.sources import Gathering, gather
from newsdigest.sources.shortcuts import shortcut
from tests.pages import article_page
from tests.program import newsdigest

ADDRESS = "https://quay.example/ferry?a=1&b=2"


def save(folder: Path, *names: str, content: str = "x") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def found(folder: Path) -> list[str]:
    """The files of a folder that are read, by their paths within it."""
    documents = gather([str(folder)], Gathering(offline=True))
    return [os.path.relpath(d.origin, folder) for d in documents if isinstance(d, Document)]


@pytest.mark.parametrize("beside", ["_files", "-Dateien", "_fichiers", "_archivos", ".files"])
@pytest.mark.parametrize("page", ["Ferry – The Quay.html", "ferry.HTM"])
def test_what_is_saved_beside_a_page_is_no_news(tmp_path: Path, beside: str, page: str) -> None:
    """The folder of a page saved as "Webpage, complete" is passed over, whatever it holds."""
    save(tmp_path, page, f"{Path(page).stem}{beside}/ad.html", f"{Path(page).stem}{beside}/a/b.txt")
    assert found(tmp_path) == [page]


def test_a_folder_of_such_a_name_without_its_page_is_read(tmp_path: Path) -> None:
    """A name alone makes no folder a page's: "case_files" may hold news."""
    save(tmp_path, "case_files/a.html", "other.html")
    assert found(tmp_path) == ["other.html", "case_files/a.html"]


@pytest.mark.parametrize(
    "name",
    [
        *("app.js.download", "page.html.crdownload", "b.part", "Thumbs.db", "desktop.ini", "a.CSS"),
        *("~$report.docx", "run.py", "table.csv", "__MACOSX/a.html", "node_modules/x/README.md"),
    ],
)
def test_junk_is_skipped(tmp_path: Path, name: str) -> None:
    """Code, style, data, what systems leave, and halves of downloads are not opened."""
    save(tmp_path, name, "news.html")
    assert found(tmp_path) == ["news.html"]


def test_links_out_of_the_folder_are_read_once(tmp_path: Path) -> None:
    """FS04: a folder of links to files is a folder of files; links within it add nothing."""
    outside, inside = tmp_path / "out", tmp_path / "in"
    save(outside, "ferry.html", "sub/bees.html")
    save(inside, "own.html")
    for name, target in (
        ("a.html", outside / "ferry.html"),
        ("b.html", outside / "ferry.html"),
        ("c.html", inside / "own.html"),
        ("gone.html", outside / "gone.html"),
        ("folder", outside / "sub"),
        ("loop", inside),
    ):
        (inside / name).symlink_to(target)
    assert found(inside) == ["a.html", "own.html"]


@pytest.mark.parametrize(
    "content",
    [
        f"[InternetShortcut]\r\nIDList=\r\nURL={ADDRESS}\r\n".encode(),
        f"\ufeff[{{000214A0-0000-0000-C000-000000000046}}]\nProp3=19,2\n"
        f"[InternetShortcut]\nURL={ADDRESS}\n".encode(),
        f"[Desktop Entry]\nType=Link\nName=Ferry\nURL={ADDRESS}\n".encode(),
        plistlib.dumps({"URL": ADDRESS}, fmt=plistlib.FMT_XML),
        plistlib.dumps({"URL": ADDRESS}, fmt=plistlib.FMT_BINARY),
    ],
)
def test_a_saved_link_is_a_list_of_one_address(tmp_path: Path, content: bytes) -> None:
    """What it links to is asked for, also where the link lies in a folder."""
    assert shortcut(content) == ADDRESS
    (tmp_path / "ferry").write_bytes(content)
    for source in (tmp_path, tmp_path / "ferry"):
        (result,) = gather([str(source)], Gathering(offline=True))
        assert isinstance(result, Failure)
        assert (result.source, result.code) == (ADDRESS, "offline")


@pytest.mark.parametrize(
    "content",
    [
        b"[InternetShortcut]\r\nURL=file:///etc/passwd\r\n",
        b"[InternetShortcut]\r\nURL=javascript:alert(1)\r\n",
        b"[Desktop Entry]\nType=Application\nExec=rm\n",
        plistlib.dumps({"Label": "x"}),
        b"<rss><channel><title>URL=https://quay.example/</title></channel></rss>",
        b"bplist00",
    ],
)
def test_what_is_no_link_into_the_web_names_no_address(content: bytes) -> None:
    """FS04: files, scripts and programs that a link names are never opened."""
    assert shortcut(content) is None


def test_a_folder_says_in_one_line_what_holds_no_article(tmp_path: Path) -> None:
    """Files without news are no failures: the status is 0, and one line counts them."""
    (tmp_path / "ferry.html").write_text(article_page(title="Ferry comes home"))
    save(tmp_path, "app.js", "data.json", content='{"a": [1, 2]}')
    (tmp_path / "old.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    outcome = newsdigest("read", "--format", "json", tmp_path)
    assert outcome.status == 0
    assert [article["title"] for article in json.loads(outcome.stdout)] == ["Ferry comes home"]
    assert outcome.stderr.count("\n") == 1
    assert "3 files hold no article: app.js, data.json, old.zip" in outcome.stderr


def test_a_folder_without_news_is_a_failure(tmp_path: Path) -> None:
    """Where no file of a folder holds an article, that is the one line, and the status is 1."""
    save(tmp_path, "data.json", content='{"a": [1, 2]}')
    outcome = newsdigest("read", tmp_path)
    assert outcome.status == 1
    assert "1 file holds no article: data.json" in outcome.stderr


def test_a_file_that_is_named_is_judged_by_itself(tmp_path: Path) -> None:
    """A file named by the user is reported as empty."""
    save(tmp_path, "data.json", content='{"a": [1, 2]}')
    assert newsdigest("read", tmp_path / "data.json").status == 1
