"""Reported speech without a model: quotations, cue words, and who said what by them."""

from claimx.text.speech.cues import find_reported_speech
from claimx.text.speech.quotations import Quotation, find_quotations
from claimx.text.speech.reported import ReportedSpeech, mode_of

__all__ = ["Quotation", "ReportedSpeech", "find_quotations", "find_reported_speech", "mode_of"]
