// A stance as a sign: its shape and its letter tell the label, and colour only repeats it.

/** One sign; filled where the article speaks in its own voice, outlined where it says who does. */
function stanceSign(letter, own) {
  return el("span", { class: `stance ${letter}${own ? " own" : ""}`, "aria-hidden": "true" }, letter);
}

function cellInWords(cell) {
  const labels = [...cell.letters].map(
    (letter) => LABELS[letter] + (cell.own.includes(letter) ? " in its own voice" : ""),
  );
  return `${publisherOf(cell.article)}: ${labels.join(", ")}`;
}

// Columns of the matrix: articles by origin, so that copies of one text stand side by side.
const columnOf = new Map(index.order.map((article, place) => [article, place + 1]));
const bands = origins
  .filter((origin) => origin.articles.length > 1)
  .map((origin) => [columnOf.get(origin.articles[0]), origin.articles.length]);

/** The shading behind columns of one origin, as one background for every row. */
function bandsInStyle() {
  const layers = bands.map(
    ([first, width]) =>
      `linear-gradient(var(--band) 0 0) calc(var(--cell) * ${first - 1}) 0 / calc(var(--cell) * ${width}) 100% no-repeat`,
  );
  return layers.join(", ") || "none";
}

/** The row of the matrix for one claim: a list of the articles that carry it, each in its column. */
function matrixRow(claim) {
  const cells = claim.cells
    .toSorted((a, b) => columnOf.get(a.article) - columnOf.get(b.article))
    .map((cell) => {
      const words = cellInWords(cell);
      const item = el(
        "li",
        { class: cell.letters.length > 1 ? "several" : null, title: words },
        [...cell.letters].map((letter) => stanceSign(letter, cell.own.includes(letter))),
        el("span", { class: "name" }, shorten(publisherOf(cell.article), 22)),
        el("span", { class: "unseen" }, words.slice(publisherOf(cell.article).length)),
      );
      item.style.setProperty("--column", columnOf.get(cell.article));
      return item;
    });
  return el("ul", { class: "cells", "aria-label": "Stances by article" }, cells);
}

/** Names of the columns, with a bracket over copies of one text. */
function matrixHead() {
  const names = index.order.map((article) => {
    const name = el("span", { class: "column", title: publisherOf(article) }, shorten(publisherOf(article), 18));
    name.style.setProperty("--column", columnOf.get(article));
    return name;
  });
  const brackets = bands.map(([first, width]) => {
    const bracket = el("b", { class: "bracket", title: "copies of one text" });
    bracket.style.gridColumn = `${first} / span ${width}`;
    return bracket;
  });
  return [brackets, names];
}

function legend() {
  return [
    LETTERS.map((letter) => el("span", {}, stanceSign(letter, false), ` ${LABELS[letter]}`)),
    el("span", {}, stanceSign("S", true), " filled: in the article’s own voice"),
    bands.length > 0 &&
      el("span", {}, el("i", { class: "band swatch" }), " shaded together: copies of one text, one origin"),
  ];
}
