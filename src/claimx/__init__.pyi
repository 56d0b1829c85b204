"""The front door, name by name. `__init__.py` reads this file and loads a name when it is first used."""

from .errors import (
    AnswerAwaited as AnswerAwaited,
)
from .errors import (
    AnswerError as AnswerError,
)
from .errors import (
    AnswerFiltered as AnswerFiltered,
)
from .errors import (
    AnswerInvalid as AnswerInvalid,
)
from .errors import (
    AnswerRefused as AnswerRefused,
)
from .errors import (
    AnswerTruncated as AnswerTruncated,
)
from .errors import (
    ArticleMismatch as ArticleMismatch,
)
from .errors import (
    BudgetExhausted as BudgetExhausted,
)
from .errors import (
    CassetteError as CassetteError,
)
from .errors import (
    CassetteInvalid as CassetteInvalid,
)
from .errors import (
    CassetteMiss as CassetteMiss,
)
from .errors import (
    CassetteUnplayed as CassetteUnplayed,
)
from .errors import (
    ClaimxError as ClaimxError,
)
from .errors import (
    ClusterError as ClusterError,
)
from .errors import (
    ContextTooLong as ContextTooLong,
)
from .errors import (
    EndpointError as EndpointError,
)
from .errors import (
    EndpointFailed as EndpointFailed,
)
from .errors import (
    EndpointUnreachable as EndpointUnreachable,
)
from .errors import (
    InputError as InputError,
)
from .errors import (
    InvalidExtraction as InvalidExtraction,
)
from .errors import (
    InvalidInstructions as InvalidInstructions,
)
from .errors import (
    InvalidMetadata as InvalidMetadata,
)
from .errors import (
    InvalidOverrides as InvalidOverrides,
)
from .errors import (
    InvalidPrices as InvalidPrices,
)
from .errors import (
    InvalidQuery as InvalidQuery,
)
from .errors import (
    InvalidRatings as InvalidRatings,
)
from .errors import (
    InvalidReport as InvalidReport,
)
from .errors import (
    JournalBusy as JournalBusy,
)
from .errors import (
    JournalError as JournalError,
)
from .errors import (
    JournalUnreadable as JournalUnreadable,
)
from .errors import (
    JournalUnwritable as JournalUnwritable,
)
from .errors import (
    KeyRefused as KeyRefused,
)
from .errors import (
    LakeBusy as LakeBusy,
)
from .errors import (
    LakeDamaged as LakeDamaged,
)
from .errors import (
    LakeError as LakeError,
)
from .errors import (
    ModelError as ModelError,
)
from .errors import (
    NoArticles as NoArticles,
)
from .errors import (
    NoModel as NoModel,
)
from .errors import (
    OutputError as OutputError,
)
from .errors import (
    OverridesConflict as OverridesConflict,
)
from .errors import (
    PathNotFound as PathNotFound,
)
from .errors import (
    PriceUnknown as PriceUnknown,
)
from .errors import (
    PromptNotFound as PromptNotFound,
)
from .errors import (
    QuotaExhausted as QuotaExhausted,
)
from .errors import (
    RateLimited as RateLimited,
)
from .errors import (
    RequestRefused as RequestRefused,
)
from .errors import (
    RunInterrupted as RunInterrupted,
)
from .errors import (
    RunStopped as RunStopped,
)
from .errors import (
    SinkBusy as SinkBusy,
)
from .errors import (
    UnknownModel as UnknownModel,
)
from .errors import (
    UnreadableArticle as UnreadableArticle,
)
from .extraction import (
    Instructions as Instructions,
)
from .extraction import (
    WireClaim as WireClaim,
)
from .extraction import (
    aextract as aextract,
)
from .extraction import (
    extract as extract,
)
from .gathering import (
    Gatherer as Gatherer,
)
from .gathering import (
    gather as gather,
)
from .llm import (
    Budget as Budget,
)
from .llm import (
    Model as Model,
)
from .llm import (
    default_model as default_model,
)
from .llm import (
    record as record,
)
from .llm import (
    replay as replay,
)
from .models import (
    Arrival as Arrival,
)
from .models import (
    Article as Article,
)
from .models import (
    ArticleSpan as ArticleSpan,
)
from .models import (
    Attribution as Attribution,
)
from .models import (
    Claim as Claim,
)
from .models import (
    ClaimChange as ClaimChange,
)
from .models import (
    ClaimOverride as ClaimOverride,
)
from .models import (
    ClaimReference as ClaimReference,
)
from .models import (
    Comparison as Comparison,
)
from .models import (
    Difference as Difference,
)
from .models import (
    Extraction as Extraction,
)
from .models import (
    Failure as Failure,
)
from .models import (
    FoundClaim as FoundClaim,
)
from .models import (
    FoundRelation as FoundRelation,
)
from .models import (
    Gathering as Gathering,
)
from .models import (
    Merge as Merge,
)
from .models import (
    MergedClaim as MergedClaim,
)
from .models import (
    Origin as Origin,
)
from .models import (
    OriginLink as OriginLink,
)
from .models import (
    Overrides as Overrides,
)
from .models import (
    Position as Position,
)
from .models import (
    Provenance as Provenance,
)
from .models import (
    Quantity as Quantity,
)
from .models import (
    Rating as Rating,
)
from .models import (
    Reach as Reach,
)
from .models import (
    Regrouping as Regrouping,
)
from .models import (
    Rejection as Rejection,
)
from .models import (
    Relation as Relation,
)
from .models import (
    Report as Report,
)
from .models import (
    ResolvedSource as ResolvedSource,
)
from .models import (
    Reviewer as Reviewer,
)
from .models import (
    Source as Source,
)
from .models import (
    SourceOverride as SourceOverride,
)
from .models import (
    Span as Span,
)
from .models import (
    Stance as Stance,
)
from .models import (
    StanceChange as StanceChange,
)
from .models import (
    Story as Story,
)
from .models import (
    StoryFinding as StoryFinding,
)
from .models import (
    StoryLink as StoryLink,
)
from .models import (
    Tally as Tally,
)
from .models import (
    TimelineEntry as TimelineEntry,
)
from .models import (
    TimeReference as TimeReference,
)
from .models import (
    Usage as Usage,
)
from .models import (
    Variant as Variant,
)
from .models import (
    VariantValue as VariantValue,
)
from .pipeline import (
    JournalFile as JournalFile,
)
from .pipeline import (
    Standing as Standing,
)
from .pipeline import (
    Watch as Watch,
)
from .pipeline import (
    aextract_each as aextract_each,
)
from .pipeline import (
    arun as arun,
)
from .pipeline import (
    aupdate as aupdate,
)
from .pipeline import (
    extract_each as extract_each,
)
from .pipeline import (
    load_extractions as load_extractions,
)
from .pipeline import (
    load_report as load_report,
)
from .pipeline import (
    run as run,
)
from .pipeline import (
    update as update,
)
from .readers import (
    Reading as Reading,
)
from .readers import (
    load_articles as load_articles,
)
from .readers import (
    load_ratings as load_ratings,
)
from .reconciliation import (
    areconcile as areconcile,
)
from .reconciliation import (
    load_overrides as load_overrides,
)
from .reconciliation import (
    reconcile as reconcile,
)
from .review import (
    compare as compare,
)
from .review import (
    reach as reach,
)
from .review import (
    tally as tally,
)
from .review import (
    timeline as timeline,
)
from .text import (
    locate as locate,
)
from .text import (
    locate_all as locate_all,
)
from .writers import (
    display as display,
)
from .writers import (
    report_schema as report_schema,
)
from .writers import (
    to_pandas as to_pandas,
)
from .writers import (
    to_polars as to_polars,
)
from .writers import (
    write as write,
)

__version__: str
