"""What a plugin does wrong costs the plugin alone, and names it; nothing is run before its time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages import article_page
from tests.plugins.installed import Packages
from tests.program import newsdigest

ODD = '''
from pathlib import Path

class Old:
    interface = 0
    digest = articles = None

class Future(Old):
    interface = 2

class Empty:
    interface = 1

class Raises:
    """Fails at whatever it is asked."""
    interface = 1
    def fail(self, *given):
        raise KeyError("hunter2")
    digest = articles = deliver = fetch = read = fail

class Exits(Raises):
    def fail(self, *given):
        raise SystemExit(0)
    digest = articles = deliver = fetch = read = fail

class Wrong:
    """Gives something else than it should."""
    interface = 1
    def digest(self, view, options):
        return 1
    def deliver(self, digest, settings):
        return False
    def read(self, document, as_of):
        return ["text"]
    def fetch(self, address, as_of):
        return [b"text"]

class Prints:
    interface = 1
    def digest(self, view, options):
        print("on paper")
        return "printed\\n"
    def deliver(self, digest, settings):
        print("on paper")
        return "two\\nlines" + "!" * 999

class Surrogate:
    interface = 1
    def digest(self, view, options):
        return "\\ud800"

class Mistyped:
    interface = 1
    def read(self, document, as_of):
        from newsdigest.plugins import Article
        return [Article("", "A ferry", (), "", published="yesterday")]

class Greedy:
    """Takes all memory, or all time, or dies."""
    interface = 1
    def read(self, document, as_of):
        if b"memory" in document.content:
            return [bytearray(1 << 40)]
        if b"dies" in document.content:
            import os
            os.abort()
        while True:
            pass
    def fetch(self, address, as_of):
        import os
        os.abort()

class Refuses:
    interface = 1
    def fetch(self, address, as_of):
        from newsdigest.plugins import SourceError
        raise SourceError("closed", "closed on Sundays at gopher://me:hunter2@example.org")

class Rules:
    interface = 1
    phrases = (Path(__file__).with_name("no_rules.toml"),)

class NoFile:
    interface = 1
    phrases = (Path(__file__).with_name("nowhere.toml"),)

class Sites:
    interface = 1
    sites = (Path(__file__).with_name("no_sites.toml"),)

raises, exits, wrong, greedy, refuses = Raises(), Exits(), Wrong(), Greedy(), Refuses()
mistyped, prints, surrogate = Mistyped(), Prints(), Surrogate()
'''
ENTRY_POINTS = """
[console_scripts]
odd = odd:main

[newsdigest.sources]
.raises = odd:raises
.exits = odd:exits
.wrong = odd:wrong
.greedy = odd:greedy
greedy = odd:greedy
.mistyped = odd:mistyped
.html = odd:raises
raises = odd:raises
wrong = odd:wrong
gopher = odd:refuses
https = odd:raises

[newsdigest.formats]
text = odd:raises
old = odd:Old
empty = odd:Empty
missing = odd:Missing
elsewhere = elsewhere:Format
future = odd:Future
prints = odd:prints
surrogate = odd:surrogate
raises = odd:raises
exits = odd : exits
wrong = odd:wrong

[newsdigest.channels]
mail = odd:raises
raises = odd:raises
wrong = odd:wrong
prints = odd:prints

[newsdigest.rules]
broken = odd:Rules
nowhere = odd:NoFile
sites = odd:Sites

[newsdigest.later]
x = odd:x
"""
LOUD = "from pathlib import Path\nPath(__file__).with_name('imported').touch()\nraise OSError\n"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    made = Packages(tmp_path_factory.mktemp("odd"))
    made.add("odd", ODD, ENTRY_POINTS)
    made.add(
        "loud", LOUD, "[newsdigest.formats]\nloud = loud\n[newsdigest.sources]\n.loud = loud\n"
    )
    made.add("other", "", "[newsdigest.formats]\nwrong = other\n")
    (made.folder / "no_rules.toml").write_text("[[rule]]\nid = 1\n")
    (made.folder / "no_sites.toml").write_text('[site."a.example"]\nbody = "p"\n')
    return made


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.html"
    path.write_text(article_page())
    return path


FORMATS = [
    ("old", "is for version 0 of the interface, and newsdigest has 1"),
    ("empty", "has no digest"),
    ("future", "is for version 2 of the interface, and newsdigest has 1"),
    ("missing", "names odd:Missing, but odd has no Missing"),
    ("elsewhere", "needs the module elsewhere, which is not installed"),
    ("surrogate", "made a text that is not Unicode"),
    ("raises", "failed: KeyError in odd:18"),
    ("exits", "failed: SystemExit in odd:23"),
    ("wrong", "made no text, but int"),
    ("loud", "failed: OSError in loud:3"),
]


@pytest.mark.parametrize(("name", "said"), FORMATS)
def test_a_format_that_fails(
    packages: Packages, page: Path, tmp_path: Path, name: str, said: str
) -> None:
    """One line names the plugin without what its exception says; no file is written."""
    package = "loud" if name == "loud" else "odd"
    done = packages.run("digest", page, "-f", name, "-o", tmp_path / "news")
    assert (done.status, done.stdout) == (4, b"")
    assert done.stderr.startswith(f"error: the plugin {name} of {package} 0.1 {said}")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "news").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("raises", "failed: KeyError in odd:18"), ("wrong", "gave no reason, but bool")],
)
def test_a_channel_that_fails(
    packages: Packages, page: Path, tmp_path: Path, name: str, said: str
) -> None:
    """The file beside it is written all the same."""
    config = tmp_path / "config.toml"
    config.write_text(f'[profile.x]\nchannels = ["{name}"]\n')
    out = tmp_path / "news.txt"
    done = packages.run("digest", page, "--profile", "x", "-c", config, "-o", out)
    assert (done.status, done.stderr) == (4, f"error: the plugin {name} of odd 0.1 {said}\n")
    assert "Ferry" in out.read_text()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a.raises", "the plugin .raises of odd 0.1 failed: KeyError in odd:18"),
        ("a.exits", "the plugin .exits of odd 0.1 failed: SystemExit in odd:23"),
        ("a.wrong", "the plugin .wrong of odd 0.1 gave something that is no Document and"),
        ("raises://x", "the plugin raises of odd 0.1 failed: KeyError in odd:18"),
        ("wrong://x", "the plugin wrong of odd 0.1 gave something that is no Document"),
        ("gopher://x", "the plugin gopher of odd 0.1: closed on Sundays at gopher://***@"),
        ("a.mistyped", "the plugin .mistyped of odd 0.1 gave Articles with fields of another type"),
        ("a.greedy", "the plugin .greedy of odd 0.1: too complex: "),
        ("dies.greedy", "the plugin .greedy of odd 0.1: parser died"),
        ("memory.greedy", "the plugin .greedy of odd 0.1: too large or too complex: needs more"),
        ("greedy://x", "the plugin greedy of odd 0.1: parser died"),
    ],
)
def test_a_source_that_fails(
    packages: Packages, page: Path, tmp_path: Path, source: str, said: str
) -> None:
    """Its document is a failure with the plugin's name, whatever it does; the others are read."""
    name = source
    if "://" not in source:
        (tmp_path / source).write_text(f"A notice on {source}\n\nThe ferry is late.\n")
        name = str(tmp_path / source)
    done = packages.run("digest", name, page, "-f", "json")
    assert done.status == 3
    value = json.loads(done.stdout)
    assert len(value["stories"]) == 1
    (failure,) = value["failures"]
    assert said in failure["error"]
    assert "hunter2" not in done.text + done.stderr


def test_rules_that_are_none(packages: Packages, page: Path, tmp_path: Path) -> None:
    """A warning says so, and the page is read without them."""
    config = tmp_path / "config.toml"
    config.write_text('[boilerplate]\nrules = ["broken"]\n')
    done = packages.run("read", page, "-c", config)
    assert done.status == 0
    assert done.stderr.startswith("warning: the plugin broken of odd 0.1: no rules: ")
    assert "its rules are not used" in done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "nowhere.toml: No such file or directory"),
        ("sites", "no sites in no_sites.toml: body of a.example is no list of selectors"),
    ],
)
def test_files_that_cannot_be_used_are_named(
    packages: Packages, page: Path, tmp_path: Path, name: str, said: str
) -> None:
    """The warning says which file of the rules it is."""
    config = tmp_path / "config.toml"
    config.write_text(f'[boilerplate]\nrules = ["{name}"]\n')
    done = packages.run("read", page, "-c", config)
    assert (done.status, len(done.stderr.splitlines())) == (0, 1)
    assert f"{said}; its rules are not used" in done.stderr


def test_what_a_plugin_prints_is_no_result(packages: Packages, page: Path, tmp_path: Path) -> None:
    """It goes to standard error; a reason not to deliver is one short line."""
    done = packages.run("digest", page, "-f", "prints")
    assert (done.status, done.text, done.stderr) == (0, "printed\n", "on paper\n")
    config = tmp_path / "config.toml"
    config.write_text('[profile.x]\nchannels = ["prints"]\n')
    done = packages.run("digest", page, "--profile", "x", "-c", config)
    assert (done.status, done.text) == (4, "")
    paper, reason = done.stderr.splitlines()
    assert paper == "on paper"
    assert reason.startswith("error: prints: two lines!!!")
    assert len(reason) < 400


def test_a_format_without_articles(packages: Packages, page: Path) -> None:
    """It writes digests; for `read` it says what it has not."""
    done = packages.run("read", page, "-f", "prints")
    assert (done.status, done.stdout) == (4, b"")
    assert done.stderr == "error: the plugin prints of odd 0.1 has no articles\n"


def test_plugins_that_are_never_used_are_named(packages: Packages) -> None:
    """A second one with the name, and one called as what the program brings."""
    warnings = packages.run("plugins").stderr.splitlines()
    assert warnings == [
        "warning: the channel mail of odd 0.1 is not used: newsdigest has this name",
        "warning: the format text of odd 0.1 is not used: newsdigest has this name",
        "warning: the format wrong of other 0.1 is not used: the plugin wrong of odd 0.1 has this "
        "name",
        "warning: the source .html of odd 0.1 is not used: newsdigest has this name",
        "warning: the source https of odd 0.1 is not used: newsdigest has this name",
    ]


def test_the_programs_own_stay(packages: Packages, page: Path, tmp_path: Path) -> None:
    """No plugin takes the place of a format, a channel, a scheme or a kind of document of ours."""
    assert "Ferry" in packages.run("digest", page, "-f", "text").text
    listed = packages.run("plugins").text
    assert "format text" not in listed
    assert "channel mail" not in listed
    config = tmp_path / "config.toml"
    config.write_text('[profile.x]\nchannels = ["mail"]\n')
    done = packages.run("config", "check", "-c", config)
    assert "may not name mail, which has a setting of its own" in done.stderr


def test_nothing_is_imported_before_it_is_needed(
    packages: Packages, page: Path, tmp_path: Path
) -> None:
    """Lists, checks, messages and runs that need nothing of a plugin import nothing of it."""
    config = tmp_path / "config.toml"
    config.write_text('[profile.x]\nformat = "loud"\n')
    marker = packages.folder / "imported"
    marker.unlink(missing_ok=True)
    assert "format loud: loud 0.1\n" in packages.run("plugins").text
    assert packages.run("config", "check", "-c", config).status == 0
    assert packages.run("digest", page).status == 0
    assert "loud" in packages.run("digest", page, "-f", "laud").stderr
    assert packages.run("digest", page, "-c", config).status == 0
    assert not marker.exists()
    assert packages.run("digest", page, "-f", "loud").status == 4
    assert marker.exists()


def test_check_loads_all(packages: Packages) -> None:
    """Status 2, and a line for each plugin that cannot be loaded."""
    done = packages.run("plugins", "--check")
    assert done.status == 2
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert {line.split()[3] for line in errors} == {
        "old", "future", "empty", "missing", "elsewhere", "loud", ".loud",
    }  # fmt: skip


def test_mistakes_name_what_there_is(page: Path, tmp_path: Path) -> None:
    """An unknown format, channel or rules: what can be chosen, or that nothing is installed."""
    done = newsdigest("digest", page, "-f", "bord")
    assert (done.status, done.stdout) == (2, b"")
    assert "terminal, text, markdown" in done.stderr
    config = tmp_path / "config.toml"
    config.write_text('[boilerplate]\nrules = ["x"]\n[profile.a]\nchannels = { x = 1 }\n')
    checked = newsdigest("config", "check", "-c", config).stderr
    assert checked.count('names "x", but the installed plugins for it are: none') == 2
    assert newsdigest("digest", "gopher://x").status == 1


def test_no_plugin_is_looked_for_without_need(page: Path) -> None:
    """Metadata of packages are read only for a name that is none of the program's own."""
    script = (
        "import sys\n"
        "from newsdigest import registry\n"
        "registry._installed = lambda: sys.exit('looked for plugins')\n"
        "from newsdigest.__main__ import main\n"
        "main()\n"
    )
    for arguments in (
        ["--help"],
        ["digest", page, "-f", "html"],
        ["read", page],
        ["config", "show"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    done = subprocess.run(
        [sys.executable, "-c", script, "digest", page, "-f", "x"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == "looked for plugins\n"


def test_the_current_directory_has_no_plugins(tmp_path: Path) -> None:
    """A folder of saved pages cannot bring one."""
    metadata = tmp_path / "evil-1.dist-info"
    metadata.mkdir()
    (metadata / "entry_points.txt").write_text("[newsdigest.formats]\nevil = evil\n")
    assert newsdigest("plugins", folder=tmp_path).text == ""
