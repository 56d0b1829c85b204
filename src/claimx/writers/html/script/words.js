// Words for what the data says in codes.

const STATUSES = {
  disputed: "disputed",
  varying: "varying",
  corroborated: "corroborated",
  single_origin: "single origin",
  unsupported: "unsupported",
};
const LABELS = { S: "supports", D: "denies", Q: "queries", C: "comments" };
const HELD = { S: "Supported by", D: "Denied by", Q: "Queried by", C: "Commented on by" };
const LETTERS = Object.keys(LABELS);
const RELATIONS = {
  contradicts: ["contradicts", "contradicts"],
  updates: ["is updated by", "updates"],
  narrower: ["is narrower than", "is broader than"],
  different_scope: ["has another scope than", "has another scope than"],
};
const MODES = { direct: "quoted", indirect: "reported", mixed: "partly quoted" };
const ALIGNMENTS = {
  normalized: "found but for quotation marks, dashes or spaces",
  fuzzy: "found but for a slip",
  ambiguous: "these words stand more than once in the article",
};
const CHANGES = {
  first: "first made",
  repeated: "repeated",
  hardened: "hardened",
  softened: "softened",
  denied: "denied",
  queried: "queried",
  commented: "commented on",
  updated: "updated",
  corrected: "corrected",
  withdrawn: "withdrawn",
};

const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const cap = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** At most `length` characters, cut at a character and not within one. */
function shorten(text, length) {
  const characters = Array.from(text);
  return characters.length > length
    ? characters
        .slice(0, length - 1)
        .join("")
        .trimEnd() + "…"
    : text;
}

/** As much of a text as goes into so many pixels of a picture; an ideograph is as wide as two letters. */
function fit(text, pixels) {
  let room = pixels;
  const fitting = Array.from(text).findIndex((character) => (room -= character > "\u2e7f" ? 13.5 : 7.2) < 0);
  return fitting < 0 ? text : shorten(text, fitting);
}

/** What is compared when somebody searches: small letters without accents. */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function reachInWords([publishers, independent, named, unnamed]) {
  if (!publishers) return "supported by nobody";
  return `${count(publishers, "publisher")} · ${count(independent, "origin")} · ${named} named · ${unnamed} unnamed`;
}
