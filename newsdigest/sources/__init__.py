"""Where documents come from: files, directories, standard input and the web."""

from newsdigest.sources.gathering import Gathering, gather
from newsdigest.sources.limits import DEFAULT_LIMITS, Limits

__all__ = ["DEFAULT_LIMITS", "Gathering", "Limits", "gather"]
