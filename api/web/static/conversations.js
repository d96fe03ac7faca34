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

const dialog = document.querySelector("[data-conversation-dialog]");
let managed = null;

function manage(conversation) {
  managed = conversation;
  dialog.querySelector("input").value = conversation.title || "";
  dialog.querySelector("[data-export]").href = `${addressOf(conversation)}/export`;
  dialog.showModal();
}

const addressOf = (conversation) => `/api/conversations/${encodeURIComponent(conversation.id)}`;

dialog.querySelector("form").addEventListener("submit", async (event) => {
  const what = event.submitter?.value;
  if (what === "rename") await change("Đã đổi tên.", {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ title: dialog.querySelector("input").value.trim() }),
  });
  if (what === "delete") {
    await change("Đã xóa cuộc trao đổi.", { method: "DELETE" });
    if (managed.id === current) location.href = "/";
  }
});

async function change(words, request) {
  const response = await fetch(addressOf(managed), request).catch(() => null);
  say(response?.ok ? words : "Chưa làm được. Hãy thử lại.");
  await listConversations(current);
}

function filter() {
  const wanted = search.value.trim().toLowerCase();
  for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

search.addEventListener("input", filter);
document.addEventListener("conversation:changed", (event) => listConversations(event.detail));
