"""Reported speech without a model: quotations, cue words, and who said what by them."""

from claimx.text.speech.cues import find_reported_speech
from claimx.text.speech.reported import ReportedSpeech

__all__ = ["ReportedSpeech", "find_reported_speech"]
