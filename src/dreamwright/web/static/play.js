// The player's page, and what it shares with the operators'. What is told comes over a socket, numbered; a connection
// that was lost goes on after the last number. What can be done and known is fetched anew whenever the story has moved
// on. Without this script the same page works by forms.
const here = document.querySelector("[data-phase]");
const log = document.getElementById("log");
const status = document.getElementById("status");
const ownScroll = log && getComputedStyle(log).overflowY !== "visible"; // on the operators' page
const unheard = new Map(); // what was entered and not yet acknowledged, by id
let last = Number(here.dataset.last);
let version = null; // of what is to be known; `shown`: of what is on the page
let shown = null;
let socket = null;
let tries = 0;
let busy = false;

// ------------------------------------------------------------------------------------------------ the connection
function connect() {
  const url = new URL(`${here.dataset.live}?after=${last}`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  socket = new WebSocket(url);
  socket.onopen = () => {
    tries = 0;
    version = null; // it may be another server, which counts anew
    show();
    for (const message of unheard.values()) socket.send(message);
  };
  socket.onmessage = (event) => take(JSON.parse(event.data));
  socket.onclose = (event) => {
    socket = null;
    if (event.code === 4404) { say("This invitation has been taken back."); return; }
    tries += 1;
    say("The connection is lost. Trying again …");
    setTimeout(connect, Math.min(8000, 250 * 2 ** tries));
  };
}

function take(message) {
  if (message.type === "told") message.told.forEach(tell);
  else if (message.type === "heard") unheard.delete(message.id);
  else if (message.type === "refused") refuse(message);
  else if (message.type === "state") settle(message);
}

function settle(state) {
  busy = state.busy;
  if (state.phase !== here.dataset.phase) { location.reload(); return; }
  if (state.version !== version) refresh(state.version);
  show();
  settled();
}

// For whoever drives the page from outside: whether all that was entered has come to its end and is shown.
function settled() {
  here.dataset.settled = !busy && !unheard.size && version === shown;
}

function refuse(message) {
  const sent = unheard.get(message.id);
  if (sent && (message.code === "too-fast" || message.code === "too-busy")) {
    setTimeout(() => socket?.send(sent), 1000);
    return;
  }
  unheard.delete(message.id);
  say(message.message);
}

function enter(line) {
  const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const message = JSON.stringify({ type: "say", id, line });
  unheard.set(id, message);
  settled();
  if (socket?.readyState === WebSocket.OPEN) socket.send(message);
  else if (line === "stop") document.querySelector("form:has(.stop)")?.submit();
}

// ------------------------------------------------------------------------------------------------ what is told
function words(text) { // the same as `words` in pieces.html
  const parts = text.split("`");
  return parts.map((part, i) => {
    if (i % 2 === 0 || i === parts.length - 1) return part;
    const kbd = document.createElement("kbd");
    kbd.textContent = part;
    return kbd;
  });
}

function paragraph(item) { // the same as `told` in pieces.html
  const made = document.createElement(item.style === "heading" ? "h2" : "p");
  if (item.kind === "typed") {
    made.className = "typed";
    made.textContent = item.text;
    return made;
  }
  made.className = `told ${item.style}${item.tight ? " tight" : ""}`;
  if (item.lead.trim()) {
    const lead = document.createElement("span");
    lead.className = "lead";
    lead.textContent = item.lead.trim();
    made.append(lead, " ");
  }
  made.append(...words(item.text));
  return made;
}

let top = null; // the line that was typed last: what follows from it is read from there

function tell(item) {
  if (item.number <= last || !log) { last = Math.max(last, item.number); return; }
  last = item.number;
  const following = top || innerHeight + scrollY > document.documentElement.scrollHeight - 200;
  const made = paragraph(item);
  made.classList.add("new");
  log.append(made);
  if (item.kind === "typed") top = made;
  if (ownScroll) log.scrollTop = log.scrollHeight;
  else if (following) (top ?? made).scrollIntoView({ block: top ? "start" : "end" });
}

// Whoever scrolls by themselves is left where they are.
for (const kind of ["wheel", "touchmove", "keydown"]) addEventListener(kind, () => { top = null; }, { passive: true });

// ------------------------------------------------------------------------------------------------ what is known
async function refresh(wanted) {
  version = wanted;
  const answer = await fetch(here.dataset.panels);
  if (!answer.ok || version !== wanted) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (version !== wanted) return;
  for (const panel of document.querySelectorAll("[data-panel], #limits")) {
    const next = fresh.querySelector(`[data-panel="${panel.dataset.panel ?? panel.id}"]`);
    if (next) replace(panel, next);
  }
  document.dispatchEvent(new Event("panels"));
  shown = wanted;
  settled();
}

function replace(old, next) {
  const open = new Set([...old.querySelectorAll("details[open]")].map((details) => details.dataset.key));
  for (const details of next.querySelectorAll("details")) if (open.has(details.dataset.key)) details.open = true;
  if (old.innerHTML === next.innerHTML) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const filled = [...old.querySelectorAll("input[id], select[id]")].map((field) => [field.id, field.value]);
  old.replaceChildren(...next.childNodes);
  for (const [id, value] of filled) { // what was filled in stays, as far as it still can be chosen
    const field = document.getElementById(id);
    if (field && (field.tagName === "INPUT" || [...field.options].some((option) => option.value === value))) field.value = value;
  }
  if (!focused) return;
  const again = document.getElementById(focused.id) ??
    [...old.querySelectorAll("button")].find((button) => button.value === focused.value);
  (again ?? old.querySelector("[tabindex]") ?? document.getElementById("line"))?.focus({ preventScroll: true });
}

// ------------------------------------------------------------------------------------------------ the person
function say(text) { status.textContent = text; }

function show() { say(busy ? "Others are acting …" : ""); }

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-say]");
  if (!form) return;
  event.preventDefault();
  const typed = form.querySelector("input[name=line]");
  const line = event.submitter?.name === "line" ? event.submitter.value : typed?.value ?? "";
  if (typed) { past.push(line); back = past.length; typed.value = ""; }
  enter(line);
});

// Arrow keys go through what was typed before.
const past = [];
let back = 0;
document.getElementById("line")?.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !past.length || (event.target.value && event.target.value !== past[back])) return;
  event.preventDefault();
  back = Math.max(0, Math.min(past.length, back + step));
  event.target.value = past[back] ?? "";
});

addEventListener("online", () => { if (!socket) connect(); });
if (ownScroll) log.scrollTop = log.scrollHeight;
else log?.lastElementChild?.scrollIntoView({ block: "end" });
connect();
