"""Summaries that a model wrote, each sentence checked against the reports it rests on.

The check understands nothing: it refuses a sentence as soon as something in it is not found in the
sentences that it names. Pure: who asks the model is newsdigest.pipeline.rewriting.
"""

from newsdigest.analyse.rewriting.answer import AnsweredSentence, read_answer
from newsdigest.analyse.rewriting.check import Checker, can_check
from newsdigest.analyse.rewriting.claims import Fault, Refusal, ReportSentence
from newsdigest.analyse.rewriting.request import RewriteRequest, rewrite_request
from newsdigest.analyse.rewriting.result import checked_rewrite

__all__ = [
    "AnsweredSentence",
    "Checker",
    "Fault",
    "Refusal",
    "ReportSentence",
    "RewriteRequest",
    "can_check",
    "checked_rewrite",
    "read_answer",
    "rewrite_request",
]
