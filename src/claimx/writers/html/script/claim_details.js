// What a claim shows once it is opened.

function claimDetails(place) {
  const claim = claims[place],
    detail = detailsOf(place);
  return el(
    "div",
    { class: "opened" },
    el(
      "div",
      { class: "appearances" },
      el("h4", {}, `In the words of ${count(new Set(detail.appearances.map((one) => one.article)).size, "article")}`),
      appearancesByOrigin(place),
    ),
    el(
      "div",
      { class: "about" },
      holders(claim),
      variants(detail.variants),
      course(detail.course),
      relations(detail.relations),
      merges(detail.merges),
    ),
  );
}

function holders(claim) {
  return LETTERS.filter((letter) => claim.holders[letter]).map((letter) =>
    el(
      "section",
      { class: "holders" },
      el("h4", {}, stanceSign(letter, false), ` ${HELD[letter]}`),
      el(
        "ul",
        {},
        claim.holders[letter].map((source) =>
          el(
            "li",
            {},
            el("bdi", { class: source >= 0 && !sources[source].named ? "unnamed" : null }, holderName(source)),
            source >= 0 &&
              sources[source].about &&
              el("span", { class: "note" }, " ", el("bdi", {}, sources[source].about)),
            source >= 0 && !sources[source].named && el("span", { class: "note" }, " unnamed"),
          ),
        ),
      ),
    ),
  );
}

function variants(found) {
  return found.map((variant) =>
    el(
      "section",
      { class: variant.compatible ? "variant" : "variant conflict" },
      table(
        variantTitle(variant),
        ["Value", "Given by"],
        variant.values.map((value) => [
          value.change.length ? wording(value.change) : value.value,
          [...new Set(value.articles.map(publisherOf))].join(", "),
        ]),
      ),
      el("p", { class: "note", dir: "auto" }, variant.why),
    ),
  );
}

function variantTitle(variant) {
  if (!variant.compatible) return `Differs in ${variant.kind}`;
  const changed = variant.values.some((value) => value.change.length);
  return `${cap(variant.kind)} given as${changed ? ", with what was changed against the first" : ""}`;
}

function course(steps) {
  if (steps.length < 2) return null;
  return el(
    "section",
    {},
    table(
      "How it went (UTC)",
      ["Published", "What happened", "By"],
      steps.map((step) => [
        el("time", {}, step.published),
        [stanceSign(step.letter, false), ` ${CHANGES[step.change]}`, step.detail && ` (${step.detail})`],
        [el("bdi", {}, step.who), el("span", { class: "note" }, " ", el("bdi", {}, publisherOf(step.article)))],
      ]),
    ),
  );
}

function relations(found) {
  if (!found.length) return null;
  return el(
    "section",
    {},
    el("h4", {}, "Related claims"),
    el(
      "ul",
      {},
      found.map((relation) =>
        el(
          "li",
          {},
          `${RELATIONS[relation.kind][relation.forward ? 0 : 1]} `,
          claimLink(relation.claim),
          relation.why && el("span", { class: "note", dir: "auto" }, ` ${relation.why}`),
        ),
      ),
    ),
  );
}

function claimLink(place) {
  const { id, number, text } = claims[place];
  return el("a", { href: `#claim=${encodeURIComponent(id)}` }, `${number} `, el("bdi", {}, text));
}

function merges(found) {
  if (!found.length) return null;
  return el(
    "details",
    { class: "merges" },
    el("summary", {}, `Why these are one claim (${count(found.length, "join")})`),
    el(
      "ul",
      {},
      found.map((merge) =>
        el(
          "li",
          {},
          el("bdi", {}, publisherOf(merge.a)),
          " + ",
          el("bdi", {}, publisherOf(merge.b)),
          el(
            "span",
            { class: "note" },
            ` by ${merge.method}${merge.score === null ? "" : `, ${merge.score}`}: `,
            el("bdi", {}, merge.why),
          ),
        ),
      ),
    ),
  );
}
