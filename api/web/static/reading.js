// Reading room: upload with progress, search within a report, a link to any sentence.

import { onDesk, putOnDesk, say } from "/static/house.js";

const upload = document.querySelector("[data-upload] form");
upload?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const job = document.querySelector("[data-job]");
  job.hidden = false;
  job.textContent = "Đang gửi tệp…";
  const response = await fetch("/api/reports", { method: "POST", body: new FormData(upload) }).catch(() => null);
  const body = await response?.json().catch(() => null);
  if (!response?.ok || !body) { job.textContent = body?.title ?? "Chưa gửi được tệp. Hãy thử lại."; return; }
  follow(body.job_id ?? body.id, job);
});

async function follow(id, job) {
  for (;;) {
    const response = await fetch(`/api/jobs/${encodeURIComponent(id)}`).catch(() => null);
    if (!response?.ok) { job.textContent = "Mất liên lạc với việc đang chạy. Hãy tải lại trang."; return; }
    const state = await response.json();
    job.textContent = state.message ?? `Đã xong ${state.done ?? 0} trên ${state.total ?? "?"} tệp.`;
    for (const file of state.files ?? []) {
      if (file.error) job.append(document.createElement("br"), `${file.name}: ${file.error}`);
    }
    if (["done", "failed", "cancelled"].includes(state.status)) {
      if (state.status === "done" && !(state.files ?? []).some((file) => file.error)) location.reload();
      return;
    }
    await new Promise((resolve) => { setTimeout(resolve, 400); });
  }
}

const text = document.querySelector("[data-report]");
const tools = document.querySelector("[data-sentence-tools]");
let chosen = null;

text?.addEventListener("click", (event) => {
  const sentence = event.target.closest(".sentence");
  if (!sentence || event.target.closest("a") || String(getSelection())) return;
  chosen = sentence;
  const place = sentence.getBoundingClientRect();
  tools.hidden = false;
  tools.style.setProperty("--top", `${scrollY + place.top - tools.offsetHeight - 6}px`);
  tools.style.setProperty("--left", `${Math.max(8, Math.min(place.left, innerWidth - tools.offsetWidth - 8))}px`);
});

document.addEventListener("click", (event) => {
  if (tools && !event.target.closest(".sentence, [data-sentence-tools]")) tools.hidden = true;
});

document.querySelector("[data-sentence-link]")?.addEventListener("click", async () => {
  history.replaceState(null, "", `#${chosen.id}`);
  tools.hidden = true;
  try {
    await navigator.clipboard.writeText(location.href);
    say("Đã chép liên kết đến câu này.");
  } catch {
    say("Liên kết đến câu này nằm trên thanh địa chỉ.");
  }
});

document.querySelector("[data-sentence-desk]")?.addEventListener("click", () => {
  const words = chosen.cloneNode(true);
  for (const mark of words.querySelectorAll("sup")) mark.remove();
  const quote = words.textContent.trim();
  const note = chosen.closest(".note")?.querySelector(".note-number")?.textContent.trim();
  const source = note ? `${text.dataset.name}, chú thích ${note}` : text.dataset.name;
  putOnDesk([...onDesk(), { sentence: quote, text: quote, source }]);
  tools.hidden = true;
  say("Đã đưa câu này lên bàn số liệu.");
});

const find = document.querySelector("[data-find]");
find?.addEventListener("submit", (event) => { event.preventDefault(); next(); });
find?.addEventListener("input", () => { hits = null; });
let hits = null;
let position = -1;

const plain = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();

function next() {
  const wanted = plain(find.querySelector("input").value.trim());
  const count = find.querySelector("[data-find-count]");
  if (!wanted) { count.textContent = ""; return; }
  if (!hits) {
    const parts = [...text.querySelectorAll("p, h2, h3, h4, h5, h6, .note, tbody tr")];
    hits = parts.filter((part) => plain(part.textContent).includes(wanted));
    position = -1;
  }
  text.querySelector(".found")?.classList.remove("found");
  if (!hits.length) { count.textContent = "Không thấy."; return; }
  position = (position + 1) % hits.length;
  hits[position].classList.add("found");
  hits[position].scrollIntoView({ block: "center" });
  count.textContent = `${position + 1}/${hits.length}`;
}

document.querySelector("mark, tr.cited, .note.cited")?.scrollIntoView({ block: "center" });
