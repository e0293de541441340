// A reading page: choose a sentence, copy it with its citation, see what it is evidence for.
const sentences = all("main .s"), panel = document.querySelector(".panel");
const uses = JSON.parse(document.getElementById("uses").textContent);
const usesOf = sentence => (uses.of[sentence.id] || []).map(n => uses.marks[n]);
let chosen = null;

// An address is that of a sentence, of a block (b12), of a line or page, or of any place in a block (b12-345); a line that
// was removed stands for the one before it.
function find(address) {
  const exact = document.getElementById(address);
  if (exact) return exact.closest(".s") || sentences.find(s => exact.compareDocumentPosition(s) & 4);
  const [block, offset] = address.split("-");
  if (block === "line") {
    const before = all("main [id^=line-]").filter(line => Number(line.id.slice(5)) <= Number(offset)).pop();
    return before ? find(before.id) : null;
  }
  const inBlock = document.getElementById(block) ? all(".s", document.getElementById(block)) : [];
  return inBlock.filter(s => Number(s.id.split("-")[1]) <= Number(offset)).pop() || null;
}

function choose(sentence) {
  if (chosen) chosen.classList.remove("chosen");
  chosen = sentence;
  panel.hidden = !sentence;
  if (!sentence) return;
  sentence.classList.add("chosen");
  panel.querySelector(".place").textContent = sentence.dataset.at;
  panel.querySelector("[role=status]").textContent = "";
  panel.querySelector("textarea").value = quotation();
  const found = usesOf(sentence), list = panel.querySelector(".uses");
  list.replaceChildren(...(found.length ? ["Evidence for: "] : []), ...found.flatMap(([page, mark, label, figure], i) => {
    const link = document.createElement("a");
    link.href = `../${page}#${mark}`;
    link.textContent = `${label} (${figure.replace(/^\d+_/, "").replaceAll("_", " ")})`;
    return i ? ["; ", link] : [link];
  }));
}

function quotation() {
  const selected = getSelection(), main = document.querySelector("main");
  const own = main.contains(selected.anchorNode) && main.contains(selected.focusNode) ? String(selected) : "";
  const words = (own || (chosen && chosen.textContent) || "").replace(/\s+/g, " ").trim();
  const at = chosen.dataset.at;
  return `“${words}” (${main.dataset.cite}, ${at})`;
}

function go(sentence) {
  choose(sentence);
  if (!sentence) return;
  history.replaceState(null, "", `#${sentence.id}`);
  sentence.scrollIntoView({block: "center", behavior: "instant"});
}

panel.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.step) go(sentences[sentences.indexOf(chosen) + Number(button.dataset.step)] || chosen);
  if ("close" in button.dataset) choose(null);
  if ("copy" in button.dataset) {
    const field = panel.querySelector("textarea");
    field.value = quotation();
    field.select();
    copy(field.value, words => { panel.querySelector("[role=status]").textContent = `${words}.`; });
  }
});
document.querySelector("main").addEventListener("click", event => {
  const sentence = event.target.closest(".s");
  if (sentence && !event.target.closest("a")) choose(sentence);
});
addEventListener("keydown", event => { if (event.key === "Escape") choose(null); });

function follow() {
  const found = find(decodeURIComponent(location.hash.slice(1)));
  if (!found) return;
  choose(found);
  found.scrollIntoView({block: "center", behavior: "instant"});
}
addEventListener("hashchange", follow);
follow();

// The sentences that are evidence in one figure or table, each with the names of its points or rows.
const figure = document.querySelector(".tools select");
figure.parentElement.hidden = figure.options.length < 2;
figure.addEventListener("change", () => {
  all("main .tag").forEach(tag => tag.remove());
  for (const sentence of sentences) {
    const labels = usesOf(sentence).filter(use => use[3] === figure.value).map(use => use[2]);
    sentence.classList.toggle("marked", labels.length > 0);
    if (!labels.length) continue;
    const tag = document.createElement("span");
    tag.className = "tag";
    tag.textContent = labels.join("; ");
    sentence.after(tag);
  }
});
