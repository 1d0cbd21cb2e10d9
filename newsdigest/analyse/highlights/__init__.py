"""What stands out among the stories of a digest: a number, a quote, a light last item."""

from newsdigest.analyse.highlights.light import light_story
from newsdigest.analyse.highlights.number import number_of_the_day
from newsdigest.analyse.highlights.quote import quote_of_the_day

__all__ = ["light_story", "number_of_the_day", "quote_of_the_day"]
