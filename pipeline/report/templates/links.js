"use strict";
// Cells and their places on the page: pointing at one shows the other; the viewer shows a page whole.

const SVG = "http://www.w3.org/2000/svg";
const words = JSON.parse(document.getElementById("words").textContent);
const fill = (text, given) => text.replace(/{(\w+)}/g, (all, name) => (name in given ? given[name] : all));
const boxOf = (cell) => cell.dataset.box.split(" ").map(Number);
const articleOf = (node) => node.closest("article.item");

const valuesRead = new WeakMap();
function valuesOf(article) {
  if (!valuesRead.has(article)) valuesRead.set(article, JSON.parse(article.querySelector("script.values").textContent));
  return valuesRead.get(article);
}

function rectangle([x0, top, x1, bottom]) {
  const rect = document.createElementNS(SVG, "rect");
  const shape = { x: x0 - 1.5, y: top - 1.5, width: x1 - x0 + 3, height: bottom - top + 3 };
  for (const [name, value] of Object.entries(shape)) rect.setAttribute(name, value);
  rect.setAttribute("class", "box here");
  return rect;
}

/** Scrolls only the picture's own frame, never the window, until the box is in sight. */
function bringIntoFrame(frame, rect) {
  const outer = frame.getBoundingClientRect();
  const inner = rect.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    frame.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }
  if (inner.left < outer.left || inner.right > outer.right) {
    frame.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }
}

/** Draws the box of a cell on the picture beside its table, and tells what is known of the value. */
function show(cell) {
  const article = articleOf(cell);
  article.querySelectorAll("rect.here").forEach((rect) => rect.remove());
  const picture = article.querySelector(`.paper svg[data-page="${cell.dataset.page}"]`);
  if (picture) {
    const rect = picture.appendChild(rectangle(boxOf(cell)));
    bringIntoFrame(picture.closest(".paper"), rect);
  }
  describe(article, cell);
}

function describe(article, cell) {
  const card = article.querySelector(".card");
  const values = valuesOf(article);
  const value = values.cells[cell.id] || { printed: cell.firstChild ? cell.firstChild.textContent : "" };
  const [, row, column] = /-r(\d+)-c(\d+)$/.exec(cell.id);
  const path = [values.rows[row], values.columns[column]].map((labels) => (labels || []).filter(Boolean).join(" > "));
  const number = value.number === undefined ? "" : value.unit ? `${value.number} ${value.unit}` : value.number;
  const told = [
    [words.printed, value.printed],
    [words.read_as, "confidence" in value ? number || words[`missing_${value.missing}`] || words.not_a_number : ""],
    [words.measured, value.measured],
    [words.labels, "confidence" in value ? path.filter(Boolean).join(" · ") : ""],
    [words.base, value.base],
    [words.confidence, value.confidence],
    [words.significance, value.significance && words[`significance_${value.significance}`]],
    [words.notes, value.notes],
    [words.quarantine, value.failed],
    [words.page, cell.dataset.page],
  ];
  card.replaceChildren(...told.filter(([, what]) => what !== undefined && what !== "").map(([name, what]) => entry(name, what)));
}

function entry(name, what) {
  const group = document.createElement("div");
  const [term, description] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = name;
  description.textContent = what;
  group.append(term, description);
  return group;
}

/** Makes a cell the chosen one of its table: boxed, told, and the one that Tab goes to. */
function choose(cell) {
  document.querySelectorAll(".data .on").forEach((other) => other.classList.remove("on"));
  const table = cell.closest("table");
  table.querySelectorAll('[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
  cell.tabIndex = 0;
  cell.classList.add("on");
  show(cell);
}

/** The cell whose box is at a point of a page picture; the smallest where several are. */
function cellAt(picture, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  let best = null;
  let least = Infinity;
  for (const cell of articleOf(picture).querySelectorAll(`[data-box][data-page="${picture.dataset.page}"]`)) {
    const [x0, top, x1, bottom] = boxOf(cell);
    const area = (x1 - x0) * (bottom - top);
    if (point.x >= x0 - 2 && point.x <= x1 + 2 && point.y >= top - 2 && point.y <= bottom + 2 && area < least) {
      [best, least] = [cell, area];
    }
  }
  return best;
}

function linkArticle(article, chosen) {
  const table = article.querySelector("table.data");
  if (!table) return;
  table.setAttribute("role", "grid");
  const cells = [...table.querySelectorAll("[data-box]")];
  cells.forEach((cell, index) => (cell.tabIndex = index ? -1 : 0));
  const settled = () => table.querySelector(".on");
  table.addEventListener("pointerover", (event) => {
    const cell = event.target.closest("[data-box]");
    if (cell) show(cell);
  });
  table.addEventListener("pointerleave", () => settled() && show(settled()));
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-box]");
    if (cell) chosen(cell);
  });
  table.addEventListener("focusin", (event) => event.target.matches("[data-box]:focus-visible") && choose(event.target));
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-box]");
    if (!cell) return;
    if (event.key === "Enter") {
      event.preventDefault(); // else the same key presses the button that gets the focus
      chosen(cell);
      openPage(Number(cell.dataset.page), rectangle(boxOf(cell)));
      return;
    }
    const next = neighbour(cells, cell, event.key);
    if (next) {
      event.preventDefault();
      next.focus();
      choose(next);
    }
  });
  for (const picture of article.querySelectorAll(".paper svg")) {
    picture.addEventListener("pointermove", (event) => {
      const cell = cellAt(picture, event);
      table.querySelectorAll(".pointed").forEach((other) => other.classList.remove("pointed"));
      if (cell) show(cell);
      if (cell) cell.classList.add("pointed");
    });
    picture.addEventListener("pointerleave", () => {
      table.querySelectorAll(".pointed").forEach((other) => other.classList.remove("pointed"));
      if (settled()) show(settled());
    });
    picture.addEventListener("click", (event) => {
      const cell = cellAt(picture, event);
      if (!cell) return;
      chosen(cell);
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  }
}

/** The cell to which an arrow key, Home or End goes: by what is seen, so that spans do not matter. */
function neighbour(cells, cell, key) {
  const at = cells.indexOf(cell);
  const row = cells.filter((other) => other.parentNode === cell.parentNode);
  if (key === "ArrowRight") return cells[at + 1];
  if (key === "ArrowLeft") return cells[at - 1];
  if (key === "Home") return row[0];
  if (key === "End") return row[row.length - 1];
  if (key !== "ArrowUp" && key !== "ArrowDown") return null;
  const here = cell.getBoundingClientRect();
  const middle = (here.left + here.right) / 2;
  const ordered = key === "ArrowDown" ? cells.slice(at + 1) : cells.slice(0, at).reverse();
  return ordered.find((other) => {
    const there = other.getBoundingClientRect();
    const beyond = key === "ArrowDown" ? there.top >= here.bottom - 1 : there.bottom <= here.top + 1;
    return beyond && there.left <= middle && middle <= there.right;
  });
}

// ---- one page, whole

const viewer = document.getElementById("viewer");
const pictured = [...document.querySelectorAll("#pictures image")].map((image) => Number(image.id.slice(5)));

/** Shows a page that has a picture, with ``mark``, an SVG shape, drawn on it. */
function openPage(page, mark) {
  const image = document.getElementById(`page-${page}`);
  if (!image) return;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${image.getAttribute("width")} ${image.getAttribute("height")}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", mark ? fill(words.boxed, { page }) : `${words.page} ${page}`);
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#page-${page}`);
  svg.append(use, ...(mark ? [mark] : []));
  viewer.querySelector(".viewer-page").replaceChildren(svg);
  viewer.querySelector("h2").textContent = `${words.page} ${page}`;
  viewer.dataset.page = page;
  const at = pictured.indexOf(page);
  viewer.querySelector('[data-step="-1"]').disabled = at <= 0;
  viewer.querySelector('[data-step="1"]').disabled = at >= pictured.length - 1;
  const frame = viewer.querySelector(".viewer-page");
  if (!viewer.open) {
    viewer.showModal();
    frame.focus();
  }
  frame.scrollTop = 0;
  if (mark) bringIntoFrame(frame, mark);
}

viewer.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (event.target === viewer || (button && "close" in button.dataset)) viewer.close();
  else if (button) openPage(pictured[pictured.indexOf(Number(viewer.dataset.page)) + Number(button.dataset.step)]);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-open]");
  if (!button) return;
  let mark = null;
  if (button.dataset.path) {
    mark = document.createElementNS(SVG, "path");
    mark.setAttribute("d", button.dataset.path);
    mark.setAttribute("class", "box place");
  } else {
    const rect = button.closest(".crop").querySelector("rect.here");
    mark = rect && rect.cloneNode();
  }
  openPage(Number(button.dataset.open), mark);
});
