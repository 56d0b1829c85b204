-- Publishers all of whose articles are derived from another's.
SELECT
    articles.publisher, count(DISTINCT (articles.story, articles.id)) AS articles,
    string_agg(DISTINCT origins.publisher, ', ' ORDER BY origins.publisher) AS taken_from
FROM articles
LEFT JOIN origin_links ON origin_links.story = articles.story AND origin_links.derived_id = articles.id
LEFT JOIN articles AS origins ON origins.story = articles.story AND origins.id = origin_links.from_id
WHERE articles.publisher IS NOT NULL
GROUP BY articles.publisher
HAVING count(DISTINCT (articles.story, articles.id)) FILTER (origin_links.derived_id IS NULL) = 0
ORDER BY articles DESC, articles.publisher;
