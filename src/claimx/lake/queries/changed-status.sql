-- Claims whose status is another than in the report before.
SELECT story, claim, status_before, status, added_at
FROM (
    SELECT
        story, id, text AS claim, status, added_at,
        lag(status) OVER (PARTITION BY story, id ORDER BY added_at) AS status_before
    FROM claims_history
)
WHERE status <> status_before
ORDER BY added_at, story, id;
