// The list of conversations: search, rename, export, delete.

import { say } from "/static/house.js";

const rail = document.querySelector("[data-conversations]");
const list = document.querySelector("[data-conversation-list]");
const template = document.querySelector("[data-conversation-template]");
const search = document.querySelector("[data-conversation-search]");
let current = "";

export async function listConversations(chosen) {
  current = chosen || current;
  const response = await fetch("/api/conversations?limit=100").catch(() => null);
  if (!response?.ok) return;
  const found = await response.json();
  const conversations = found.results ?? found.conversations ?? found;
  rail.hidden = conversations.length === 0;
  list.replaceChildren(...conversations.map(drawn));
  filter();
}

function drawn(conversation) {
  const item = template.content.cloneNode(true).querySelector("li");
  const link = item.querySelector("a");
  link.textContent = conversation.title || "Cuộc trao đổi";
  link.href = `/?cuoc=${encodeURIComponent(conversation.id)}`;
  if (conversation.id === current) item.setAttribute("aria-current", "true");
  item.querySelector("button").addEventListener("click", () => manage(conversation));
  return item;
}

async function manage(conversation) {
  const choice = prompt("Gõ tên mới để đổi tên, gõ «xóa» để xóa, gõ «xuất» để tải về:", conversation.title || "");
  if (choice === null || !choice.trim()) return;
  const address = `/api/conversations/${encodeURIComponent(conversation.id)}`;
  if (choice.trim().toLowerCase() === "xuất") { location.href = `${address}/export`; return; }
  const removing = choice.trim().toLowerCase() === "xóa";
  const response = removing
    ? await fetch(address, { method: "DELETE" })
    : await fetch(address, { method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ title: choice.trim() }) });
  say(response.ok ? (removing ? "Đã xóa cuộc trao đổi." : "Đã đổi tên.") : "Chưa làm được. Hãy thử lại.");
  if (removing && conversation.id === current) location.href = "/";
  else listConversations(current);
}

function filter() {
  const wanted = search.value.trim().toLowerCase();
  for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

search.addEventListener("input", filter);
document.addEventListener("conversation:changed", (event) => listConversations(event.detail));
