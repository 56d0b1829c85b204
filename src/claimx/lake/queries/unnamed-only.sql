-- Claims for which nobody stands with a name: only unnamed sources, and no article in its own voice.
SELECT story, claim, unnamed_sources, publishers, origins, deniers, first_published
FROM reach
JOIN (
    SELECT story, claim_id FROM stances WHERE label = 'support'
    GROUP BY story, claim_id HAVING bool_and(holder_id IS NOT NULL AND NOT holder_named)
) USING (story, claim_id)
WHERE unnamed_sources > 0
ORDER BY publishers DESC, story, claim_id;
