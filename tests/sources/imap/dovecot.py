"""Dovecot on loopback, for who has it installed: a real server of mailboxes."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path
from pwd import getpwnam, getpwuid

from tests.deliver.smtp_server import CERTIFICATE
from tests.sources.imap.imap_server import PASSWORD, USER

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
_PATIENCE_SECONDS = 20.0
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {owner}
default_internal_group = {group}
default_login_user = {login}
mail_location = maildir:{folder}/mail
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 1
ssl = yes
ssl_cert = <{folder}/localhost.pem
ssl_key = <{folder}/localhost.pem
disable_plaintext_auth = yes
auth_mechanisms = plain
auth_username_format = %Lu
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {secure}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password} allow_nets=127.0.0.1/32
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/home
}}
"""


class Dovecot:
    """A running Dovecot with one user."""

    def __init__(self, folder: Path, owner: str, *, implicit_tls: bool) -> None:
        self.folder = folder
        self.owner = getpwnam(owner)
        self.implicit_tls = implicit_tls
        self.plain, self.secure = _free_port(), _free_port()
        self._count = 0

    @property
    def port(self) -> int:
        return self.secure if self.implicit_tls else self.plain

    @property
    def url(self) -> str:
        scheme = "imaps" if self.implicit_tls else "imap"
        return f"{scheme}://{USER}@127.0.0.1:{self.port}"

    def put(self, content: bytes, folder: str = "INBOX", arrived: date | None = None) -> None:
        """Deliver a message, as a delivery agent does: into `new` by a rename."""
        box = self._box(folder)
        for each in ("new", "cur", "tmp"):
            (box / each).mkdir(parents=True, exist_ok=True)
        self._count += 1
        temporary = box / "tmp" / f"{self._count:05}"
        temporary.write_bytes(content)
        if arrived:
            moment = datetime.combine(arrived, clock(12), UTC).timestamp()
            os.utime(temporary, (moment, moment))
        self._give(self.folder / "mail")
        name = f"{1_700_000_000 + self._count}.M{self._count}P1.localhost"
        temporary.rename(box / "new" / name)

    def renumber(self, folder: str = "INBOX") -> None:
        """Another UIDVALIDITY, and other UIDs, as after a restore without Dovecot's own files."""
        box = self._box(folder)
        listed = box / "dovecot-uidlist"
        validity = int(re.findall(r" V(\d+) ", listed.read_text())[0])
        for path in [*box.glob("dovecot*")]:
            path.unlink()
        listed.write_text(f"3 V{validity + 7} N101 G0123456789abcdef0123456789abcdef\n")
        self._give(self.folder / "mail")

    def flags(self, folder: str = "INBOX") -> list[set[str]]:
        """The flags of its messages; those that no program has opened yet have none."""
        box = self._box(folder)
        names = [each.name for each in (*(box / "cur").iterdir(), *(box / "new").iterdir())]
        return [set(name.partition(":2,")[2]) for name in names]

    def _box(self, folder: str) -> Path:
        mail = self.folder / "mail"
        return mail if folder == "INBOX" else mail / f".{folder}"

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            for each in (path, *path.rglob("*")):
                os.chown(each, self.owner.pw_uid, self.owner.pw_gid)


@contextmanager
def dovecot(*, implicit_tls: bool = False) -> Iterator[Dovecot]:
    """A Dovecot for the block, with an empty INBOX."""
    assert PROGRAM
    is_root = os.geteuid() == 0
    owner = "dovecot" if is_root else getpwuid(os.geteuid()).pw_name
    # The paths of its sockets would be too long below the folder of a test.
    with tempfile.TemporaryDirectory(prefix="dove") as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = Dovecot(folder, owner, implicit_tls=implicit_tls)
        shutil.copyfile(CERTIFICATE, folder / "localhost.pem")
        for each in ("mail", "home", "run"):
            (folder / each).mkdir()
        made._give(folder / "mail")
        made._give(folder / "home")
        (folder / "dovecot.conf").write_text(
            _CONFIGURATION.format(
                folder=folder,
                owner=owner,
                group="dovecot" if is_root else os.getegid(),
                login="dovenull" if is_root else owner,
                plain=made.plain,
                secure=made.secure,
                password=PASSWORD,
            )
        )
        running = subprocess.Popen([PROGRAM, "-F", "-c", folder / "dovecot.conf"])
        try:
            _wait_for(made.port)
            yield made
        finally:
            running.terminate()
            running.wait(_PATIENCE_SECONDS)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline, "Dovecot does not start"
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
