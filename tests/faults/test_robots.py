"""Rules of sites that are hostile or broken: row HTTP22."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsdigest.pipeline import robots_judge
from newsdigest.sources.network import RobotsQuestion
from newsdigest.workers.pool import WorkerLimits
from tests.daily.feeds import item
from tests.daily.reader import Reader
from tests.daily.web import Web
from tests.pages import article_page

AS_OF = "2026-11-22T06:00Z"
# A parser that keeps the rules of each robot has fifty million of them; 219 kB.
MANY = "".join(f"User-agent: a{n}\n" for n in range(5000)) + "Disallow: /a\n" * 10_000
# Fourteen stars, matched by trying all there is: 0.5 kB.
STARS = "User-agent: *\nDisallow: /" + "*a" * 14 + "*b\n"
TEASER = "<item><title>{}</title><description>In short.</description><link>{}</link></item>"


def teasers(*links: str) -> str:
    items = "".join(TEASER.format(item(n).title, link) for n, link in enumerate(links))
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"


@pytest.mark.parametrize("rules", [MANY, STARS], ids=["many", "stars"])
def test_rules_that_are_too_much_cost_their_own_site_alone(
    web: Web, reader: Reader, rules: str
) -> None:
    """HTTP22: the run ends in its time, and the entries and pages of other feeds are read."""
    with Web() as hostile:
        hostile.put("/robots.txt", rules, "text/plain")
        hostile.put("/" + "a" * 60, article_page(), "text/html")
        feed = hostile.put("/feed", teasers(hostile.url("/" + "a" * 60)))
        web.put("/page", article_page(), "text/html")
        reader.subscribe([feed, web.put("/feed", teasers(web.url("/page")))])
        done = reader.run("digest", "--new", as_of=AS_OF)
        assert done.status == 0
        assert done.text.count("In short.") == (1 if rules == MANY else 0)
        assert hostile.asked["/" + "a" * 60] == (0 if rules == MANY else 1)
    assert web.asked["/page"] == 1


def test_what_a_child_cannot_judge_is_forbidden() -> None:
    """HTTP22: rules past the bounds forbid, and the next site is judged as ever."""
    questions = [
        RobotsQuestion(MANY, "http://news.example/b", "newsdigest"),
        RobotsQuestion("User-agent: *\nDisallow: /a", "http://other.example/b", "newsdigest"),
        RobotsQuestion("User-agent: *\nDisallow: /a", "http://other.example/a", "newsdigest"),
    ]
    with robots_judge(WorkerLimits(seconds=1.0)) as judge:
        assert [judge(each) for each in questions] == [False, True, False]


def test_no_rules_are_parsed_by_the_run_itself(web: Web, reader: Reader) -> None:
    """HTTP22: after a run that asked robots.txt the parser is not among its modules."""
    web.put("/robots.txt", "User-agent: *\nDisallow: /a", "text/plain")
    web.put("/page", article_page(), "text/html")
    web.put("/feed", teasers(web.url("/page")))
    script = (
        "import sys\n"
        "from newsdigest.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('protego' in sys.modules)\n"
    )
    words = [sys.executable, "-c", script, "fetch", "--config", str(reader.config)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert (done.stdout, web.asked["/robots.txt"], web.asked["/page"]) == ("False\n", 1, 1)
