// Which claims are shown, and in which order. All of it works on the data, never on what is drawn.

const haystacks = claims.map((claim) =>
  fold(
    [
      claim.number,
      claim.text,
      ...Object.values(claim.holders)
        .flat()
        .filter((one) => one >= 0)
        .map(holderName),
    ].join(" "),
  ),
);
const chosen = { words: [], article: null, holder: null, statuses: new Set(), order: "salience", scope: "top" };

function matches(place) {
  const claim = claims[place];
  return (
    chosen.words.every((word) => haystacks[place].includes(word)) &&
    (chosen.article === null || claim.cells.some((cell) => cell.article === chosen.article)) &&
    (chosen.holder === null || Object.values(claim.holders).some((held) => held.includes(chosen.holder)))
  );
}

/** How many claims beneath this one match. */
function matchesBeneath(place) {
  return claims[place].narrower.reduce((sum, one) => sum + (matches(one) ? 1 : 0) + matchesBeneath(one), 0);
}

const ORDERS = {
  salience: () => 0,
  newest: (a, b) => (claims[b].moment ?? -Infinity) - (claims[a].moment ?? -Infinity) || 0,
  publishers: (a, b) => claims[b].reach[0] - claims[a].reach[0],
};

/** The claims to show, each with how many beneath it match where it does not itself. */
function chooseClaims() {
  const narrowed = chosen.words.length > 0 || chosen.article !== null || chosen.holder !== null;
  const found = [];
  for (const place of chosen.scope === "top" ? tops : claims.keys()) {
    if (chosen.statuses.size > 0 && !chosen.statuses.has(claims[place].status)) continue;
    const itself = matches(place);
    const beneath = narrowed && chosen.scope === "top" ? matchesBeneath(place) : 0;
    if (itself || beneath) found.push({ place, itself, beneath });
  }
  return found.sort((a, b) => ORDERS[chosen.order](a.place, b.place));
}
