"""Letters turned into articles: newsletters, digests, forwarded mail.

rows                the lines of a letter, with how each is set off
markup, plain       HTML and text → rows
more_links          the "Read more" that rows end with
envelope            the head of a letter that was forwarded within another
furniture           what letters say of themselves, taken off head and foot
items               rows → the stories of a letter that tells several
reading             a letter → articles
"""

from newsdigest.extract.newsletter.html_message import visible_size
from newsdigest.extract.newsletter.message_extraction import read_newsletter

__all__ = ["read_newsletter", "visible_size"]
