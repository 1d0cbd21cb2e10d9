"""A running story says since when it runs, and names its earlier headlines, in every format."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from newsdigest.deliver import write_archive
from newsdigest.deliver.dated_files import Archive
from newsdigest.deliver.outlets import FileOutlet
from newsdigest.model import EarlierStory, Figure, FigureCourse
from newsdigest.render import RenderOptions, render_digest, render_digest_named
from newsdigest.render.feed_view import urn
from tests.render.examples import DIGEST, NOW, STORIES

BEGAN = NOW - timedelta(days=3)
BEFORE = EarlierStory(
    "0f0f", "Ferry overdue in the fog", BEGAN, "Evening Line", "https://line.example/fog", "d1"
)
RUNNING = replace(
    STORIES[0],
    since=BEGAN,
    previous=(BEFORE,),
    courses=(FigureCourse("injured", (Figure("3", ("a2",)), Figure("12", ("a1",)))),),
    new_facts=("12",),
)
TODAY = replace(DIGEST, stories=(RUNNING, *STORIES[1:]))


@pytest.mark.parametrize("format_name", ["terminal", "text", "markdown", "html", "email", "atom"])
def test_the_course_is_in_every_format(format_name: str) -> None:
    """Day, clock, headline and publication of the earlier story, and what rose."""
    made = render_digest(TODAY, format_name)
    if format_name == "email":
        import email
        from email.policy import default

        body = email.message_from_string(made, policy=default).get_body(("plain",))
        assert body is not None
        made = body.get_content()
    for text in ("since Thursday", "Thu 06:00", "Ferry overdue in the fog", "Evening Line"):
        assert text in made, text
    assert "injured: 3 → 12" in made.replace("\\", "")


def test_a_story_that_began_today_has_no_since() -> None:
    """What began on the day of the digest runs since no other day."""
    made = render_digest(replace(TODAY, stories=(replace(RUNNING, since=NOW),)), "text")
    assert "since Sunday" not in made


def test_the_values_are_in_json() -> None:
    """Since when, the earlier headlines with their digests, what rose and what is new."""
    story = json.loads(render_digest(TODAY, "json"))["stories"][0]
    assert story["since"] == "2026-11-19T06:00:00+00:00"
    assert story["previous"] == [
        {
            "id": "0f0f",
            "title": "Ferry overdue in the fog",
            "published": "2026-11-19T06:00:00+00:00",
            "source": "Evening Line",
            "url": "https://line.example/fog",
            "digest": "d1",
        }
    ]
    assert [figure["value"] for figure in story["courses"][0]["figures"]] == ["3", "12"]
    assert story["new_facts"] == ["12"]


def test_the_values_are_in_csv() -> None:
    """Since when, earlier headlines with their publications, what rose and what is new."""
    row = next(csv.DictReader(io.StringIO(render_digest(TODAY, "csv"))))
    assert row["since"] == "2026-11-19T06:00:00+00:00"
    assert row["previous"] == "Evening Line: Ferry overdue in the fog"
    assert (row["courses"], row["new_facts"]) == ("injured: 3 → 12", "12")


def test_an_atom_entry_leads_to_the_earlier_one() -> None:
    """The entry names the entry of the earlier story with rel="via"."""
    root = ET.fromstring(render_digest(TODAY, "atom"))
    name = "{http://www.w3.org/2005/Atom}"
    found = [link.get("href") for link in root.iter(f"{name}link") if link.get("rel") == "via"]
    assert found == [urn("story", "0f0f", "1")]


def test_pages_of_an_archive_lead_to_the_earlier_story(tmp_path: Path) -> None:
    """A course leads to the story in the page that told it; without that page to the report."""
    earlier = replace(DIGEST, id="d1", stories=(replace(STORIES[0], id="0f0f"),))
    options = RenderOptions(archived=True)
    content = render_digest(earlier, "html", options).encode()
    archive = Archive(tmp_path, "", ".html")
    outlet = FileOutlet(
        tmp_path / "{date}.html",
        "html",
        lambda digest: RenderOptions(),
        lambda digest, options: render_digest_named(digest, "html", options),
    )
    outlet.deliver(replace(TODAY, id="d2"), outlet.channels)
    page = archive.file(NOW.date())
    assert "https://line.example/fog" in page.read_text()
    write_archive(archive, content, BEGAN.date(), "d1", options)
    outlet.deliver(replace(TODAY, id="d2"), outlet.channels)
    assert 'href="./2026-11-19.html#s-0f0f"' in page.read_text()
    began = archive.file(BEGAN.date()).read_text()
    assert 'id="s-0f0f"' in began
    assert f'<a href="./2026-11-22.html#s-{RUNNING.id}">Sunday 22 November 2026 →</a>' in began
    page.unlink()
    outlet.deliver(replace(DIGEST, id="d3", generated=NOW - timedelta(days=1)), outlet.channels)
    assert "→</a></p>" not in archive.file(BEGAN.date()).read_text()
