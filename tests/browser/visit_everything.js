// Goes where a reader can go: every claim, article and picture, over everything that reacts, then tells what is there.
async (words) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const all = (selector) => [...document.querySelectorAll(selector)];
  const go = async (hash) => {
    location.hash = hash;
    await drawn();
  };
  document.querySelector(".details").click();
  for (const toggle of all(".toggle")) toggle.click();
  for (const details of all("details")) details.open = true;
  for (const typed of [words, ""]) {
    document.getElementById("search").value = typed;
    document.getElementById("search").dispatchEvent(new Event("input"));
  }
  for (const view of ["view=origins", "view=timeline", "view=claims"]) await go(view);
  for (const link of all("#article-list a")) {
    await go(link.hash);
    for (const one of all("#article *")) one.dispatchEvent(new Event("pointerover", { bubbles: true }));
  }
  const strangers = [
    ...all("img,iframe,object,embed,video,audio,source,form,base,link,frame,template,marquee,canvas,slot"),
    ...all("meta[http-equiv]:not([http-equiv=Content-Security-Policy])"),
    ...all("script").slice(4), // three blocks of data and one script are ours
    ...all("style").slice(1),
    ...all("*").filter((one) => [...one.attributes].some(({ name }) => name.startsWith("on"))),
  ];
  return {
    ready: document.documentElement.dataset.ready,
    hit: window.hit ?? null,
    strangers: strangers.map((one) => one.outerHTML.slice(0, 120)),
    links: all("a")
      .map((link) => link.getAttribute("href"))
      .filter((href) => !href.startsWith("#")),
    text: document.querySelector("#article .fulltext").textContent,
  };
};
