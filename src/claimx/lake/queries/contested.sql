-- The most contested claims: how many deny them, beside how many named sources and publishers stand for them.
SELECT story, claim, deniers, named_sources, publishers, origins, status
FROM reach
WHERE deniers > 0 AND publishers > 0
ORDER BY deniers DESC, publishers DESC, story, claim_id
LIMIT 20;
