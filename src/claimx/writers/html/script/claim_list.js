// The list of claims with its filters. A page of it is drawn at a time, so that a thousand claims open as fast as ten.

const PAGE = 40;
let drawn = PAGE;

function drawClaims() {
  const found = chooseClaims(),
    all = chosen.scope === "top" ? tops.length : claims.length;
  at("claim-list").replaceChildren(
    ...found.slice(0, drawn).map(({ place, itself, beneath }) => {
      const row = claimRow(place),
        note = row.querySelector(":scope > .head .within");
      note.hidden = !beneath;
      note.textContent = beneath ? `${itself ? "Also matches" : "Matches"} in ${count(beneath, "claim")} beneath.` : "";
      return row;
    }),
  );
  const kind = chosen.scope === "top" ? "claims at the top" : "claims";
  at("shown").textContent = found.length
    ? `${found.length} of ${all} ${kind}`
    : `None of ${all} ${kind} fits the filters.`;
  at("more").hidden = found.length <= drawn;
  at("more").textContent = `Show ${Math.min(PAGE, found.length - drawn)} more of ${found.length}`;
}

function choose(changes) {
  Object.assign(chosen, changes);
  drawn = PAGE;
  drawClaims();
}

function setUpClaims() {
  at("legend").append(...legend().flat().filter(Boolean));
  at("columns").append(...matrixHead().flat());
  at("claims").style.setProperty("--bands", bandsInStyle());
  setUpFilters();
  at("more").addEventListener("click", () => {
    const first = drawn;
    drawn += PAGE;
    drawClaims();
    at("claim-list").children[first]?.querySelector(".toggle").focus();
  });
  at("open-all").addEventListener("click", () => shownPlaces().forEach((place) => openClaim(place, true)));
  at("close-all").addEventListener("click", () => shownPlaces().forEach((place) => openClaim(place, false)));
  at("claim-list").addEventListener("keydown", walk);
  new ResizeObserver(fitMatrix).observe(at("claims"));
  drawClaims();
}

function setUpFilters() {
  at("article-filter").append(
    ...index.order.map((article) => el("option", { value: article }, shorten(publisherOf(article), 60))),
  );
  const spoken = [...sources.keys()].sort((a, b) => sources[a].name.localeCompare(sources[b].name));
  at("holder-filter").append(
    el("option", { value: -1 }, "articles in their own voice"),
    ...spoken.map((source) => el("option", { value: source }, shorten(sources[source].name, 60))),
  );
  at("statuses").append(
    ...Object.entries(STATUSES).map(([status, word]) =>
      el(
        "label",
        { class: `status-choice ${status}` },
        el("input", { type: "checkbox", value: status }),
        el("span", { class: "status" }, word),
        " ",
        el("span", { class: "note" }, tops.filter((place) => claims[place].status === status).length),
      ),
    ),
  );
  const number = (value) => (value === "" ? null : Number(value));
  at("search").addEventListener("input", (event) =>
    choose({ words: fold(event.target.value).split(/\s+/).filter(Boolean) }),
  );
  at("article-filter").addEventListener("change", (event) => choose({ article: number(event.target.value) }));
  at("holder-filter").addEventListener("change", (event) => choose({ holder: number(event.target.value) }));
  at("order").addEventListener("change", (event) => choose({ order: event.target.value }));
  at("scope").addEventListener("change", (event) => choose({ scope: event.target.value }));
  at("statuses").addEventListener("change", () =>
    choose({ statuses: new Set([...at("statuses").querySelectorAll("input:checked")].map((box) => box.value)) }),
  );
}

const shownPlaces = () => [...at("claim-list").children].map((row) => Number(row.id.slice("claim-".length)));

/** Up and down go from claim to claim, beside what Tab does. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches(".toggle")) return;
  const toggles = [...at("claim-list").querySelectorAll(".toggle")].filter((toggle) => toggle.checkVisibility());
  toggles[toggles.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}

/** Beside the claims where there is room, beneath them where there is not, and as a list on a phone. */
function fitMatrix() {
  const width = at("claims").clientWidth,
    columns = articles.length;
  const place =
    width >= 520 + columns * 30 ? "beside" : width >= 60 + columns * 22 && width >= 600 ? "beneath" : "listed";
  at("claims").dataset.matrix = place;
  at("claims").classList.toggle("columned", place !== "listed");
  at("claims").classList.toggle("many", columns > 12);
  at("claims").style.setProperty("--columns", columns);
}

/** Rows out of sight have no height yet: what is scrolled past gets one, and moves the goal. */
function scrollToRow(row, tries = 4) {
  row.scrollIntoView({ block: "start" });
  if (tries > 0) requestAnimationFrame(() => scrollToRow(row, tries - 1));
}

/** Show a claim wherever it stands: filters are taken off, and what it stands beneath is opened. */
function revealClaim(place) {
  const above = [];
  for (let parent = claims[place].parent; parent !== null; parent = claims[parent].parent) above.unshift(parent);
  const top = above[0] ?? place;
  if (!shownPlaces().includes(top)) {
    for (const id of ["search", "article-filter", "holder-filter"]) at(id).value = "";
    for (const box of at("statuses").querySelectorAll("input")) box.checked = false;
    at("scope").value = "top";
    Object.assign(chosen, { words: [], article: null, holder: null, statuses: new Set(), scope: "top" });
    drawn = Math.max(PAGE, chooseClaims().findIndex((one) => one.place === top) + 1);
    drawClaims();
  }
  for (const one of above) openNested(one, true);
  openClaim(place, true);
  claimRow(place).querySelector(".toggle").focus({ preventScroll: true });
  scrollToRow(claimRow(place));
}
