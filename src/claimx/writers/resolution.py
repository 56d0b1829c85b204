"""From a source as one article gives it to the one source it is across articles."""

from __future__ import annotations

from hashlib import sha256

from claimx.models import Report, ResolvedSource, Source


class SourceIndex:
    """The ids of a report's sources, looked up by the form in which an article gives them.

    `unlisted` are the sources that an article gives and the report does not list. There should be none; if there is one
    all the same, a holder written as null would turn it into the article's own voice.
    """

    def __init__(self, report: Report) -> None:
        listed = {given: source.id for source in report.sources for given in source.as_given if source.id is not None}
        appearances = (appearance for claim in report.claims for appearance in claim.appearances)
        unlisted = {given for appearance in appearances for given in appearance.sources()} - listed.keys()
        self.unlisted = tuple(_by_itself(source) for source in sorted(unlisted, key=Source.model_dump_json))
        self._ids = listed | {source.as_given[0]: source.id or "" for source in self.unlisted}

    def id_of(self, given: Source) -> str:
        """The id of the source that an article gives in this form."""
        return self._ids[given]


def _by_itself(source: Source) -> ResolvedSource:
    digest = sha256(source.model_dump_json().encode()).hexdigest()[:8]
    return ResolvedSource(**dict(source), id=f"unresolved-{digest}", as_given=(source,))
