-- Claims that at least `least` publishers carry (10), and that rest on one origin.
SELECT story, claim, publishers, named_sources, unnamed_sources, first_published
FROM reach
WHERE origins = 1 AND publishers >= coalesce(getvariable('least')::INTEGER, 10)
ORDER BY publishers DESC, story, claim_id;
