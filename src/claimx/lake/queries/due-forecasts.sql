-- Forecasts whose time had passed by `now`.
SELECT DISTINCT ON (claims.story, claims.id)
    claims.story, claims.text AS claim, appearances.time_text AS due, appearances.time_end AS passed, claims.status,
    articles.publisher AS printed_by
FROM appearances
JOIN claims ON claims.story = appearances.story AND claims.id = appearances.claim_id
JOIN articles ON articles.story = appearances.story AND articles.id = appearances.article_id
WHERE appearances.kind = 'forecast' AND appearances.time_end <= coalesce(getvariable('now')::TIMESTAMPTZ, now())
ORDER BY claims.story, claims.id, passed;
