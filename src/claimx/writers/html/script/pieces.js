// Pieces of articles. Python has cut them, in code points; here nothing counts characters.

const PIECE_TITLES = { evidence: "evidence", cue: "who says so", hedge: "hedge" };

/** An excerpt: evidence marked, cues and hedges told apart by their underline. */
function excerpt(pieces, language) {
  return el(
    "blockquote",
    { dir: "auto", lang: language || null },
    pieces.map((piece) => {
      if (!piece.as_) return piece.text;
      if (piece.as_ === "gap") return el("span", { class: "gap" }, piece.text);
      const names = piece.as_.split(" ");
      const title = names.map((name) => PIECE_TITLES[name]).join(", ");
      return el(names.includes("evidence") ? "mark" : "span", { class: names.join(" "), title }, piece.text);
    }),
  );
}

/** A whole text; after each stretch of evidence stand the numbers of the claims that rest on it. */
function fullText(pieces, article) {
  return pieces.map((piece) => {
    const classes = [
      piece.as_,
      piece.why && "suspicious",
      piece.letters && `read m${piece.letters[0]}`,
      piece.claims?.length > 1 && "deep",
    ];
    const name = classes.filter(Boolean).join(" ");
    const body = name
      ? el(
          piece.claims ? "mark" : "span",
          { class: name, title: pieceTitle(piece), "data-claims": piece.claims?.join(" ") },
          piece.text,
        )
      : piece.text;
    return [body, (piece.ends ?? []).map((claim) => reference(claim, article))];
  });
}

function pieceTitle(piece) {
  const notes = [
    piece.why && `suspicious: ${piece.why}`,
    piece.as_?.includes("unread") && "unread: ended in no claim",
    piece.as_?.includes("furniture") && "furniture: of the page, not of the article",
    ...(piece.claims ?? []).map((claim) => `${claims[claim].number}  ${shorten(claims[claim].text, 120)}`),
  ];
  return notes.filter(Boolean).join("\n") || null;
}

function reference(claim, article) {
  const { id, number, text } = claims[claim];
  return el(
    "sup",
    {},
    el(
      "a",
      {
        class: "reference",
        href: `#claim=${encodeURIComponent(id)}`,
        title: shorten(text, 160),
        "aria-label": `Claim ${number}: ${text}`,
        "data-claim": claim,
        "data-article": article,
      },
      number,
    ),
  );
}

/** A diff against the first wording. */
function wording(change) {
  const tags = { "=": "span", "-": "del", "+": "ins" };
  return change.map(([kind, text]) => [el(tags[kind], {}, text), kind === "-" && /\S$/.test(text) ? " " : null]);
}
