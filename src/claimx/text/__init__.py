"""What needs no model: sentences, grounding of quotes, figures and times."""

from claimx.text.grounding import TextIndex, locate, locate_all
from claimx.text.quantities import Figure, read_figure
from claimx.text.sentences import Sentence, split_sentences
from claimx.text.times import Interval, read_time

__all__ = [
    "Figure",
    "Interval",
    "Sentence",
    "TextIndex",
    "locate",
    "locate_all",
    "read_figure",
    "read_time",
    "split_sentences",
]
