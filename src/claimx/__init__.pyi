"""The front door, name by name. `__init__.py` reads this file and loads a name when it is first used."""

from .errors import (
    AnswerError as AnswerError,
    AnswerFiltered as AnswerFiltered,
    AnswerInvalid as AnswerInvalid,
    AnswerRefused as AnswerRefused,
    AnswerTruncated as AnswerTruncated,
    CassetteError as CassetteError,
    CassetteInvalid as CassetteInvalid,
    CassetteMiss as CassetteMiss,
    CassetteUnplayed as CassetteUnplayed,
    ClaimxError as ClaimxError,
    ContextTooLong as ContextTooLong,
    EndpointError as EndpointError,
    EndpointFailed as EndpointFailed,
    EndpointUnreachable as EndpointUnreachable,
    InputError as InputError,
    InvalidMetadata as InvalidMetadata,
    KeyRefused as KeyRefused,
    ModelError as ModelError,
    NoArticles as NoArticles,
    NoModel as NoModel,
    OutputError as OutputError,
    PathNotFound as PathNotFound,
    PromptNotFound as PromptNotFound,
    QuotaExhausted as QuotaExhausted,
    RateLimited as RateLimited,
    RequestRefused as RequestRefused,
    UnknownModel as UnknownModel,
    UnreadableArticle as UnreadableArticle,
)
from .extraction import (
    aextract as aextract,
    extract as extract,
)
from .llm import (
    Model as Model,
    default_model as default_model,
    record as record,
    replay as replay,
)
from .models import (
    Article as Article,
    Attribution as Attribution,
    Claim as Claim,
    Extraction as Extraction,
    Failure as Failure,
    Merge as Merge,
    MergedClaim as MergedClaim,
    Origin as Origin,
    OriginLink as OriginLink,
    Position as Position,
    Provenance as Provenance,
    Quantity as Quantity,
    Rejection as Rejection,
    Relation as Relation,
    Report as Report,
    ResolvedSource as ResolvedSource,
    Source as Source,
    Span as Span,
    Stance as Stance,
    TimeReference as TimeReference,
    Usage as Usage,
    Variant as Variant,
    VariantValue as VariantValue,
)
from .pipeline import (
    arun as arun,
    run as run,
)
from .readers import (
    Reading as Reading,
    load_articles as load_articles,
)
from .reconciliation import (
    areconcile as areconcile,
    reconcile as reconcile,
)
from .text import (
    locate as locate,
    locate_all as locate_all,
)
from .writers import (
    report_schema as report_schema,
    write as write,
)

__version__: str
