-- What a lake holds. A record is a report or an extraction; the last one of a name is the one that counts.

CREATE VIEW contents AS FROM read_parquet('contents/[!.]*.parquet', union_by_name = true);

-- A record that was added again is the same record; its rows are those of the last time.
CREATE VIEW records_history AS
FROM contents QUALIFY row_number() OVER (PARTITION BY kind, name, record ORDER BY added_at DESC) = 1;

CREATE VIEW records AS
FROM records_history QUALIFY row_number() OVER (PARTITION BY kind, name ORDER BY added_at DESC) = 1;

CREATE VIEW reports AS SELECT name AS story, * EXCLUDE (name, kind) FROM records WHERE kind = 'report';
CREATE VIEW reports_history AS SELECT name AS story, * EXCLUDE (name, kind) FROM records_history WHERE kind = 'report';

-- tables --

-- The claims of extractions: a row a claim of one article, before anything is merged.
CREATE VIEW extracted_claims AS
SELECT
    article, article_id, publisher, published_at, claim ->> 'id' AS claim_id, claim ->> 'text' AS claim,
    claim ->> 'kind' AS kind, claim -> 'stances' AS stances, claim -> 'quantities' AS quantities, record
FROM (SELECT *, unnest(json_extract(extraction, '$.claims[*]')) AS claim FROM extractions);

-- How far a claim reaches, in counts of which none stands for another.
CREATE VIEW reach AS
SELECT
    story, claim_id, any_value(claim) AS claim, any_value(status) AS status, any_value(parent) AS parent,
    count(DISTINCT coalesce(publisher, article_id)) FILTER (label = 'support') AS publishers,
    count(DISTINCT origin) FILTER (label = 'support') AS origins,
    -- Media pass on what somebody said.
    count(DISTINCT holder_id) FILTER (label = 'support' AND holder_kind != 'media' AND holder_named) AS named_sources,
    count(DISTINCT holder_id) FILTER (label = 'support' AND holder_kind != 'media' AND NOT holder_named) AS unnamed_sources,
    count(DISTINCT coalesce(holder_id, article_id)) FILTER (label = 'deny') AS deniers,
    min(published_at) AS first_published, max(published_at) AS last_published
FROM stances
GROUP BY story, claim_id;
