// What a script adds to a page that is complete without it: sorting, search, evidence beside the figure.
"use strict";
const all = (what, where = document) => [...where.querySelectorAll(what)];

// A link into folded evidence opens it.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
  if (target) target.scrollIntoView();
}
addEventListener("hashchange", unfold);
if (location.hash) unfold();

// A link in a figure shows its sentences in place.
const dialog = document.querySelector("dialog");
all(".drawing a").forEach(link => link.addEventListener("click", event => {
  const address = link.getAttribute("href");
  const target = address[0] === "#" && document.getElementById(address.slice(1));
  if (!target || !dialog.showModal) return;
  event.preventDefault();
  const copy = target.cloneNode(true);
  copy.removeAttribute("id");
  copy.firstElementChild.remove();
  dialog.querySelector("h2").textContent = link.getAttribute("aria-label");
  dialog.lastElementChild.replaceChildren(copy);
  dialog.showModal();
}));
if (dialog) dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });

// A figure with many links can be enlarged, and its links filtered by report or word.
all("figure").forEach(figure => {
  const links = all(".drawing a", figure);
  if (links.length < 12) return;
  const words = links.map(link => {
    const address = link.getAttribute("href");
    const behind = address[0] === "#" && document.getElementById(address.slice(1));
    return [link.getAttribute("aria-label"), link.textContent, behind && behind.textContent].join(" ").toLowerCase();
  });
  const bar = document.createElement("p"), label = document.createElement("label");
  const input = document.createElement("input"), button = document.createElement("button");
  bar.className = "tools";
  input.type = "search";
  label.append("Highlight marks whose sentences contain", input);
  button.type = "button";
  button.textContent = "Enlarge";
  button.setAttribute("aria-pressed", "false");
  bar.append(label, button);
  all(".drawing", figure)[0].before(bar);  // above it, so that the button stays where it is
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    links.forEach((link, i) => link.classList.toggle("dim", !words[i].includes(wanted)));
  });
  button.addEventListener("click", () => {
    const large = figure.classList.toggle("large");
    button.setAttribute("aria-pressed", String(large));
  });
});

// Headers of long tables sort; numbers as numbers, what is empty last.
function value(row, column) {
  const text = row.cells[column].textContent.trim();
  const number = Number(text.replace(/[,\u202f\u00a0 %]/g, "").replace("\u2212", "-"));
  return text === "" ? null : Number.isNaN(number) ? text.toLowerCase() : number;
}
function compare(a, b) {
  if (a === null || b === null) return 0;
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === "number" ? -1 : 1;
}
all("table.sortable").forEach(table => {
  const body = table.tBodies[0], heads = all("thead tr:last-child > *", table);
  if (!body || all("[rowspan], tbody [colspan]", table).length) return;
  heads.forEach((head, column) => {
    if (head.tagName !== "TH") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending" || (!head.ariaSort && head.classList.contains("n"));
      const way = down ? -1 : 1;
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].map(row => [value(row, column), row]);
      rows.sort(([a], [b]) => (a === null) - (b === null) || way * compare(a, b));
      body.append(...rows.map(([, row]) => row));
    });
  });
});

// Very long tables can be searched.
all("table.searchable").forEach(table => {
  const label = document.createElement("label"), input = document.createElement("input");
  label.className = "search";
  input.type = "search";
  label.append("Show rows with", input);
  table.parentElement.before(label);
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
});

// The box in the head of a page leads to the page that searches all reports.
all(".find").forEach(form => {
  form.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (form.dataset.to !== "#") location.href = `${form.dataset.to}#q=${encodeURIComponent(form.querySelector("input").value)}`;
  });
});

// Copy a text that is selected, and say whether that worked.
function copy(text, say) {
  const tell = done => say(done ? "Copied" : "Press Ctrl+C to copy");
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => tell(true), () => tell(false));
  else tell(document.execCommand("copy"));
}

// A citation can be copied.
all("[data-copy-from]").forEach(button => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const from = document.getElementById(button.dataset.copyFrom);
    getSelection().selectAllChildren(from);
    copy(from.textContent, words => { button.textContent = words; });
  });
});

// All code at once.
all("[data-code]").forEach(button => {
  const parts = all("details.code");
  button.hidden = !parts.length;
  button.addEventListener("click", () => {
    const open = !parts.every(part => part.open);
    parts.forEach(part => { part.open = open; });
    button.textContent = open ? "Fold all code" : "Show all code";
  });
});
