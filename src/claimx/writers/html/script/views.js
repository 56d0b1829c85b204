// Which view is shown: the address tells it, so that links, the back button and bookmarks work.

const VIEWS = ["claims", "articles", "origins", "timeline"];
const DRAW = { origins: drawOrigins, timeline: drawTimeline };

function follow() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const article = articleById.get(wanted.get("article")),
    claim = claimById.get(wanted.get("claim"));
  if (article !== undefined) {
    showView("articles");
    showArticle(article, claim ?? null);
    if (claim === undefined) at("article").querySelector("h3").focus({ preventScroll: false });
  } else if (claim !== undefined) {
    showView("claims");
    revealClaim(claim);
  } else if (VIEWS.includes(wanted.get("view")) || !location.hash) {
    showView(wanted.get("view") ?? "claims");
    if (wanted.get("view") === "articles" && shownArticle === null && index.order.length) showArticle(index.order[0]);
  }
}

function showView(name) {
  for (const view of VIEWS) at(view).hidden = view !== name;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#view=${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  DRAW[name]?.();
}

function setUpTheme() {
  const button = at("theme"),
    dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const name = () => (button.textContent = isDark() ? "Light" : "Dark");
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    name();
  });
  dark.addEventListener("change", name);
  button.hidden = false;
  name();
}

setUpTheme();
setUpClaims();
setUpArticles();
document.querySelector(".views").hidden = false;
addEventListener("hashchange", follow);
let redraw = 0;
addEventListener("resize", () => {
  clearTimeout(redraw);
  redraw = setTimeout(() => VIEWS.filter((view) => !at(view).hidden).forEach((view) => DRAW[view]?.()), 150);
});
follow();
if (at("claims").hidden && VIEWS.every((view) => at(view).hidden)) showView("claims");
document.documentElement.dataset.ready = "true";
