// When each claim at the top was first made, denied, changed: a row a claim, a sign a step, by date of publication.

const STEP_ROW = 30,
  SIGN = 16,
  TIMELINE_ROWS = 40;
// Where an article takes several steps with one claim, the one that matters most is drawn.
const WEIGHT = [
  "repeated",
  "commented",
  "queried",
  "hardened",
  "softened",
  "first",
  "updated",
  "corrected",
  "denied",
  "withdrawn",
];

function drawTimeline() {
  const width = Math.max(560, at("timeline-picture").clientWidth);
  const shown = tops.slice(0, TIMELINE_ROWS);
  const moments = shown
    .flatMap((place) => detailsOf(place).course.map((step) => step.moment))
    .filter((moment) => moment !== null);
  at("timeline-picture").replaceChildren(
    moments.length
      ? timelinePicture(shown, width, Math.min(...moments), Math.max(...moments))
      : el("p", { class: "note" }, "No article says when it was published."),
  );
  at("timeline-list").replaceChildren(
    tops.length > shown.length
      ? el("p", { class: "note" }, `The first ${shown.length} of ${tops.length} claims at the top are drawn.`)
      : "",
    timelineTable(shown),
  );
}

function timelinePicture(shown, width, from, to) {
  const left = Math.min(420, width * 0.42),
    undated = shown.some((place) => detailsOf(place).course.some((step) => step.moment === null));
  const right = width - (undated ? 90 : 24),
    span = Math.max(1, to - from),
    top = 44;
  const x = (moment) => (moment === null ? width - 44 : left + 18 + ((moment - from) / span) * (right - left - 36));
  const height = top + shown.length * STEP_ROW + 8;
  return svg(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "group",
      "aria-label": "Claims by row, with a sign for each step; the table below says the same in words",
    },
    ticks(from, to, Math.max(2, Math.floor((right - left) / 100))).map((moment) =>
      svg(
        "g",
        {},
        svg("line", { class: "tick", x1: x(moment), x2: x(moment), y1: top - 8, y2: height }),
        svg("text", { class: "axis", x: x(moment), y: top - 14, "text-anchor": "middle" }, inUtc(moment)),
      ),
    ),
    undated && svg("text", { class: "axis", x: width - 44, y: top - 14, "text-anchor": "middle" }, "no date"),
    shown.map((place, row) => timelineRow(place, top + row * STEP_ROW + STEP_ROW / 2, left, width, x)),
  );
}

function timelineRow(place, y, left, width, x) {
  const claim = claims[place],
    steps = mainSteps(detailsOf(place).course);
  const placed = spread(
    steps.map((step) => x(step.moment)),
    width - SIGN,
  );
  return svg(
    "g",
    { class: `line ${claim.status}` },
    svg("line", { class: "track", x1: left, x2: width - 8, y1: y, y2: y }),
    svg(
      "a",
      { href: `#claim=${encodeURIComponent(claim.id)}` },
      svg("text", { x: 4, y: y + 4 }, `${claim.number}  ${fit(claim.text, left - 40)}`),
    ),
    steps.map((step, nth) =>
      svg(
        "g",
        { class: `sign ${step.letter} ${step.change}`, "aria-hidden": "true" },
        signShape(step.letter, placed[nth], y),
        svg("text", { x: placed[nth], y: y + 4, "text-anchor": "middle" }, step.letter),
        svg(
          "title",
          {},
          `${step.published} ${publisherOf(step.article)}: ${CHANGES[step.change]} by ${step.who}${step.detail ? ` (${step.detail})` : ""}`,
        ),
      ),
    ),
  );
}

/** The shapes of the matrix: circle, square, diamond, and a box with round ends. */
function signShape(letter, x, y) {
  const half = SIGN / 2;
  if (letter === "S") return svg("circle", { cx: x, cy: y, r: half });
  if (letter === "Q")
    return svg("path", { d: `M${x} ${y - half - 2}L${x + half + 2} ${y}L${x} ${y + half + 2}L${x - half - 2} ${y}z` });
  return svg("rect", { x: x - half, y: y - half, width: SIGN, height: SIGN, rx: letter === "C" ? 5 : 0 });
}

/** One step an article: what it did that matters most. */
function mainSteps(course) {
  const main = new Map();
  for (const step of course) {
    const key = `${step.article} ${step.letter}`,
      before = main.get(key);
    if (!before || WEIGHT.indexOf(step.change) > WEIGHT.indexOf(before.change)) main.set(key, step);
  }
  return [...main.values()];
}

/** Signs of one moment stand side by side, and none beyond the edge. */
function spread(places, edge) {
  const apart = SIGN + 2;
  let last = -Infinity;
  const placed = places.map((place) => (last = Math.max(place, last + apart)));
  return placed.map((place, nth) => Math.min(place, edge - (placed.length - 1 - nth) * apart));
}

/** Round moments between the first and the last. */
function ticks(from, to, many) {
  const minute = 60e3,
    steps = [5, 15, 30, 60, 180, 360, 720, 1440, 2880, 10080, 43200, 129600, 525600].map((minutes) => minutes * minute);
  const step = steps.find((one) => (to - from) / one <= many) ?? Math.ceil((to - from) / many);
  const found = [];
  for (let moment = Math.ceil(from / step) * step; moment <= to; moment += step) found.push(moment);
  return found.length ? found : [from];
}

function inUtc(moment) {
  return new Date(moment).toLocaleString("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

function timelineTable(shown) {
  return table(
    "First made, and what followed (UTC)",
    ["Claim", "First", "By", "Then"],
    shown.map((place) => {
      const [first, ...rest] = mainSteps(detailsOf(place).course).filter((step) => step.change !== "repeated");
      return [
        claimLink(place),
        el("time", {}, first?.published ?? ""),
        first
          ? [el("bdi", {}, first.who), el("span", { class: "note" }, " ", el("bdi", {}, publisherOf(first.article)))]
          : "",
        rest.map((step) =>
          el(
            "div",
            {},
            `${step.published} ${CHANGES[step.change]} by `,
            el("bdi", {}, step.who),
            step.detail && ` (${step.detail})`,
          ),
        ),
      ];
    }),
  );
}
