// Who is quoted where: sources on the left, articles by origin on the right, an arrow from each copy to its original.

const SOURCES_SHOWN = 24;
const ROW = 24;

function drawOrigins() {
  const width = Math.max(640, at("origin-graph").clientWidth);
  const told = index.attributions.reduce(
    (sum, [source, , times]) => sum.set(source, (sum.get(source) ?? 0) + times),
    new Map(),
  );
  const speakers = [...told.keys()].sort((a, b) => told.get(b) - told.get(a) || a - b);
  const shown = speakers.slice(0, SOURCES_SHOWN);
  at("origin-graph").replaceChildren(originPicture(shown, width));
  at("origin-list").replaceChildren(
    speakers.length > shown.length
      ? el(
          "p",
          { class: "note" },
          `The ${shown.length} sources quoted most are drawn; the table has all ${speakers.length}.`,
        )
      : "",
    el("h3", {}, "Origins"),
    el("ul", { class: "origins" }, origins.toSorted((a, b) => b.articles.length - a.articles.length).map(originEntry)),
    quotedTable(speakers, told),
  );
}

function originPicture(shown, width) {
  const left = Math.min(300, width * 0.34),
    right = width - Math.min(300, width * 0.36);
  const sourceY = new Map(shown.map((source, place) => [source, 20 + place * ROW]));
  const { articleY, boxes, bottom } = stackArticles(
    Math.min(60, Math.max(ROW, (shown.length * ROW) / (articles.length + 1))),
  );
  const height = Math.max(20 + shown.length * ROW, bottom) + 8;
  const edges = index.attributions
    .filter(([source]) => sourceY.has(source))
    .map(([source, article, times]) => {
      const [y1, y2, middle] = [sourceY.get(source), articleY.get(article), (left + right) / 2];
      return svg("path", {
        class: `edge ${sources[source].named ? "" : "unnamed"}`,
        "data-source": source,
        "data-article": article,
        "stroke-width": Math.min(6, 0.8 + Math.sqrt(times) * 0.7),
        d: `M${left + 6} ${y1}C${middle} ${y1} ${middle} ${y2} ${right - 8} ${y2}`,
      });
    });
  const links = origins
    .flatMap((origin) => derivations(origin))
    .map(([a, b]) => {
      const [y1, y2, x] = [articleY.get(a), articleY.get(b), width - 26];
      return svg("path", {
        class: "derived",
        "marker-end": "url(#arrow)",
        d: `M${x} ${y1}C${x + 24} ${y1} ${x + 24} ${y2} ${x + 2} ${y2}`,
      });
    });
  const picture = svg(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": "Sources, joined by lines to the articles that quote them; the lists below say the same in words",
    },
    svg(
      "defs",
      {},
      svg(
        "marker",
        { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
        svg("path", { class: "arrowhead", d: "M0 0L8 4L0 8z" }),
      ),
    ),
    boxes.map(([y, height_]) =>
      svg("rect", { class: "origin-box", x: right - 14, y, width: width - right + 10, height: height_, rx: 5 }),
    ),
    edges,
    links,
    shown.map((source) =>
      svg(
        "g",
        { class: "node", "data-source": source },
        svg("circle", {
          class: sources[source].named ? "dot" : "dot unnamed",
          cx: left,
          cy: sourceY.get(source),
          r: 4.5,
        }),
        svg(
          "text",
          { x: left - 10, y: sourceY.get(source) + 4, "text-anchor": "end" },
          fit(sources[source].name, left - 14),
        ),
      ),
    ),
    index.order.map((article) =>
      svg(
        "g",
        { class: "node", "data-article": article },
        svg("rect", { class: "dot", x: right - 8, y: articleY.get(article) - 4, width: 8, height: 8 }),
        svg("text", { x: right + 8, y: articleY.get(article) + 4 }, fit(publisherOf(article), width - right - 44)),
      ),
    ),
  );
  picture.addEventListener("pointerover", (event) => trace(picture, event.target.closest(".node")));
  return picture;
}

/** Heights of the articles, with a box around those of one origin. */
function stackArticles(room) {
  const articleY = new Map(),
    boxes = [];
  let y = 8,
    before = null;
  for (const article of index.order) {
    const origin = articles[article].origin;
    if (before !== null && origin !== before.origin) y += 8;
    if (before === null || origin !== before.origin) boxes.push([y, 0]);
    articleY.set(article, y + room / 2);
    y += room;
    boxes.at(-1)[1] = y - boxes.at(-1)[0];
    before = { origin };
  }
  return { articleY, boxes, bottom: y };
}

/** Pairs of copy and original, each once. */
function derivations(origin) {
  return [...new Set(origin.links.map((link) => `${link.a} ${link.b}`))].map((pair) => pair.split(" ").map(Number));
}

/** Follow one node's lines. */
function trace(picture, node) {
  picture.classList.toggle("traced", node !== null);
  const [name, value] = node ? Object.entries(node.dataset)[0] : [];
  for (const edge of picture.querySelectorAll(".edge"))
    edge.classList.toggle("lit", node !== null && edge.dataset[name] === value);
}

function originEntry(origin) {
  const names = origin.articles.map((article, place) => [
    place > 0 && ", ",
    el("a", { href: `#article=${encodeURIComponent(articles[article].id)}` }, el("bdi", {}, publisherOf(article))),
  ]);
  return el(
    "li",
    {},
    el("strong", {}, names),
    origin.articles.length > 1 && ` carry one text`,
    origin.links.length > 0 &&
      el(
        "ul",
        {},
        origin.links.map((link) =>
          el(
            "li",
            {},
            el("bdi", {}, publisherOf(link.a)),
            " derives from ",
            el("bdi", {}, publisherOf(link.b)),
            el("span", { class: "note" }, ` ${link.kind.replace("_", " ")}: `, el("bdi", {}, link.evidence)),
          ),
        ),
      ),
  );
}

function quotedTable(speakers, told) {
  const where = new Map();
  for (const [source, article] of index.attributions)
    where.set(source, [...(where.get(source) ?? []), publisherOf(article)]);
  return table(
    "Who is quoted where",
    ["Source", "Also known as", "Stances", "In"],
    speakers.map((source) => [
      [
        el("bdi", {}, sources[source].name),
        el(
          "span",
          { class: "note" },
          ` ${[sources[source].about, !sources[source].named && "unnamed"].filter(Boolean).join(", ")}`,
        ),
      ],
      sources[source].aliases.join(", "),
      String(told.get(source)),
      [...new Set(where.get(source))].join(", "),
    ]),
  );
}
