// The operators' forms without leaving the page: what would come of an order is shown in a dialog, and only then can it
// be confirmed. What looks closer (minds, reasons, branches) is put into its place by htmx, and asked for again when the
// story has moved on. Without scripts each form leads to a page of its own.
const dialog = document.createElement("dialog");
dialog.setAttribute("aria-labelledby", "answer-title");
document.body.append(dialog);
const status = document.getElementById("status");

function show(answer) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "ghost";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  (answer.querySelector(".confirm") ?? answer).append(close);
  dialog.replaceChildren(answer);
  if (!dialog.open) dialog.showModal();
  answer.querySelector("#answer-title")?.focus();
}

async function reach(form, button) {
  const fields = new URLSearchParams(new FormData(form, button));
  const busy = [...form.querySelectorAll("button")];
  for (const one of busy) one.disabled = true; // nothing is ordered twice
  try {
    const response = await fetch(button?.getAttribute("formaction") ?? form.getAttribute("action"), { method: "POST", body: fields });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("answer");
    if (answer) show(answer);
    else { dialog.close(); status.textContent = "Done."; }
    document.dispatchEvent(new Event("tried")); // a what-if is a branch too
  } catch {
    status.textContent = "That did not get through. Nothing may have happened: look before you try again.";
  } finally {
    for (const one of busy) one.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-hand]")) return;
  event.preventDefault();
  reach(event.target, event.submitter);
});

// ------------------------------------------------------------------------------------------------ looking closer
const asked = new Map(); // by form, the fields as they were sent: whatever is being chosen meanwhile was not asked

document.addEventListener("htmx:config:request", (event) => {
  const { sourceElement: form, sourceEvent, request } = event.detail.ctx;
  if (sourceEvent.type !== "panels") asked.set(form, request.body);
  else if (asked.has(form)) request.body = asked.get(form);
  else event.preventDefault();
});
