-- Figures that grew, from the first article that printed one to the last, where later counts came in.
WITH figures AS (
    SELECT
        claims.story, claims.id, claims.text AS claim, variants.variant, variant_values.value AS words,
        coalesce(quantities.value, quantities.low) AS figure, articles.published_at
    FROM (SELECT story, id AS variant, claim_id FROM variants WHERE kind = 'number' AND why LIKE '%later count%')
        AS variants
    JOIN claims ON claims.story = variants.story AND claims.id = variants.claim_id
    JOIN variant_values ON variant_values.story = variants.story AND variant_values.variant_id = variants.variant
    JOIN quantities
        ON quantities.story = variants.story AND quantities.appearance_id = variant_values.appearance_id
        AND quantities.exact = variant_values.value
    JOIN appearances ON appearances.story = variants.story AND appearances.id = variant_values.appearance_id
    JOIN articles ON articles.story = variants.story AND articles.id = appearances.article_id
)
SELECT
    story, claim, arg_min(words, published_at) AS first_figure, arg_max(words, published_at) AS last_figure,
    min(published_at) AS first_printed, max(published_at) AS last_printed
FROM figures
WHERE figure IS NOT NULL AND published_at IS NOT NULL
GROUP BY story, id, claim, variant
HAVING arg_max(figure, published_at) > arg_min(figure, published_at)
ORDER BY first_printed, story, id;
