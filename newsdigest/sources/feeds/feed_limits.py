"""What one feed may hold; past a bound the rest is left out, and the feed says so."""

# Items read of one feed. The longest archives that publishers offer as a feed hold about 1,000.
MAX_ITEMS = 2_000
# Elements within elements. Feeds nest 4 deep, and the markup of an article in one another 30.
MAX_DEPTH = 200
# Elements in one item or in the head of a feed: an article written out as XHTML has some hundreds.
MAX_ELEMENTS = 50_000

# Characters of a field; everything that looks into a text does so within these.
MAX_TITLE = 1_000
MAX_NAME = 200
MAX_ID = 1_000
MAX_URL = 2_048
MAX_DATE = 100
MAX_SUMMARY = 100_000
MAX_CONTENT = 1_000_000

MAX_CATEGORIES = 50
# Characters that the tolerant parser gets. It reads about 1 MB a second.
MAX_TOLERANT = 2_000_000
