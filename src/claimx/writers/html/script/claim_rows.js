// One claim in the list: folded, opened, and its narrower claims beneath it. Rows are made once and kept.

const rows = new Map();

function claimRow(place) {
  if (!rows.has(place)) rows.set(place, makeRow(place));
  return rows.get(place);
}

function makeRow(place) {
  const claim = claims[place],
    body = el("div", { class: "body", id: `body-${place}`, hidden: true });
  const button = el(
    "button",
    {
      type: "button",
      class: "toggle",
      "aria-expanded": "false",
      "aria-controls": body.id,
      onclick: () => openClaim(place, body.hidden),
    },
    el("span", { class: "number" }, claim.number),
    el("span", { class: "text", dir: "auto", lang: claim.language || null }, claim.text),
  );
  const nested = el("ol", {
    class: "claims nested",
    id: `nested-${place}`,
    hidden: true,
    "aria-label": `In detail beneath ${claim.number}`,
  });
  const row = el(
    "li",
    { class: `claim ${claim.status}`, id: `claim-${place}` },
    el(
      "div",
      { class: "head" },
      el(
        "div",
        { class: "what" },
        el("h3", {}, button),
        metaLine(place, nested),
        el("p", { class: "within note", hidden: true }),
      ),
      matrixRow(claim),
    ),
    body,
    nested,
  );
  row.querySelector(".cells").addEventListener("click", (event) => openAt(place, event));
  return row;
}

function metaLine(place, nested) {
  const claim = claims[place];
  const denied = (claim.holders.D ?? []).map(holderName);
  return el(
    "p",
    { class: "meta" },
    el("span", { class: "status" }, STATUSES[claim.status]),
    el("span", {}, reachInWords(claim.reach)),
    denied.length > 0 &&
      el(
        "span",
        { class: "denied" },
        "denied by ",
        el("bdi", {}, denied.slice(0, 2).join(", ")),
        denied.length > 2 && ` and ${denied.length - 2} more`,
      ),
    claim.narrower.length > 0 &&
      el(
        "button",
        {
          type: "button",
          class: "quiet details",
          "aria-expanded": "false",
          "aria-controls": nested.id,
          "aria-label": `${count(claim.narrower.length, "claim")} in detail beneath ${claim.number}`,
          onclick: () => openNested(place, nested.hidden),
        },
        `${claim.narrower.length} in detail`,
      ),
  );
}

/** Open or close a claim; what it shows is made when it is first opened. */
function openClaim(place, open) {
  const row = claimRow(place),
    body = row.querySelector(":scope > .body");
  if (open && !body.hasChildNodes()) body.append(claimDetails(place));
  body.hidden = !open;
  row.classList.toggle("open", open);
  row.querySelector(".toggle").setAttribute("aria-expanded", String(open));
}

function openNested(place, open) {
  const row = claimRow(place),
    nested = row.querySelector(":scope > .nested");
  if (open && !nested.hasChildNodes()) nested.append(...claims[place].narrower.map(claimRow));
  nested.hidden = !open;
  row.querySelector(".details").setAttribute("aria-expanded", String(open));
}

/** A click on a sign of the matrix opens the claim at that article. */
function openAt(place, event) {
  const item = event.target.closest("li");
  if (!item) return;
  openClaim(place, true);
  const article = index.order[Number(item.style.getPropertyValue("--column")) - 1];
  claimRow(place).querySelector(`.appearance[data-article="${article}"]`)?.scrollIntoView({ block: "center" });
}
