"""What newspapers print round a story, one vocabulary for pages, texts, feeds and mail.

agencies    names of agencies, the lines that name them
bylines     who wrote a report
datelines   place, date and agency in front of a report's first word
dates       printed dates, absolute and relative, and their labels
names       what is the name of a person, and what only stands in its place
wording     words of newspapers, and how words are compared
the rest    names of publications and of their sections

Pure: rules are data, and each subject has a door of its own.
"""

from newsdigest.press.hosts import host_of
from newsdigest.press.known_publications import publication_tables
from newsdigest.press.name_spelling import consistent_names
from newsdigest.press.publication_names import canonical_name, is_placeholder, publication_name
from newsdigest.press.section_words import is_section

__all__ = [
    "canonical_name",
    "consistent_names",
    "host_of",
    "is_placeholder",
    "is_section",
    "publication_name",
    "publication_tables",
]
