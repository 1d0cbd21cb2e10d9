"""What newspapers print round a story: so far the names of publications and of their sections.

Pure: one vocabulary for pages, texts, feeds and mail, as data.
"""

from newsdigest.press.publications import canonical_name, publication_name
from newsdigest.press.sites import host_of
from newsdigest.press.spelling import settled_names

__all__ = ["canonical_name", "host_of", "publication_name", "settled_names"]
