// The words of a claim: by origin, by article, by appearance, by who says so.

/** Appearances in the order of the matrix, those of one origin together. */
function appearancesByOrigin(place) {
  const ordered = detailsOf(place).appearances.toSorted(
    (a, b) => (columnOf.get(a.article) ?? 0) - (columnOf.get(b.article) ?? 0),
  );
  return gather(ordered, (one) => articles[one.article]?.origin ?? `alone ${one.article}`).map((group) =>
    originGroup(group, place),
  );
}

/** Lists of what has the same key, in the order in which the keys come up. */
function gather(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

function originGroup(group, place) {
  const byArticle = gather(group, (one) => one.article);
  const copied = byArticle.length > 1;
  return el(
    "div",
    { class: copied ? "copies" : null },
    copied &&
      el("p", { class: "note" }, `One text in ${byArticle.length} articles: one origin, however often it is printed.`),
    byArticle.map((appearances) => articleGroup(appearances, place)),
  );
}

function articleGroup(appearances, place) {
  const { article } = appearances[0],
    row = articles[article];
  const target = row && `#article=${encodeURIComponent(row.id)}&claim=${encodeURIComponent(claims[place].id)}`;
  return el(
    "div",
    { class: "appearance", "data-article": article },
    el(
      "p",
      { class: "where" },
      el("a", { href: target, class: "publisher" }, el("bdi", {}, publisherOf(article))),
      row && ` ${row.published}`,
    ),
    appearances.map((one) => [
      el(
        "p",
        { class: "restated", dir: "auto" },
        one.text !== claims[place].text && one.text,
        one.when && el("span", { class: "when" }, "time given: ", el("bdi", {}, one.when)),
      ),
      one.extra && ownFields(one.extra),
      one.stances.map((stance) => [stanceLine(stance), excerpt(stance.excerpt, row?.language)]),
    ]),
  );
}

/** Fields that are somebody's own: "topic: trade". */
function ownFields(extra) {
  return el(
    "dl",
    { class: "extra" },
    extra.map(([name, words]) => el("div", {}, el("dt", {}, el("bdi", {}, name)), el("dd", { dir: "auto" }, words))),
  );
}

/** Who says so, through whom: "The Post ← two officials ← an aide". */
function stanceLine(stance) {
  const notes = [
    stance.own && "in its own voice",
    stance.certainty !== "unspecified" && stance.certainty,
    stance.mode && MODES[stance.mode],
    !stance.named && "unnamed",
    stance.said_at && `said ${stance.said_at}`,
    ALIGNMENTS[stance.alignment],
  ].filter(Boolean);
  return el(
    "p",
    { class: "said" },
    stanceSign(stance.letter, stance.own),
    el("span", { class: "unseen" }, `${LABELS[stance.letter]}: `),
    " ",
    stance.chain.map((name, step) => [step > 0 && arrow(), el("bdi", {}, name)]),
    notes.length > 0 && el("span", { class: "note" }, ` ${notes.join(", ")}`),
  );
}

function arrow() {
  return el(
    "span",
    { class: "arrow" },
    el("span", { class: "unseen" }, " citing "),
    el("span", { "aria-hidden": "true" }, " ← "),
  );
}
