"""The 17 top-level IPTC Media Topics by id and standard name.

IPTC NewsCodes Media Topic vocabulary, https://cv.iptc.org/newscodes/mediatopic/, CC BY 4.0.
"""

from __future__ import annotations

from newsdigest.valueclasses import valueclass


@valueclass
class MediaTopic:
    """A topic of the vocabulary, without a score."""

    id: str
    name: str
    # How often general newspapers cover it: 1 often, 0 sometimes, -1 seldom.
    frequency: int = 0


MEDIA_TOPICS = (
    MediaTopic("medtop:01000000", "arts, culture, entertainment and media", frequency=1),
    MediaTopic("medtop:02000000", "crime, law and justice", frequency=1),
    MediaTopic("medtop:03000000", "disaster, accident and emergency incident", frequency=1),
    MediaTopic("medtop:04000000", "economy, business and finance", frequency=1),
    MediaTopic("medtop:05000000", "education"),
    MediaTopic("medtop:06000000", "environment"),
    MediaTopic("medtop:07000000", "health"),
    MediaTopic("medtop:08000000", "human interest"),
    MediaTopic("medtop:09000000", "labour", frequency=-1),
    MediaTopic("medtop:10000000", "lifestyle and leisure", frequency=-1),
    MediaTopic("medtop:11000000", "politics", frequency=1),
    MediaTopic("medtop:12000000", "religion", frequency=-1),
    MediaTopic("medtop:13000000", "science and technology", frequency=1),
    MediaTopic("medtop:14000000", "society", frequency=-1),
    MediaTopic("medtop:15000000", "sport", frequency=1),
    MediaTopic("medtop:16000000", "conflict, war and peace", frequency=1),
    MediaTopic("medtop:17000000", "weather"),
)
TOPIC_INDEX = {subject.id: place for place, subject in enumerate(MEDIA_TOPICS)}
