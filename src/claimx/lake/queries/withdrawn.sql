-- Sources that withdrew: they stood for a claim that was taken back, or later hold something else toward it.
WITH taken_back AS (
    SELECT before.story, before.id AS claim_id, after.text AS how
    FROM relations
    JOIN claims AS before ON before.story = relations.story AND before.id = relations.a_id
    JOIN claims AS after ON after.story = relations.story AND after.id = relations.b_id
    WHERE relations.kind = 'updates' AND regexp_matches(why, 'taken back|withdr[ae]w|retract', 'i')
)
SELECT DISTINCT stances.story, stances.holder, stances.claim, taken_back.how
FROM stances JOIN taken_back USING (story, claim_id)
WHERE stances.label = 'support'
UNION
SELECT story, holder, claim, 'from support to ' || arg_max(label, published_at)
FROM stances
WHERE holder_id IS NOT NULL AND holder_named
GROUP BY story, claim_id, claim, holder_id, holder
HAVING max(published_at) FILTER (label <> 'support') > max(published_at) FILTER (label = 'support')
ORDER BY story, holder, claim, how;
