// One figure: an administrator's correction, with a reason, and its undoing.

const form = document.querySelector("[data-correct]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = { reason: form.reason.value };
  for (const name of ["written", "unit"]) if (form[name].value.trim()) body[name] = form[name].value.trim();
  await send(`/api/figures/${encodeURIComponent(form.dataset.correct)}/correction`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-revoke]");
  if (!button) return;
  const reason = form.reason.value.trim();
  if (!reason) { tell("Hãy ghi lý do vào ô bên dưới trước khi bỏ lần sửa."); form.reason.focus(); return; }
  await send(`/api/corrections/${button.dataset.revoke}?reason=${encodeURIComponent(reason)}`, { method: "DELETE" });
});

async function send(address, request) {
  const response = await fetch(address, request).catch(() => null);
  if (response?.ok) { location.reload(); return; }
  const problem = await response?.json().catch(() => null);
  tell(problem?.errors?.[0]?.message ?? problem?.detail ?? problem?.title ?? "Chưa lưu được. Hãy thử lại.");
}

function tell(words) {
  document.querySelector("[data-correct-status]").textContent = words;
}
