"""Limits for one feed; whatever exceeds one is left out, with a warning in the feed."""

# Items read from one feed. The longest archives published as a feed hold about 1,000.
MAX_ITEMS = 2_000
# Nested elements. Feeds nest 4 deep, and the markup of an article in them another 30.
MAX_DEPTH = 200
# Elements in one item or in the head of a feed: an article in XHTML has some hundreds.
MAX_ELEMENTS = 50_000

# Characters of a field that are kept and examined.
MAX_TITLE = 1_000
MAX_NAME = 200
MAX_ID = 1_000
MAX_URL = 2_048
MAX_DATE = 100
MAX_SUMMARY = 100_000
MAX_CONTENT = 1_000_000

MAX_CATEGORIES = 50
# Characters passed to the tolerant parser, which reads about 1 MB a second.
MAX_TOLERANT = 2_000_000
