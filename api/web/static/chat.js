// Chat: asks over the stream, lets the server draw the finished answer, opens passages beside it.

import { onDesk, putOnDesk, say } from "/static/house.js";
import { listConversations } from "/static/conversations.js";
import { openSource } from "/static/source.js";

const form = document.querySelector("[data-ask]");
const question = document.querySelector("[data-question]");
const turns = document.querySelector("[data-turns]");
const conversation = document.querySelector("[data-conversation-id]");
const stop = document.querySelector("[data-stop]");
let running = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = question.value.trim();
  if (words && !running) ask(words);
});

question.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

stop.addEventListener("click", () => running?.abort());

turns.addEventListener("click", (event) => {
  const example = event.target.closest("[data-example]");
  if (example) { event.preventDefault(); if (!running) ask(example.textContent.trim()); return; }
  const marker = event.target.closest("[data-marker]");
  if (marker) { event.preventDefault(); openMarker(marker); return; }
  const button = event.target.closest("[data-copy], [data-to-desk], [data-feedback]");
  if (button) act(button);
});

function openMarker(marker) {
  const answer = marker.closest("[data-answer]");
  const link = answer.querySelector(`.source-link[data-marker="${marker.dataset.marker}"]`);
  if (link) openSource(link, marker);
}

async function ask(words) {
  document.querySelector("[data-welcome]")?.remove();
  const turn = document.querySelector("[data-turn-template]").content.cloneNode(true).querySelector(".turn");
  turn.querySelector(".question").textContent = words;
  turns.append(turn);
  turn.scrollIntoView({ block: "start" });
  question.value = "";
  running = new AbortController();
  stop.hidden = false;
  try {
    await stream(words, turn, running.signal);
  } catch (error) {
    fail(turn, error.name === "AbortError" ? "Đã dừng theo yêu cầu." : error.message || "Mất kết nối với máy chủ. Hãy thử hỏi lại.");
  } finally {
    running = null;
    stop.hidden = true;
    question.focus();
  }
}

async function stream(words, turn, signal) {
  const response = await fetch("/api/ask/stream", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ question: words, conversation_id: conversation.value || null }),
    signal,
  });
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).title || "Máy chủ chưa trả lời được. Hãy thử lại.");
  for await (const { event, data } of events(response.body)) {
    if (event === "token") turn.querySelector("[data-streamed]").append(data.text ?? data);
    else if (event === "status") turn.querySelector("[data-status]").textContent = data.message ?? "";
    else if (event === "error") throw new Error(data.title || data.message);
    else if (event === "done") return finish(turn, data);
  }
  throw new Error("Câu trả lời bị ngắt giữa chừng. Hãy thử hỏi lại.");
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    buffer += value.replaceAll("\r\n", "\n");
    let end;
    while ((end = buffer.indexOf("\n\n")) >= 0) {
      const event = parse(buffer.slice(0, end));
      buffer = buffer.slice(end + 2);
      if (event) yield event;
    }
  }
}

function parse(chunk) {
  let event = "message";
  const lines = [];
  for (const line of chunk.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    else if (line.startsWith("data:")) lines.push(line.slice(5).replace(/^ /, ""));
  }
  return lines.length ? { event, data: JSON.parse(lines.join("\n")) } : null;
}

async function finish(turn, answer) {
  conversation.value = answer.conversation_id;
  history.replaceState(null, "", `/?cuoc=${encodeURIComponent(answer.conversation_id)}`);
  const drawn = await fetch(`/manh/tra-loi/${encodeURIComponent(answer.answer_id)}`);
  if (!drawn.ok) throw new Error("Không vẽ được câu trả lời. Hãy tải lại trang.");
  turn.querySelector(".answer").outerHTML = await drawn.text();
  reveal(turn);
  document.dispatchEvent(new CustomEvent("conversation:changed", { detail: answer.conversation_id }));
}

function fail(turn, words) {
  const answer = turn.querySelector(".answer");
  answer.classList.remove("pending");
  const status = answer.querySelector("[data-status]");
  if (status) { status.textContent = words; status.className = "warning"; }
}

function reveal(scope) {
  for (const actions of scope.querySelectorAll("[data-actions]")) actions.hidden = false;
}

async function act(button) {
  const answer = button.closest("[data-answer]");
  if (button.matches("[data-copy]")) return copy(answer);
  if (button.matches("[data-to-desk]")) return desk(answer);
  const value = button.dataset.feedback;
  const reason = value === "down" ? prompt("Chỗ nào chưa đúng? (không bắt buộc)") ?? "" : "";
  const response = await fetch("/api/feedback", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ answer_id: answer.dataset.answer, rating: value, reason }),
  });
  if (!response.ok) return say("Chưa ghi được ý kiến. Hãy thử lại.");
  for (const other of answer.querySelectorAll("[data-feedback]")) other.setAttribute("aria-pressed", String(other === button));
  say("Đã ghi nhận ý kiến. Cảm ơn anh chị.");
}

function withSources(answer) {
  const words = answer.querySelector("[data-words]").innerText.trim();
  const sources = [...answer.querySelectorAll(".sources li")].map((item) => {
    const title = item.querySelector(".source-link").textContent.trim();
    const where = item.querySelector(".where")?.textContent.trim();
    return `[${item.value}] ${title}${where ? `, ${where}` : ""}`;
  });
  return sources.length ? `${words}\n\nNguồn:\n${sources.join("\n")}` : words;
}

async function copy(answer) {
  try {
    await navigator.clipboard.writeText(withSources(answer));
    say("Đã chép câu trả lời kèm nguồn.");
  } catch {
    say("Trình duyệt không cho chép. Hãy bôi đen và chép bằng tay.");
  }
}

function desk(answer) {
  const items = [...answer.querySelectorAll(".source-link")].map((link) => ({
    passage_id: link.dataset.passage,
    spans: link.dataset.spans,
    text: link.closest("li").querySelector("blockquote").textContent.trim(),
    source: [link.textContent.trim(), link.closest("li").querySelector(".where")?.textContent.trim()].filter(Boolean).join(", "),
    question: answer.closest(".turn").querySelector(".question").textContent.trim(),
    sentence: answer.querySelector("[data-words] p")?.textContent.replace(/\s*\d+$/u, "").trim() ?? "",
    answer_id: answer.dataset.answer,
  }));
  putOnDesk([...onDesk(), ...items]);
  say(`Đã đưa ${items.length} mục lên bàn số liệu.`);
}

reveal(document);
listConversations(conversation.value);
const wanted = new URLSearchParams(location.search).get("hoi");
if (!wanted) question.focus();
