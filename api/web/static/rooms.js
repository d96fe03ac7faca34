// Indicators: a chart beside the table, and rows that go to the desk.

import { onDesk, putOnDesk, say } from "/static/house.js";

const dialog = document.querySelector("[data-chart-dialog]");

document.addEventListener("click", (event) => {
  const chart = event.target.closest("[data-chart]");
  if (chart && dialog) { event.preventDefault(); open(chart); return; }
  const item = event.target.closest("[data-desk-item]");
  if (item) put(item);
  if (event.target.closest("[data-chart-close]")) dialog.close();
});

function open(link) {
  const image = dialog.querySelector("[data-chart-image]");
  image.src = link.href;
  image.alt = `Biểu đồ: ${link.closest("tr").querySelector("th").textContent.trim()}`;
  dialog.querySelector("[data-chart-svg]").href = link.href;
  dialog.querySelector("[data-chart-png]").href = link.href.replace("bieu-do.svg", "bieu-do.png");
  dialog.showModal();
}

function put(button) {
  const { sentence, source, warning } = button.dataset;
  putOnDesk([...onDesk(), { sentence, source, warning, text: "" }]);
  say("Đã đưa lên bàn số liệu.");
}

for (const button of document.querySelectorAll("[data-desk-item]")) button.hidden = false;
