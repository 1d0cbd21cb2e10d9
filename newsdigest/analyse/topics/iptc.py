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
    # How often a general newspaper writes of it: 1 often, -1 seldom, 0 in between.
    frequency: int = 0


SUBJECTS = (
    Subject("medtop:01000000", "arts, culture, entertainment and media", frequency=1),
    Subject("medtop:02000000", "crime, law and justice", frequency=1),
    Subject("medtop:03000000", "disaster, accident and emergency incident", frequency=1),
    Subject("medtop:04000000", "economy, business and finance", frequency=1),
    Subject("medtop:05000000", "education"),
    Subject("medtop:06000000", "environment"),
    Subject("medtop:07000000", "health"),
    Subject("medtop:08000000", "human interest"),
    Subject("medtop:09000000", "labour", frequency=-1),
    Subject("medtop:10000000", "lifestyle and leisure", frequency=-1),
    Subject("medtop:11000000", "politics", frequency=1),
    Subject("medtop:12000000", "religion", frequency=-1),
    Subject("medtop:13000000", "science and technology", frequency=1),
    Subject("medtop:14000000", "society", frequency=-1),
    Subject("medtop:15000000", "sport", frequency=1),
    Subject("medtop:16000000", "conflict, war and peace", frequency=1),
    Subject("medtop:17000000", "weather"),
)
PLACES = {subject.id: place for place, subject in enumerate(SUBJECTS)}
