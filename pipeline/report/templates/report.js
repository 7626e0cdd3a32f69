// Filters, search and the chosen value, all kept in the URL (after #), so that a link shows what its sender saw.

const form = document.getElementById("filters");
const listed = {
  finding: [...document.querySelectorAll(".finding")],
  item: [...document.querySelectorAll("article.item")],
  claim: [...document.querySelectorAll(".claim")],
};
const choices = ["severity", "verdict"].map((name) => [name, [...document.querySelectorAll(`input[name="${name}"]`)]]);
const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();

const texts = new WeakMap();
function textOf(node) {
  if (!texts.has(node)) {
    const copy = [...node.children].filter((child) => child.tagName !== "SCRIPT").map((child) => child.textContent);
    texts.set(node, plain(copy.join(" ")));
  }
  return texts.get(node);
}

let at = "";

// ---- the URL

/** What is chosen, as the part of the URL after #; what is as at first is left out. */
function written() {
  const state = new URLSearchParams();
  for (const name of ["q", "page", "code"]) {
    const field = form.elements[name];
    if (field && field.value) state.set(name, field.value);
  }
  if (form.elements.flagged && form.elements.flagged.checked) state.set("flagged", "1");
  for (const [name, boxes] of choices) {
    const on = boxes.filter((box) => box.checked).map((box) => box.value);
    if (on.length < boxes.length) state.set(name, on.join(".") || "none");
  }
  if (at) state.set("at", at);
  return `#${state}`;
}

/** Sets the filters as the URL says, and gives the place that it names. A plain #place names a place only. */
function readUrl() {
  const hash = decodeURIComponent(location.hash.slice(1));
  if (hash && !hash.includes("=")) return hash;
  const state = new URLSearchParams(location.hash.slice(1));
  for (const name of ["q", "page", "code"]) {
    if (form.elements[name]) form.elements[name].value = state.get(name) || "";
  }
  if (form.elements.flagged) form.elements.flagged.checked = state.has("flagged");
  for (const [name, boxes] of choices) {
    const on = state.has(name) ? state.get(name).split(".") : null;
    for (const box of boxes) box.checked = !on || on.includes(box.value);
  }
  return state.get("at") || "";
}

const keep = () => history.replaceState(null, "", written());

// ---- filtering

function apply() {
  const chosen = Object.fromEntries(choices.map(([name, boxes]) => [name, boxes.filter((b) => b.checked).map((b) => b.value)]));
  const sought = plain(form.elements.q.value).split(/\s+/).filter(Boolean);
  const page = form.elements.page.value;
  const code = form.elements.code ? form.elements.code.value : "";
  const flagged = Boolean(form.elements.flagged && form.elements.flagged.checked);
  const fits = (node) =>
    (!page || node.dataset.pages.split(" ").includes(page)) && (!sought.length || sought.every((w) => textOf(node).includes(w)));
  const tests = {
    finding: (node) => chosen.severity.includes(node.dataset.severity) && (!code || node.dataset.code === code) && fits(node),
    item: (node) => (!flagged || "flagged" in node.dataset) && fits(node),
    claim: (node) => chosen.verdict.includes(node.dataset.verdict) && fits(node),
  };
  for (const [kind, nodes] of Object.entries(listed)) {
    for (const node of nodes) node.hidden = !tests[kind](node);
    const shown = nodes.filter((node) => !node.hidden).length;
    for (const output of document.querySelectorAll(`[data-count="${kind}"]`)) {
      output.textContent = fill(words.shown, { shown, all: nodes.length });
    }
    for (const line of document.querySelectorAll(`[data-nothing="${kind}"]`)) line.hidden = shown > 0 || !nodes.length;
  }
  for (const row of document.querySelectorAll(".entry")) row.hidden = document.getElementById(row.dataset.of).hidden;
  const narrowed = Boolean(sought.length || page || code);
  for (const group of document.querySelectorAll(".group")) {
    group.hidden = !group.querySelector(".finding:not([hidden])");
    if (narrowed) group.open = true;
  }
}

// ---- places

/** Goes to a place by its id: a value is chosen, whatever hides it is opened, and it gets the focus. */
function go(id, focus = true) {
  const target = id && document.getElementById(id);
  at = target ? id : "";
  if (!target) return;
  for (let up = target; up; up = up.parentElement) {
    if (up.hidden) up.hidden = false;
    if (up.tagName === "DETAILS") up.open = true;
  }
  if (target.matches(".data [data-box]")) choose(target);
  if (focus) target.focus({ preventScroll: true });
  reveal(target);
  requestAnimationFrame(() => reveal(target)); // what comes into sight gets its true height only then
}

/** A value is scrolled to with its whole table where that fits the window, else to the middle. */
function reveal(target) {
  const article = target.matches(".data [data-box]") ? articleOf(target) : null;
  const fits = article && article.getBoundingClientRect().height < innerHeight * 0.85;
  (fits ? article : target).scrollIntoView({ block: article && !fits ? "center" : "start", inline: "nearest" });
  if (article) target.scrollIntoView({ block: "nearest", inline: "nearest" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.hash.slice(1));
  history.pushState(null, "", written());
});

function restore() {
  const place = readUrl();
  apply();
  go(place);
}

addEventListener("popstate", restore);
for (const change of ["input", "change"]) {
  document.addEventListener(change, (event) => {
    if (event.target.form !== form) return;
    apply();
    keep();
  });
}
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () =>
  setTimeout(() => {
    apply();
    keep();
  }),
);

// ---- colours, printing, beginning

const THEMES = ["auto", "light", "dark"];
const themeButton = document.getElementById("theme");
function paint(theme) {
  document.documentElement.dataset.theme = theme;
  themeButton.textContent = words[`theme_${theme}`];
}
themeButton.addEventListener("click", () => {
  paint(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]);
});
paint("auto");

/** What has to be scrolled can be reached by Tab, so that the arrow keys scroll it; what fits is no stop. */
function stops(part) {
  const frames = [...part.querySelectorAll(".paper, .scroll")];
  const scrolls = frames.map((frame) => frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight);
  frames.forEach((frame, index) => {
    if (scrolls[index] && !frame.querySelector("[tabindex]")) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  });
}

// Only what is near the window is measured: a report of hundreds of pages is laid out as it is scrolled through.
const near = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => stops(entry.target)),
  { rootMargin: "50%" },
);
document.querySelectorAll("article.item, .finding, #glance, #claims, #not-checked").forEach((part) => near.observe(part));

addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((group) => (group.open = true)));

document.documentElement.classList.add("scripted");
for (const article of listed.item) {
  linkArticle(article, (cell) => {
    choose(cell);
    at = cell.id;
    keep();
  });
}
restore();
