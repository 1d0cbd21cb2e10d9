"""Stop the daily run at random moments and count what each place never got, or got twice.

    python -m tests.bench.kill_runs [KILLS [MINUTES]]

Each round publishes six items in three feeds and starts one of two profiles over one state: mail to
two recipients, by SMTP, with an HTML archive, or a Markdown archive. One run in five is left alone;
the others are stopped at a moment drawn from 1.3 times the median run: eight of ten by SIGKILL, the
others by SIGINT and SIGTERM, sent to the process group. At the end two runs of each profile are
left alone, and then each item has to stand in exactly one digest of each of the four places: a file
of an archive, or the mails of one Message-ID. An item stays in its feed until every place names it,
so only the reader can lose it. The control remembers what it saw before it prints it.

Of 116 runs stopped and 77 that ended, in nine minutes on two busy cores, each of the four places
names each of 1,128 items once; the control lost 240 of 456 in 50 stops. An earlier series had found
25 items twice in the HTML archive: what a mail had no room to name went to the archive as well
when it was repeated.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.daily.killing import Rounds, Tally
from tests.daily.subscribers import Naive, Publishing, Subscriber
from tests.daily.web import Web
from tests.deliver.smtp_server import SmtpServer

_SEED = 20261122
_EACH = 10
_CONTROL_KILLS = 50


def _progress(name: str, start: float, tally: Tally) -> None:
    if tally.killed % _EACH == 0:
        print(
            f"{name:<10} {tally.killed:>4} stopped, {tally.finished} finished, {tally.broken} "
            f"broken after {time.monotonic() - start:.0f} s; {len(tally.repeated)} repeated",
            flush=True,
        )


def _stopped(name: str, subscriber: Subscriber, web: Web, kills: int, minutes: float) -> Tally:
    start = time.monotonic()
    rounds = Rounds(web, subscriber, _SEED)
    tally = rounds.run(kills, lambda tally: _progress(name, start, tally), seconds=60 * minutes)
    print(
        f"{name:<10} {tally.killed} runs stopped, {tally.finished} finished, {tally.broken} "
        f"broken; {'; '.join(subscriber.problems()) or 'the state is whole'}"
    )
    for place, named in tally.told.items():
        counts = [named[number] for number in range(tally.published)]
        print(
            f"    {place:<24} {len(counts)} items: {counts.count(1)} once, {counts.count(0)} lost, "
            f"{sum(count > 1 for count in counts)} more than once",
            flush=True,
        )
    return tally


def main(kills: int, minutes: float) -> int:
    # Started in the background, this process ignores SIGINT, and so would those that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as home, Web() as web, SmtpServer() as mails:
        subscriber = Publishing(Path(home), mails)
        tally = _stopped("newsdigest", subscriber, web, kills, minutes)
        wrong = [*tally.lost, *tally.repeated, *subscriber.problems()]
    for each in wrong[:20]:
        print(f"    {each}", flush=True)
    with tempfile.TemporaryDirectory() as home, Web() as web:
        control = _stopped("control", Naive(Path(home)), web, _CONTROL_KILLS, minutes)
    return int(bool(wrong or tally.broken) or not control.lost)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else 200, float(given[1]) if len(given) > 1 else 60))
