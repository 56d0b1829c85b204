// The articles: a list, copies under their origin, and one article at a time with what was read in it.

let shownArticle = null;

function setUpArticles() {
  const groups = new Map();
  for (const article of index.order) {
    const key = articles[article].origin ?? `alone ${article}`;
    groups.set(key, [...(groups.get(key) ?? []), article]);
  }
  at("article-list").append(
    ...[...groups.values()].map((group) =>
      el(
        "div",
        { class: group.length > 1 ? "copies" : null },
        group.length > 1 && el("p", { class: "note" }, `One text in ${group.length} articles`),
        el("ul", {}, group.map(articleEntry)),
      ),
    ),
  );
  for (const name of ["pointerover", "focusin"]) at("article").addEventListener(name, lightUp);
}

function articleEntry(place) {
  const article = articles[place];
  return el(
    "li",
    {},
    el(
      "a",
      { href: `#article=${encodeURIComponent(article.id)}`, id: `entry-${place}` },
      el("bdi", { class: "publisher" }, article.publisher),
      el("bdi", { class: "headline", lang: article.language || null }, article.headline || article.id),
      el(
        "span",
        { class: "note" },
        [article.published, count(article.claims, "claim"), ...leftOver(article)].join(" · "),
      ),
    ),
  );
}

function leftOver(article) {
  return [
    article.state !== "done" && article.state,
    article.unread > 0 && `${article.unread} unread`,
    article.rejected.length > 0 && `${article.rejected.length} rejected`,
    article.suspicious.length > 0 && `${article.suspicious.length} suspicious`,
  ].filter(Boolean);
}

/** Show an article, at the first words of a claim if one is given. */
function showArticle(place, claim = null) {
  if (shownArticle !== place) {
    at("article").replaceChildren(...articlePage(place));
    at(`entry-${shownArticle}`)?.removeAttribute("aria-current");
    at(`entry-${place}`).setAttribute("aria-current", "true");
    shownArticle = place;
  }
  at("article").querySelector(".back")?.remove();
  light(claim);
  if (claim === null) return;
  at("article").prepend(el("p", { class: "back" }, "Evidence for ", claimLink(claim)));
  at("article").querySelector("mark.lit")?.scrollIntoView({ block: "center" });
}

function articlePage(place) {
  const article = articles[place],
    text = textOf(place);
  return [
    el(
      "header",
      {},
      el("p", { class: "where" }, el("bdi", { class: "publisher" }, article.publisher), ` ${article.published}`),
      el("h3", { dir: "auto", lang: article.language || null, tabindex: -1 }, article.headline || article.id),
      article.byline && el("p", { class: "note", dir: "auto" }, article.byline),
      el(
        "p",
        { class: "note" },
        article.url && [linkOut(article.href, article.url), " · "],
        article.path && [el("bdi", {}, article.path), " · "],
        article.language && `${article.language} · `,
        [count(article.claims, "claim"), ...leftOver(article)].join(" · "),
      ),
      copiesNote(place),
    ),
    article.suspicious.length > 0 &&
      el(
        "div",
        { class: "notice failure" },
        el("h4", {}, "Suspicious characters"),
        el(
          "ul",
          {},
          article.suspicious.map((why) => el("li", { dir: "auto" }, why)),
        ),
      ),
    article.rejected.length > 0 &&
      el(
        "details",
        { class: "notice caution" },
        el("summary", {}, `${article.rejected.length} rejected: found, and not kept`),
        el(
          "ul",
          {},
          article.rejected.map(([reason, words]) =>
            el("li", { dir: "auto" }, words && `“${words}” `, el("span", { class: "note" }, reason)),
          ),
        ),
      ),
    text
      ? [
          textLegend(text),
          el("div", { class: "fulltext", dir: "auto", lang: article.language || null }, fullText(text, place)),
        ]
      : el(
          "p",
          { class: "notice caution" },
          "The full texts were left out of this page. What is quoted stands with each claim.",
        ),
  ]
    .flat(Infinity)
    .filter(Boolean);
}

function copiesNote(place) {
  const others = copiesOf(place).filter((one) => one !== place);
  return (
    others.length > 0 &&
    el(
      "p",
      { class: "note" },
      "Carries one text with ",
      others.map((one, nth) => [
        nth > 0 && ", ",
        el("a", { href: `#article=${encodeURIComponent(articles[one].id)}` }, el("bdi", {}, publisherOf(one))),
      ]),
    )
  );
}

function textLegend(text) {
  const has = (name) => text.some((piece) => piece.as_?.includes(name));
  return el(
    "p",
    { class: "legend" },
    LETTERS.filter((letter) => text.some((piece) => piece.letters?.startsWith(letter))).map((letter) =>
      el("span", {}, el("mark", { class: `read m${letter}` }, LABELS[letter])),
    ),
    has("unread") && el("span", {}, el("span", { class: "unread" }, "unread")),
    has("furniture") && el("span", {}, el("span", { class: "furniture" }, "furniture")),
    text.some((piece) => piece.why) && el("span", {}, el("span", { class: "suspicious" }, "suspicious")),
    el("span", { class: "note" }, "small numbers lead to the claims"),
  );
}

function lightUp(event) {
  const reference = event.target.closest(".reference");
  if (reference) light(Number(reference.dataset.claim));
}

/** Light up the evidence of one claim. */
function light(claim) {
  for (const mark of at("article").querySelectorAll("mark[data-claims]")) {
    mark.classList.toggle("lit", claim !== null && mark.dataset.claims.split(" ").includes(String(claim)));
  }
}
