"""The 17 top-level IPTC Media Topics by id and standard name.

IPTC NewsCodes Media Topic vocabulary, https://cv.iptc.org/newscodes/mediatopic/, CC BY 4.0.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic without a score."""

    id: str
    name: str


SUBJECTS = (
    Subject("medtop:01000000", "arts, culture, entertainment and media"),
    Subject("medtop:02000000", "crime, law and justice"),
    Subject("medtop:03000000", "disaster, accident and emergency incident"),
    Subject("medtop:04000000", "economy, business and finance"),
    Subject("medtop:05000000", "education"),
    Subject("medtop:06000000", "environment"),
    Subject("medtop:07000000", "health"),
    Subject("medtop:08000000", "human interest"),
    Subject("medtop:09000000", "labour"),
    Subject("medtop:10000000", "lifestyle and leisure"),
    Subject("medtop:11000000", "politics"),
    Subject("medtop:12000000", "religion"),
    Subject("medtop:13000000", "science and technology"),
    Subject("medtop:14000000", "society"),
    Subject("medtop:15000000", "sport"),
    Subject("medtop:16000000", "conflict, war and peace"),
    Subject("medtop:17000000", "weather"),
)
PLACES = {subject.id: place for place, subject in enumerate(SUBJECTS)}
# How often a general newspaper writes of a topic, where that is more or less than middling.
FREQUENCIES = {
    "medtop:01000000": "often",
    "medtop:02000000": "often",
    "medtop:03000000": "often",
    "medtop:04000000": "often",
    "medtop:08000000": "seldom",
    "medtop:09000000": "seldom",
    "medtop:10000000": "seldom",
    "medtop:11000000": "often",
    "medtop:12000000": "seldom",
    "medtop:13000000": "often",
    "medtop:14000000": "seldom",
    "medtop:15000000": "often",
    "medtop:16000000": "often",
}
