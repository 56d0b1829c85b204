"""The values claimx works on: frozen, comparable, picklable, and free of I/O.

Their names are the field's: schema.org (NewsArticle, Claim), W3C Web Annotation (text position and text quote
selectors), PARC and PolNeAR (source, cue, content), RumourEval (stance labels), FactBank (certainty), PROV-O
(derivation).
Offsets are code points, zero-based and end-exclusive, into `Article.text` exactly as stored.
"""

from claimx.models.articles import (
    Alignment,
    Article,
    ArticleSpan,
    Span,
)
from claimx.models.claims import (
    Attribution,
    Certainty,
    Claim,
    ClaimKind,
    Label,
    Mode,
    Quantity,
    Source,
    SourceKind,
    Stance,
    TimeReference,
)
from claimx.models.comparisons import (
    ClaimChange,
    Comparison,
    Difference,
    FoundClaim,
    FoundRelation,
    Regrouping,
    RegroupingKind,
    StanceChange,
)
from claimx.models.extra import (
    NOTHING_EXTRA,
    Extra,
    Plain,
)
from claimx.models.extractions import (
    RULES,
    Extraction,
    Provenance,
    Rejection,
    Usage,
)
from claimx.models.overrides import (
    ClaimOverride,
    ClaimReference,
    Overrides,
    SourceOverride,
)
from claimx.models.ratings import (
    Rating,
    Reviewer,
)
from claimx.models.reports import (
    OWN_VOICE,
    STORY,
    Failure,
    Merge,
    MergedClaim,
    MergeMethod,
    Origin,
    OriginLink,
    Position,
    Relation,
    RelationKind,
    Report,
    ResolvedSource,
    State,
    Status,
    Variant,
    VariantKind,
    VariantValue,
)
from claimx.models.reviews import (
    Change,
    Reach,
    Tally,
    TimelineEntry,
)

__all__ = [
    "NOTHING_EXTRA",
    "OWN_VOICE",
    "RULES",
    "STORY",
    "Alignment",
    "Article",
    "ArticleSpan",
    "Attribution",
    "Certainty",
    "Change",
    "Claim",
    "ClaimChange",
    "ClaimKind",
    "ClaimOverride",
    "ClaimReference",
    "Comparison",
    "Difference",
    "Extra",
    "Extraction",
    "Failure",
    "FoundClaim",
    "FoundRelation",
    "Label",
    "Merge",
    "MergeMethod",
    "MergedClaim",
    "Mode",
    "Origin",
    "OriginLink",
    "Overrides",
    "Plain",
    "Position",
    "Provenance",
    "Quantity",
    "Rating",
    "Reach",
    "Regrouping",
    "RegroupingKind",
    "Rejection",
    "Relation",
    "RelationKind",
    "Report",
    "ResolvedSource",
    "Reviewer",
    "Source",
    "SourceKind",
    "SourceOverride",
    "Span",
    "Stance",
    "StanceChange",
    "State",
    "Status",
    "Tally",
    "TimeReference",
    "TimelineEntry",
    "Usage",
    "Variant",
    "VariantKind",
    "VariantValue",
]
