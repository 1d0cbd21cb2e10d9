"""Make the pictures again: `python -m tests.pictures`.

terminal.svg is what `newsdigest digest samples/ --limit 3` prints at 80 columns, drawn by
rich. page.png is the edition of three minutes (`--minutes 3 -f html`) in a headless Chromium, which
must be installed.
"""

from __future__ import annotations

import re
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from tests.browser.chromium import Browser, find_chromium
from tests.paths import SAMPLES
from tests.program import newsdigest

FOLDER = Path(__file__).parent
_DIGEST = ("digest", SAMPLES, "--as-of", "2026-11-22T08:00:00+00:00")
TERMINAL = (*_DIGEST, "--limit", "3")
PAGE = (*_DIGEST, "--minutes", "3", "-f", "html")
_COLUMNS = 80
_PIXELS = 1200
# The picture is to load nothing: the reader's own fixed-width font has to do.
_REMOTE_FONT = re.compile(r"@font-face \{[^}]*\}")


def terminal() -> str:
    """The digest as an SVG of a terminal."""
    colours = {"FORCE_COLOR": "1", "COLUMNS": str(_COLUMNS), "TZ": "UTC"}
    shown = newsdigest(*TERMINAL, environment=colours).text
    console = Console(record=True, width=_COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown.rstrip("\n")))
    drawn = console.export_svg(
        title="newsdigest digest samples/", theme=SVG_EXPORT_THEME, unique_id="newsdigest"
    )
    return _REMOTE_FONT.sub("", drawn)


def page(browser: Browser, place: Path) -> bytes:
    """The top of the page as a PNG."""
    newsdigest(*PAGE, "-o", place, environment={"TZ": "UTC"})
    browser.call("Emulation.setScrollbarsHidden", hidden=True)
    browser.show(_PIXELS)
    browser.open(place)
    return browser.picture()


def main() -> None:
    (FOLDER / "terminal.svg").write_text(terminal(), "utf-8")
    program = find_chromium()
    assert program, "no chromium on the path (Debian package chromium)"
    with (
        tempfile.TemporaryDirectory() as scratch,
        Browser(program, Path(scratch) / "profile") as browser,
    ):
        (FOLDER / "page.png").write_bytes(page(browser, Path(scratch) / "page.html"))


if __name__ == "__main__":
    main()
