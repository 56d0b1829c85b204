-- Who denied what in the week before `now`.
SELECT
    holder, claim, string_agg(DISTINCT coalesce(publisher, article_id), ', ' ORDER BY coalesce(publisher, article_id))
        AS printed_by,
    min(published_at) AS first_printed, arg_min(quote, published_at) AS quote
FROM stances
WHERE label = 'deny'
  AND published_at > coalesce(getvariable('now')::TIMESTAMPTZ, now()) - INTERVAL 7 DAY
  AND published_at <= coalesce(getvariable('now')::TIMESTAMPTZ, now())
GROUP BY story, claim_id, claim, holder
ORDER BY first_printed, holder, claim;
