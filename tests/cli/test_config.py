"""`newsdigest config` as a user sees it."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import textwrap
from pathlib import Path

import pytest

from newsdigest.config import load_config
from newsdigest.config.edit import starter_text
from tests.pages import article_page
from tests.paths import ROOT
from tests.program import COMMAND, Outcome, newsdigest
from tests.server import Server


def run(*arguments: str | Path) -> Outcome:
    """Run the sub-command as a process."""
    return newsdigest("config", *arguments)


@pytest.fixture
def usual() -> Path:
    """Where the file is if nobody says otherwise."""
    return Path(os.environ["HOME"]) / ".config/newsdigest/config.toml"


def test_the_first_steps_of_a_newcomer(usual: Path) -> None:
    """`init` writes a private file at its usual place, which is right and can be shown."""
    done = run("init")
    assert (done.status, done.text, done.stderr) == (0, f"{usual}\n", "")
    assert usual.read_text() == starter_text()
    assert stat.S_IMODE(usual.stat().st_mode) == 0o600
    checked = run("check")
    assert (checked.status, checked.text, checked.stderr) == (0, "", "")
    assert run("path").text == f"{usual}\n"
    assert "[digest]\n" in run("show").text


def test_init_overwrites_on_demand_only(tmp_path: Path) -> None:
    """What the user wrote stays, unless --force is given."""
    path = tmp_path / "mine.toml"
    path.write_text("# mine")
    refused = run("init", "--config", path)
    assert (refused.status, path.read_text()) == (2, "# mine")
    assert refused.stderr == f"error: {path}: is there already; --force overwrites it\n"
    assert run("init", "--config", path, "--force").status == 0
    assert path.read_text() == starter_text()


def test_init_where_nothing_can_be_written(tmp_path: Path) -> None:
    """One line with the path, and status 2."""
    (tmp_path / "file").touch()
    done = run("init", "--config", tmp_path / "file" / "config.toml")
    assert (done.status, len(done.stderr.splitlines())) == (2, 1)
    assert "config.toml: cannot be written: " in done.stderr


def test_check_tells_all_mistakes(tmp_path: Path) -> None:
    """CFG06: each mistake on a line of its own, as compilers write them; the status is 2."""
    path = tmp_path / "config.toml"
    path.write_text('fetsh = 1\n[digest]\nsentences = "two"\n')
    done = run("check", "--config", path)
    assert (done.status, done.text) == (2, "")
    assert done.stderr.splitlines() == [
        f'{path}:1:1: unknown key "fetsh"; did you mean "fetch"?',
        f'{path}:3:13: sentences must be a whole number from 1 to 100, not "two"',
    ]


@pytest.mark.parametrize("command", [["digest"], ["fetch"], ["feeds", "list"], ["search", "x"]])
def test_every_command_tells_all_mistakes(tmp_path: Path, command: list[str]) -> None:
    """CFG01, CFG02: none begins with a configuration that is wrong; status 2, nothing is made."""
    path = tmp_path / "config.toml"
    state = tmp_path / "state"
    path.write_text(f'fetsh = 1\n[digest]\nlimit = -1\n[state]\npath = "{state}/news.db"\n')
    done = newsdigest(*command, "--config", path)
    assert (done.status, done.text) == (2, "")
    assert done.stderr.splitlines() == [
        f'error: {path}:1:1: unknown key "fetsh"; did you mean "fetch"?',
        f"error: {path}:3:9: limit must be a whole number from 1 to 100000, not -1",
    ]
    assert not state.exists()


@pytest.mark.parametrize(
    "content", ["[digest\n".encode("utf-16"), b"x = '''", b"\x00", b"#" * 10_000_001]
)
def test_what_is_no_configuration(tmp_path: Path, content: bytes) -> None:
    """CFG03: one line that begins with the path, and status 2."""
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    done = run("check", "--config", path)
    assert (done.status, done.text, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"{path}:")


def test_check_asks_nobody(tmp_path: Path, server: Server) -> None:
    """CFG06: feeds, mail server and password command are judged as they are written."""
    path = tmp_path / "config.toml"
    ran = tmp_path / "ran"
    path.write_text(
        f'[mail]\nfrom = "a@b.example"\nsmtp = "smtps://me@127.0.0.1:{server.port}"\n'
        f'password_command = "touch {ran}"\n[[feed]]\nurl = "{server.url("/feed")}"\n'
    )
    assert run("check", "--config", path).status == 0
    assert server.requests == []
    assert not ran.exists()


def test_an_option_counts_before_the_environment(tmp_path: Path) -> None:
    """CFG05: and that before a profile."""
    page = tmp_path / "page.html"
    page.write_text(article_page())
    path = tmp_path / "config.toml"
    path.write_text('[profile.m]\nformat = "markdown"\n')
    common: list[str | Path] = ["digest", page, "--config", path, "--profile", "m"]
    environment = {"NEWSDIGEST_DIGEST_FORMAT": "json"}
    from_environment = newsdigest(*common, environment=environment).text
    from_option = newsdigest(*common, "-f", "text", environment=environment).text
    assert from_environment.startswith("{\n")
    assert from_option.startswith("newsdigest")


def test_check_warns(tmp_path: Path) -> None:
    """FS10: what is odd is told on standard error, and the status stays 0."""
    path = tmp_path / "config.toml"
    path.write_text('[[feed]]\nurl = "https://ann:canary@one.example/rss"\n')
    path.chmod(0o644)
    done = run("check", "-c", path)
    assert done.status == 0
    assert done.stderr.startswith(f"warning: {path}: holds a password or token")
    assert "canary" not in done.stderr


def test_show_as_json_with_origins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CFG05: the environment counts before the profile, and says so."""
    path = tmp_path / "config.toml"
    path.write_text("[profile.morning]\nsentences = 4\nlimit = 9\n")
    monkeypatch.setenv("NEWSDIGEST_CONFIG", str(path))
    monkeypatch.setenv("NEWSDIGEST_DIGEST_LIMIT", "7")
    done = run("show", "--profile", "morning", "--origin", "--format", "json")
    shown = json.loads(done.stdout)["profile"]["morning"]
    assert shown["sentences"] == {"value": 4, "origin": f"profile {path}:2"}
    assert shown["limit"] == {"value": 7, "origin": "environment NEWSDIGEST_DIGEST_LIMIT"}


def test_what_is_shown_can_be_loaded(tmp_path: Path) -> None:
    """The text of `show` is itself a configuration, without secrets."""
    path, copy = tmp_path / "config.toml", tmp_path / "copy.toml"
    path.write_text('[[feed]]\nurl = "https://one.example/rss?token=canary"\nname = "Öl"\n')
    copy.write_bytes(run("show", "-c", path).stdout)
    assert load_config(copy, {}).feeds[0].name == "Öl"
    assert "canary" not in copy.read_text()


@pytest.mark.parametrize(
    "arguments", [["show", "--profile", "evening"], ["show", "--format", "xml"], ["edit"], []]
)
def test_wrong_use(arguments: list[str]) -> None:
    """An unknown profile, format or sub-command ends with status 2 and nothing on stdout."""
    done = run(*arguments)
    assert done.status == 2
    assert "Traceback" not in done.stderr


def test_in_cron(tmp_path: Path) -> None:
    """IO08: with an empty environment, a file that is named is enough."""
    path = tmp_path / "config.toml"
    path.write_text("[digest]\nlimit = 9\n")
    command = [str(COMMAND), "config", "show", "--config", str(path)]
    done = subprocess.run(command, capture_output=True, env={}, text=True, check=True)
    assert "limit = 9\n" in done.stdout


def test_no_password_in_the_process_list_is_needed(tmp_path: Path) -> None:
    """SEC02: no option takes a value of a setting, so none can stand in argv."""
    done = run("show", "--help")
    options = {word for word in done.text.split() if word.startswith("--")}
    assert options == {"--config", "--profile", "--origin", "--format", "--help"}


def editor(folder: Path, script: str) -> dict[str, str]:
    """The environment of an editor that does this to the file in $1."""
    path = folder / "my editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return {"VISUAL": f"'{path}' --wait", "EDITOR": "false"}


def test_set_changes_one_line(usual: Path) -> None:
    """Of the file that `init` wrote: its comments and order stay, and what is set is in force."""
    run("init")
    done = run("set", "digest.sentences", "4")
    assert (done.status, done.text) == (0, "digest.sentences = 4\n")
    assert usual.read_text() == starter_text().replace(
        "\n#sentences = 2\n", "\n#sentences = 2\nsentences = 4\n"
    )
    assert run("set", "profile.morning.format", "html").status == 0
    loaded = load_config(usual, {})
    assert loaded.digest.sentences == 4
    assert loaded.profile("morning").digest.format == "html"


def test_set_refuses_what_would_be_a_mistake(usual: Path) -> None:
    """An unknown key, a value of the wrong kind: status 2, and the file stays as it is."""
    run("init")
    before = usual.read_bytes()
    for words in (["digest.sentence", "3"], ["digest.sentences", "x"], ["digest", "3"]):
        done = run("set", *words)
        assert (done.status, done.stdout) == (2, b"")
        assert done.stderr.startswith("error: ")
    assert usual.read_bytes() == before


def test_edit_puts_in_force_what_has_no_mistake(usual: Path, tmp_path: Path) -> None:
    """$VISUAL comes before $EDITOR, and may have options; a new file begins with `init`'s."""
    edits = editor(tmp_path, '[ "$1" = --wait ] && sed -i "s/^#sentences = 2/sentences = 5/" "$2"')
    done = newsdigest("config", "edit", environment=edits)
    assert (done.status, done.text, done.stderr) == (0, f"saved: {usual}\n", "")
    assert load_config(usual, {}).digest.sentences == 5
    done = newsdigest("config", "edit", environment=edits)
    assert done.text == f"unchanged: {usual}\n"
    assert list(usual.parent.iterdir()) == [usual]


@pytest.mark.parametrize("wrong", ["sentences = ", "sentences = 0", "[digest]\n[digest]"])
def test_edit_keeps_the_old_file_where_the_new_one_is_wrong(
    usual: Path, tmp_path: Path, wrong: str
) -> None:
    """The mistakes are named with their lines, and the next edit goes on with the text."""
    usual.parent.mkdir(parents=True)
    usual.write_text("[digest]\nlimit = 3\n")
    spoils = editor(tmp_path, f"printf '{wrong}\\n' >> \"$2\"")
    done = newsdigest("config", "edit", environment=spoils)
    assert (done.status, done.stdout) == (2, b"")
    assert f"{usual}.draft:" in done.stderr
    assert f"error: {usual}: is as it was; 'newsdigest config edit' goes on with" in done.stderr
    assert usual.read_text() == "[digest]\nlimit = 3\n"
    mends = editor(tmp_path, 'printf "[digest]\nlimit = 4\n" > "$2"')
    assert newsdigest("config", "edit", environment=mends).text == f"saved: {usual}\n"
    assert list(usual.parent.iterdir()) == [usual]


@pytest.mark.parametrize("command", ["false", "nosuch-editor", ""])
def test_an_editor_that_fails_changes_nothing(usual: Path, command: str) -> None:
    """Nor does one that is not there, or none; no draft stays."""
    usual.parent.mkdir(parents=True)
    usual.write_text("[digest]\n")
    environment = {"VISUAL": command, "EDITOR": command}
    if not command:
        environment["PATH"] = ""
    done = newsdigest("config", "edit", environment=environment)
    assert (done.status, done.stdout) == (2, b"")
    assert "editor" in done.stderr
    assert list(usual.parent.iterdir()) == [usual]


def test_an_edit_undoes_no_other_change(usual: Path, tmp_path: Path) -> None:
    """What another command wrote while the editor was open stays, and so does the draft."""
    run("init")
    script = f"{COMMAND} config set digest.limit 9 && echo '# mine' >> \"$2\""
    done = newsdigest("config", "edit", environment=editor(tmp_path, script))
    assert done.status == 2
    assert "was changed by somebody else meanwhile" in done.stderr
    assert load_config(usual, {}).digest.limit == 9
    assert usual.with_name("config.toml.draft").read_text().endswith("# mine\n")


# Those of plugins need the plugins.
README = re.sub(r"(?ms)^## Plugins$.*?^(?=## )", "", (ROOT / "README.md").read_text("utf-8"))
SNIPPETS = re.findall(r"(?:^ {4}(?:\[.*|\w+ = .*|)\n)+", README, re.MULTILINE)
SECTIONS = [s for s in map(textwrap.dedent, SNIPPETS) if re.search(r"^\[", s, re.MULTILINE)]


@pytest.mark.parametrize("snippet", SECTIONS)
def test_snippets_of_the_readme_can_be_pasted_below(usual: Path, snippet: str) -> None:
    """Below what `init` wrote they work, or the error says in which line to put their settings."""
    run("init")
    with usual.open("a") as file:
        file.write(snippet)
    done = run("check")
    names = re.findall(r"^\[(\w+)\]", snippet, re.MULTILINE)
    if not names:
        assert done.status == 0, done.stderr
        return
    line = starter_text().splitlines().index(f"[{names[0]}]") + 1
    assert done.status == 2
    assert f"[{names[0]}] stands in line {line}: put the settings there, or type" in done.stderr
