"""From e-mail messages to articles: newsletters, digests, forwarded mail.

message_extraction            the entry point: from a message to its articles
html_message, plain_message   from HTML and plain text to segments
segments                      the lines of a message, with their style
forwarded_message             the header of a message forwarded within another
header_footer                 what a newsletter says about itself
message_stories               the stories of a message with several of them
more_links                    "Read more" links at the end of segments
"""

from newsdigest.extract.newsletter.html_message import visible_size
from newsdigest.extract.newsletter.message_extraction import read_newsletter

__all__ = ["read_newsletter", "visible_size"]
