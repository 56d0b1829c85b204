// Elements are made here and nowhere else: text goes in as text, and attributes are ours by name.

const SVG = "http://www.w3.org/2000/svg";

/** An element; children are elements, texts, or lists of them; null and false are left out. */
function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** The element of this id in the page. */
function at(id) {
  return document.getElementById(id);
}

function table(caption, headers, rows) {
  return el(
    "table",
    {},
    el("caption", {}, caption),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        headers.map((header) => el("th", { scope: "col" }, header)),
      ),
    ),
    el(
      "tbody",
      {},
      rows.map((cells) =>
        el(
          "tr",
          {},
          cells.map((cell) => el("td", { dir: "auto" }, cell)),
        ),
      ),
    ),
  );
}

/** A link out of the page. Python lets only plain http and https through; the browser's own reading decides again. */
function linkOut(href, text) {
  const url = href && URL.canParse(href) ? new URL(href) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return el("span", { class: "address" }, text);
  return el("a", { class: "address", href: url.href, rel: "noopener noreferrer nofollow" }, text);
}
