// The three blocks of data. The later two are read when they are first needed: they are most of the page.

const index = JSON.parse(at("index").textContent);
const { claims, articles, sources, origins } = index;

const blocks = {};
function block(name) {
  return (blocks[name] ??= { content: JSON.parse(at(name).textContent) }).content;
}

const detailsOf = (claim) => block("details")[claim];
const textOf = (article) => block("texts")?.[article] ?? null;

const claimById = new Map(claims.map((claim, place) => [claim.id, place]));
const articleById = new Map(articles.map((article, place) => [article.id, place]));
const tops = claims.flatMap((claim, place) => (claim.parent === null ? [place] : []));

const publisherOf = (article) => articles[article]?.publisher ?? "an article that is not in the report";
const holderName = (source) => (source < 0 ? "articles in their own voice" : sources[source].name);
const copiesOf = (article) => origins[articles[article]?.origin]?.articles ?? [article];
