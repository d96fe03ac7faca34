// What every room shares: the theme switch, short messages, the desk's count.

const root = document.documentElement;

export function say(words) {
  const toast = document.querySelector("[data-toast]");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, 4000);
}

function remembered(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

export function remember(key, value) {
  try { localStorage.setItem(key, value); } catch { /* private windows may refuse; the choice then lasts one page */ }
}

export function onDesk() {
  try { return JSON.parse(remembered("baocao.desk") || "[]"); } catch { return []; }
}

export function putOnDesk(items) {
  remember("baocao.desk", JSON.stringify(items));
  document.dispatchEvent(new CustomEvent("desk:changed", { detail: items }));
}

function showCount(items) {
  const count = document.querySelector("[data-desk-count]");
  if (!count) return;
  count.textContent = items.length;
  count.hidden = items.length === 0;
}

const theme = remembered("baocao.theme");
if (theme) root.dataset.theme = theme;
const themeSwitch = document.querySelector("[data-theme-switch]");
if (themeSwitch) {
  themeSwitch.hidden = false;
  themeSwitch.addEventListener("click", () => {
    const dark = getComputedStyle(root).colorScheme === "dark";
    root.dataset.theme = dark ? "light" : "dark";
    remember("baocao.theme", root.dataset.theme);
  });
}
showCount(onDesk());
document.addEventListener("desk:changed", (event) => showCount(event.detail));
addEventListener("storage", () => showCount(onDesk()));
