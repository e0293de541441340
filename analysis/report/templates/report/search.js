// The search page: the texts stand in it, deflated; a query is looked for in every block.
const SHOWN = 200;
const part = what => document.querySelector(what);
const [field, sort, everywhere] = [part(".find input"), part("[name=sort]"), part("[name=all]")];
const [table, per, more, count] = [part(".kwic"), part(".per"), part("[data-more]"), part(".count")];
let reports = null, found = [], only = "", shown = 0;

async function load() {
  const bytes = Uint8Array.from(atob(part("#texts").textContent), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  reports = JSON.parse(await new Response(stream).text());
}

// A word, the beginning of a word and *, or a phrase in quotes, as a regular expression.
function expression(words) {
  const body = words.trim().split(/\s+/u).map(word => word.replace(/[.+?^${}()|[\]\\]/gu, "\\$&")
    .replace(/\*/gu, "[\\p{L}\\p{N}_]*").replace(/['’]/gu, "['’]")).join("\\s+");
  const before = /^[\p{L}\p{N}_*]/u.test(words) ? "(?<![\\p{L}\\p{N}])" : "";
  const after = /[\p{L}\p{N}_*]$/u.test(words) ? "(?![\\p{L}\\p{N}])" : "";
  return new RegExp(before + body + after, "giu");
}
const parts = query => [...query.matchAll(/["“”]([^"“”]+)["“”]|(\S+)/gu)].map(m => (m[1] || m[2]).trim())
  .filter(words => /[^*\s"“”]/u.test(words));

// Where in a paragraph several words stand closest together: from the first of them to the last, if that is not far.
function closest(spans) {
  const near = at => spans.map(own => own.reduce((a, b) => Math.abs(b[0] - at) < Math.abs(a[0] - at) ? b : a));
  const width = some => Math.max(...some.map(span => span[1])) - Math.min(...some.map(span => span[0]));
  const best = spans[0].map(([at]) => near(at)).reduce((a, b) => width(b) < width(a) ? b : a).sort((a, b) => a[0] - b[0]);
  return width(best) > 40 ? best[0] : [best[0][0], best[0][0] + width(best)];
}

function look(query) {
  const wanted = parts(query).map(expression), all = everywhere.checked;
  const hits = [];
  if (!wanted.length) return hits;
  for (const [report, file, title, date, blocks] of reports) {
    for (const [block, main, section, place, text] of blocks) {
      if (!(main || all) || !wanted.every(words => text.search(words) >= 0)) continue;
      const spans = wanted.map(words => [...text.matchAll(words)].map(m => [m.index, m.index + m[0].length]));
      for (const [start, end] of spans.length === 1 ? spans[0] : [closest(spans)]) hits.push({report, file, title, date, block, section, place, text, start, end});
    }
  }
  return hits;
}

const key = {
  left: hit => hit.text.slice(Math.max(0, hit.start - 80), hit.start).toLowerCase().match(/[\p{L}\p{N}]+/gu)?.reverse().join(" ") || "",
  right: hit => hit.text.slice(hit.end, hit.end + 80).toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(" ") || "",
};
function sorted(hits) {
  if (!sort.value) return hits;
  return hits.map(hit => [key[sort.value](hit), hit]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, hit]) => hit);
}

function cell(text, name = "") {
  const made = document.createElement("td");
  made.className = name;
  made.append(text);
  return made;
}
// How many characters fit on each side of a match.
function context() {
  if (innerWidth <= 768) return 120;
  return Math.max(24, Math.min(60, Math.floor((table.parentElement.clientWidth - 500) / 13)));
}
function line(hit) {
  const row = document.createElement("tr"), link = document.createElement("a"), word = document.createElement("mark");
  const width = context(), {text, start, end} = hit;
  const before = text.slice(Math.max(0, start - width), start), after = text.slice(end, end + width);
  link.href = `${hit.file}#b${hit.block}-${hit.start}`;
  link.title = `${hit.title}, ${hit.place}`;
  link.textContent = hit.report;
  word.textContent = text.slice(start, end);
  row.append(cell(link, "w"), cell(hit.date, "w"), cell(hit.section, "section"),
    cell(start > width ? before.replace(/^\S+/u, "") : before, "left"), cell(word, "hit"),
    cell(end + width < text.length ? after.replace(/\S+$/u, "") : after, "right"));
  return row;
}
function show() {
  const hits = sorted(only ? found.filter(hit => hit.report === only) : found);
  table.tBodies[0].append(...hits.slice(shown, shown + SHOWN).map(line));
  shown = Math.min(hits.length, shown + SHOWN);
  more.hidden = shown === hits.length;
  more.textContent = `Show more (${shown.toLocaleString("en")} of ${hits.length.toLocaleString("en")})`;
}
function fresh() {
  shown = 0;
  table.tBodies[0].replaceChildren();
  show();
}
function chooseReport(report) {
  only = only === report ? "" : report;
  all("button", per).forEach(button => button.setAttribute("aria-pressed", String(button.dataset.report === only)));
  fresh();
}

function search() {
  if (!reports) return;
  const query = field.value.trim();
  found = look(query);
  only = "";
  const counts = new Map();
  for (const hit of found) counts.set(hit.report, (counts.get(hit.report) || 0) + 1);
  const say = (n, noun, many = `${noun}s`) => `${n.toLocaleString("en")} ${n === 1 ? noun : many}`;
  const what = parts(query).length > 1 ? ["paragraph with all of these words", "paragraphs with all of these words"] : ["match", "matches"];
  count.textContent = !query ? "Type a word into the box at the top." : found.length
    ? `${say(found.length, ...what)} in ${counts.size.toLocaleString("en")} of ${say(reports.length, "report")}`
    : `No match for ${query}. Try the beginning of a word and *.`;
  per.replaceChildren(...[...counts].map(([report, n]) => {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.dataset.report = report;
    button.textContent = `${report} ${n.toLocaleString("en")}`;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => chooseReport(report));
    item.append(button);
    return item;
  }));
  table.hidden = !found.length;
  fresh();
}

more.addEventListener("click", show);
[sort, everywhere].forEach(control => control.addEventListener("change", control === sort ? fresh : search));
let waiting = 0;
field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 60); });
field.form.addEventListener("submit", () => history.replaceState(null, "", `#q=${encodeURIComponent(field.value)}`));
function fromAddress() {
  field.value = decodeURIComponent(location.hash.replace(/^#(q=)?/, ""));
  search();
}
load().then(() => { addEventListener("hashchange", fromAddress); fromAddress(); }, () => {
  count.textContent = "This browser cannot unpack the texts; a newer version of it can.";
});
