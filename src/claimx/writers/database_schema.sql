-- A report as a database. Datasette follows the foreign keys, offers the full-text tables as a search box and shows the
-- views like tables. Offsets count code points from zero, as substr() does from one:
-- substr(articles.text, start + 1, "end" - start) is the quote.

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

CREATE TABLE origins (id TEXT PRIMARY KEY);

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    publisher TEXT,
    headline TEXT,
    byline TEXT,
    url TEXT,
    published_at TEXT,
    language TEXT,
    path TEXT,
    sha256 TEXT NOT NULL,
    origin_id TEXT REFERENCES origins (id),
    text TEXT NOT NULL
);

CREATE TABLE origin_links (
    origin_id TEXT NOT NULL REFERENCES origins (id),
    kind TEXT NOT NULL,
    derived_id TEXT NOT NULL REFERENCES articles (id),
    from_id TEXT NOT NULL REFERENCES articles (id),
    evidence TEXT NOT NULL
);

CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    affiliation TEXT,
    named INTEGER NOT NULL,
    aliases TEXT NOT NULL -- JSON list
);

CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    status TEXT NOT NULL,
    salience REAL NOT NULL,
    parent_id TEXT REFERENCES claims (id),
    first_appearance_id TEXT REFERENCES appearances (id)
);

CREATE TABLE appearances (
    id TEXT PRIMARY KEY,
    claim_id TEXT NOT NULL REFERENCES claims (id),
    article_id TEXT NOT NULL REFERENCES articles (id),
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    time_text TEXT,
    time_start TEXT,
    time_end TEXT,
    time_span_start INTEGER,
    time_span_end INTEGER
);

CREATE TABLE stances (
    id INTEGER PRIMARY KEY,
    appearance_id TEXT NOT NULL REFERENCES appearances (id),
    label TEXT NOT NULL,
    certainty TEXT NOT NULL,
    holder_id TEXT REFERENCES sources (id), -- null: the article's own voice
    holder_as_given TEXT,
    mode TEXT,
    cue TEXT,
    cue_start INTEGER,
    cue_end INTEGER,
    hedge TEXT,
    hedge_start INTEGER,
    hedge_end INTEGER,
    content TEXT,
    content_start INTEGER,
    content_end INTEGER,
    said_at TEXT
);

CREATE TABLE relays (
    stance_id INTEGER NOT NULL REFERENCES stances (id),
    place INTEGER NOT NULL, -- 0 is nearest to the holder
    source_id TEXT NOT NULL REFERENCES sources (id),
    PRIMARY KEY (stance_id, place)
);

CREATE TABLE quotes (
    id INTEGER PRIMARY KEY,
    stance_id INTEGER NOT NULL REFERENCES stances (id),
    article_id TEXT NOT NULL REFERENCES articles (id),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    exact TEXT NOT NULL,
    alignment TEXT NOT NULL
);

CREATE TABLE quantities (
    appearance_id TEXT NOT NULL REFERENCES appearances (id),
    value REAL,
    low REAL,
    high REAL,
    unit TEXT,
    counted TEXT, -- "of" in report.json
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    exact TEXT NOT NULL
);

-- Fields that are somebody's own.
CREATE TABLE extra (
    appearance_id TEXT NOT NULL REFERENCES appearances (id),
    name TEXT NOT NULL,
    value, -- as it is; a list as JSON
    PRIMARY KEY (appearance_id, name)
);

CREATE TABLE variants (
    id INTEGER PRIMARY KEY,
    claim_id TEXT NOT NULL REFERENCES claims (id),
    kind TEXT NOT NULL,
    compatible INTEGER NOT NULL,
    why TEXT NOT NULL
);

CREATE TABLE variant_values (
    variant_id INTEGER NOT NULL REFERENCES variants (id),
    appearance_id TEXT NOT NULL REFERENCES appearances (id),
    value TEXT NOT NULL
);

CREATE TABLE merges (
    claim_id TEXT NOT NULL REFERENCES claims (id),
    a_id TEXT NOT NULL REFERENCES appearances (id),
    b_id TEXT NOT NULL REFERENCES appearances (id),
    method TEXT NOT NULL,
    score REAL,
    why TEXT NOT NULL
);

CREATE TABLE relations (
    a_id TEXT NOT NULL REFERENCES claims (id),
    b_id TEXT NOT NULL REFERENCES claims (id),
    kind TEXT NOT NULL,
    why TEXT NOT NULL
);

CREATE TABLE left_out (
    article_id TEXT NOT NULL REFERENCES articles (id),
    kind TEXT NOT NULL CHECK (kind IN ('rejected', 'unread', 'furniture')),
    reason TEXT,
    text TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER
);

-- No foreign key: an input that could not be read is no article.
CREATE TABLE failures (article TEXT NOT NULL, reason TEXT NOT NULL, retryable INTEGER NOT NULL);

CREATE INDEX appearances_by_claim ON appearances (claim_id);
CREATE INDEX appearances_by_article ON appearances (article_id);
CREATE INDEX stances_by_appearance ON stances (appearance_id);
CREATE INDEX stances_by_holder ON stances (holder_id);
CREATE INDEX quotes_by_stance ON quotes (stance_id);
CREATE INDEX quotes_by_article ON quotes (article_id, start);
CREATE INDEX claims_by_parent ON claims (parent_id);

-- Datasette knows a full-text table by this very spelling of content="…". What is indexed is full_text.to_searchable of
-- the columns, so that Chinese can be searched; a 'rebuild' would index the bare columns.
CREATE VIRTUAL TABLE claims_fts USING fts5 (text, content="claims", tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    headline, text, content="articles", tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quotes_fts USING fts5 (exact, content="quotes", tokenize = 'porter unicode61 remove_diacritics 2');

-- Who says what, where: one row a quote, to be read alone.
CREATE VIEW who_says_what AS
SELECT
    claims.text AS claim, claims.status, stances.label, stances.certainty,
    coalesce(sources.name, articles.publisher, articles.id) AS holder, sources.named AS holder_named,
    articles.publisher, articles.published_at, quotes.exact AS quote, stances.cue, stances.hedge, articles.url,
    quotes.start, quotes."end", claims.id AS claim_id, articles.id AS article_id, stances.holder_id
FROM quotes
JOIN stances ON stances.id = quotes.stance_id
JOIN appearances ON appearances.id = stances.appearance_id
JOIN claims ON claims.id = appearances.claim_id
JOIN articles ON articles.id = appearances.article_id
LEFT JOIN sources ON sources.id = stances.holder_id;

-- A row a claim: how far it reaches, in counts of which none stands for another.
CREATE VIEW claims_at_a_glance AS
SELECT
    claims.id, claims.text AS claim, claims.status, claims.salience,
    count(DISTINCT CASE WHEN stances.label = 'support' THEN coalesce(articles.publisher, articles.id) END) AS publishers,
    count(DISTINCT CASE WHEN stances.label = 'support' THEN articles.origin_id END) AS origins,
    count(DISTINCT CASE WHEN stances.label = 'support' AND said.named THEN said.id END) AS named_sources,
    count(DISTINCT CASE WHEN stances.label = 'support' AND NOT said.named THEN said.id END) AS unnamed_sources,
    count(DISTINCT CASE WHEN stances.label = 'deny' THEN coalesce(sources.id, articles.id) END) AS deniers,
    min(articles.published_at) AS first_published, claims.parent_id
FROM claims
JOIN appearances ON appearances.claim_id = claims.id
JOIN articles ON articles.id = appearances.article_id
JOIN stances ON stances.appearance_id = appearances.id
LEFT JOIN sources ON sources.id = stances.holder_id
LEFT JOIN sources AS said ON said.id = stances.holder_id AND said.kind != 'media' -- media pass on what somebody said
GROUP BY claims.id
ORDER BY claims.salience DESC;

CREATE VIEW disputed_claims AS
SELECT * FROM claims_at_a_glance WHERE status = 'disputed' ORDER BY salience DESC;

-- What fields that are somebody's own hold, and in how many appearances of the claim.
CREATE VIEW claims_by_extra AS
SELECT extra.name, extra.value, claims.text AS claim, count(*) AS appearances, claims.id AS claim_id
FROM extra
JOIN appearances ON appearances.id = extra.appearance_id
JOIN claims ON claims.id = appearances.claim_id
GROUP BY extra.name, extra.value, claims.id
ORDER BY extra.name, extra.value, claims.salience DESC;

-- One text in several papers is one origin.
CREATE VIEW copies AS
SELECT
    origin_links.origin_id, derived.publisher AS publisher, source.publisher AS taken_from, origin_links.kind,
    origin_links.evidence, derived.id AS article_id, source.id AS from_article_id
FROM origin_links
JOIN articles AS derived ON derived.id = origin_links.derived_id
JOIN articles AS source ON source.id = origin_links.from_id;
