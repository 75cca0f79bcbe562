// The operators' forms without leaving the page: what would come of an order is shown in a dialog, and only then can it
// be confirmed. What was asked about minds and reasons is asked again when the story has moved on. Without this script
// each form leads to a page of its own.
const dialog = document.createElement("dialog");
dialog.setAttribute("aria-labelledby", "answer-title");
document.body.append(dialog);
const status = document.getElementById("status");

async function ask(url, init) {
  const response = await fetch(url, init);
  const text = await response.text();
  return { response, answer: new DOMParser().parseFromString(text, "text/html").getElementById("answer") };
}

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
    const { answer } = await ask(button?.getAttribute("formaction") ?? form.getAttribute("action"), { method: "POST", body: fields });
    if (answer) show(answer);
    else { dialog.close(); status.textContent = "Done."; }
    lookAgain(); // a what-if is a branch too
  } catch {
    status.textContent = "That did not get through. Nothing may have happened: look before you try again.";
  } finally {
    for (const one of busy) one.disabled = false;
  }
}

// ------------------------------------------------------------------------------------------------ looking closer
const looking = new Map(); // what is shown where, by the id of the place: from which address, and what came

async function look(place, url) {
  if (looking.get(place)?.url !== url) looking.set(place, { url });
  const { answer } = await ask(url);
  const shown = looking.get(place);
  if (!answer || shown.url !== url || shown.came === answer.innerHTML) return;
  shown.came = answer.innerHTML;
  const box = document.getElementById(place);
  const open = box.querySelector("details")?.open;
  answer.removeAttribute("id");
  for (const one of answer.querySelectorAll("[id]")) one.removeAttribute("id");
  answer.removeAttribute("aria-labelledby");
  answer.classList.add("found");
  for (const heading of answer.querySelectorAll("h1")) {
    const smaller = document.createElement("h3");
    smaller.textContent = heading.textContent;
    heading.replaceWith(smaller);
  }
  if (open) answer.querySelector("details").open = true;
  box.replaceChildren(answer);
  document.dispatchEvent(new Event("answer"));
}

function lookAgain() { for (const [place, { url }] of looking) look(place, url); }

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-hand]")) {
    event.preventDefault();
    reach(form, event.submitter);
  } else if (form.matches("[data-into]")) {
    event.preventDefault();
    look(form.dataset.into, `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
  }
});
document.addEventListener("panels", lookAgain);

// What is shown without being asked for.
for (const form of document.querySelectorAll("[data-at-once]")) {
  form.hidden = true;
  look(form.dataset.into, form.getAttribute("action"));
}
