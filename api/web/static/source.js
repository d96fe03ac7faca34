// The passage beside the answer: the report's own text with the cited words highlighted.

const pane = document.querySelector("[data-source]");
const body = document.querySelector("[data-source-body]");
const title = document.querySelector("[data-source-title]");
let opener = null;

export async function openSource(link, marker) {
  opener?.setAttribute("aria-expanded", "false");
  opener = marker;
  marker.setAttribute("aria-expanded", "true");
  title.textContent = `Nguồn ${link.dataset.marker}`;
  const wanted = new URLSearchParams({ vung: link.dataset.spans });
  for (const quote of quotesBefore(marker)) wanted.append("loi", quote);
  const address = `/manh/doan/${encodeURIComponent(link.dataset.passage)}?${wanted}`;
  const response = await fetch(address).catch(() => null);
  if (response?.ok) body.innerHTML = await response.text();
  else body.textContent = "Chưa mở được đoạn trích. Hãy thử lại.";
  pane.hidden = false;
  pane.focus();
  (body.querySelector("mark") ?? body.querySelector(".cited"))?.scrollIntoView({ block: "center" });
}

// The words that the answer quotes from this source stand between “ and ” in the marker's own paragraph.
function quotesBefore(marker) {
  const words = marker.closest("[data-words]") ? marker.closest("p, li, td, blockquote")?.textContent ?? "" : "";
  return [...words.matchAll(/“([^”]+)”/gu)].map((found) => found[1].replace(/^…\s*|\s*…$/gu, "").trim()).filter((quote) => quote.length > 8);
}

function close() {
  pane.hidden = true;
  opener?.setAttribute("aria-expanded", "false");
  opener?.focus();
  opener = null;
}

document.querySelector("[data-source-close]").addEventListener("click", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !pane.hidden) close();
});
