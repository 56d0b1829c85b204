-- Who quotes whom: publishers, whose words they print, and in how many articles of how many stories.
SELECT
    coalesce(publisher, article_id) AS publisher, holder, count(DISTINCT (story, article_id)) AS articles,
    count(DISTINCT story) AS stories, count(DISTINCT (story, article_id, start)) AS quotes
FROM stances
WHERE mode IN ('direct', 'mixed')
GROUP BY ALL
ORDER BY quotes DESC, publisher, holder;
