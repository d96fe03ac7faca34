// Figure desk: order what was collected, take it into Word, check a draft.

import { onDesk, putOnDesk, say } from "/static/house.js";

const list = document.querySelector("[data-desk-list]");
const template = document.querySelector("[data-desk-template]");
const form = document.querySelector("[data-desk-export]");

function draw() {
  const items = onDesk();
  document.querySelector("[data-desk-empty]").hidden = items.length > 0;
  form.hidden = items.length === 0;
  list.replaceChildren(...items.map(drawn));
}

function drawn(item, at) {
  const entry = template.content.cloneNode(true).querySelector("li");
  const sentence = entry.querySelector('[data-field="sentence"]');
  sentence.value = item.sentence || item.text;
  sentence.addEventListener("change", () => change((items) => { items[at].sentence = sentence.value; }, false));
  entry.querySelector('[data-field="source"]').textContent = item.source;
  entry.querySelector('[data-field="text"]').textContent = item.text;
  const warning = entry.querySelector('[data-field="warning"]');
  warning.textContent = item.warning ?? "";
  warning.hidden = !item.warning;
  entry.querySelector("[data-up]").addEventListener("click", () => move(at, at - 1));
  entry.querySelector("[data-down]").addEventListener("click", () => move(at, at + 1));
  entry.querySelector("[data-remove]").addEventListener("click", () => change((items) => { items.splice(at, 1); }));
  return entry;
}

function change(how, redraw = true) {
  const items = onDesk();
  how(items);
  putOnDesk(items);
  if (redraw) draw();
}

function move(from, to) {
  change((items) => {
    if (to < 0 || to >= items.length) return;
    items.splice(to, 0, items.splice(from, 1)[0]);
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const kind = event.submitter?.value ?? "docx";
  const items = onDesk().map((item) => ({
    sentence: item.sentence || item.text,
    source: item.source,
    quotation: item.text ?? "",
    warnings: item.warning ? [item.warning] : [],
  }));
  const response = await fetch(`/api/desk/export.${kind}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ title: form.title.value || "Số liệu đã chọn", items }),
  }).catch(() => null);
  if (!response?.ok) { say("Chưa tạo được tệp. Hãy thử lại."); return; }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = `so-lieu.${kind}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});

document.querySelector("[data-desk-clear]").addEventListener("click", () => {
  if (confirm("Bỏ tất cả khỏi bàn số liệu?")) { putOnDesk([]); draw(); }
});

const check = document.querySelector("[data-check]");
check.addEventListener("submit", async (event) => {
  event.preventDefault();
  const summary = document.querySelector("[data-check-summary]");
  summary.textContent = "Đang đối chiếu…";
  const file = check.querySelector("[data-check-file]").files[0];
  const response = await send(file, check.querySelector("[data-check-text]").value).catch(() => null);
  const body = await response?.json().catch(() => null);
  if (!response?.ok || !body) { summary.textContent = body?.detail ?? body?.title ?? "Chưa soát được. Hãy thử lại."; return; }
  const loose = body.figures.filter((figure) => figure.trace !== "found").length;
  summary.textContent = `${body.figures.length} con số, ${loose} cần xem lại.`;
  document.querySelector("[data-traces]").replaceChildren(...body.figures.map(traced));
});

function send(file, text) {
  if (!file) return fetch("/api/check", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text }) });
  const body = new FormData();
  body.append("file", file);
  return fetch("/api/check/file", { method: "POST", body });
}

const TONES = { found: "good", rounded: "unsure", superseded: "unsure", disputed: "bad", different: "bad", not_found: "bad" };

function traced(figure) {
  const entry = document.querySelector("[data-trace-template]").content.cloneNode(true).querySelector("li");
  entry.querySelector("[data-written]").textContent = figure.written;
  const words = entry.querySelector("[data-words]");
  words.textContent = figure.words;
  words.className = `tone-${TONES[figure.trace]}`;
  entry.querySelector("[data-sentence]").textContent = figure.sentence;
  const source = entry.querySelector("[data-source]");
  source.textContent = figure.source ?? "";
  if (figure.href) source.href = figure.href;
  entry.querySelector("[data-quotation]").textContent = figure.quotation ?? "";
  entry.querySelector("[data-quotation]").hidden = !figure.quotation;
  entry.querySelector("[data-right]").textContent = figure.right ? `Nên dùng: ${figure.right}. ${figure.right_sentence ?? ""}` : "";
  const note = entry.querySelector("[data-note]");
  note.textContent = figure.note;
  note.hidden = !figure.note;
  return entry;
}

draw();
