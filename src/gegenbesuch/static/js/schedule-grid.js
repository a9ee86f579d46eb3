// Moves a meeting in the grid of slots and tables by dragging and by the keyboard. The
// server is asked first where the meeting could go; what is in the way is shown before
// it is dropped. Without this script each meeting's page has a form that moves it.

const grid = document.querySelector("[data-schedule]");
const body = grid.querySelector("tbody");
const heads = [...grid.querySelectorAll("thead [data-table]")];
const said = document.querySelector("[data-schedule-said]");
const form = document.querySelector("[data-schedule-form]");
const words = grid.dataset;
const known = new Map(); // of meetings, what the server has said of their places
let held = null; // the meeting that is being moved: {link, home, target}

function say(text) {
  said.textContent = text;
  said.hidden = !text;
}

function placesOf(link) {
  const url = `${link.getAttribute("href")}places/`;
  if (!known.has(url)) {
    const asked = fetch(url, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    });
    asked.catch(() => known.delete(url));
    known.set(url, asked);
  }
  return known.get(url);
}

function keysOf(cell) {
  const table = heads[cell.cellIndex - 1]?.dataset.table;
  return { slot: cell.closest("tr").dataset.slot, table };
}

// What is in the way of a meeting in a cell; nothing if it can go there.
function obstacles(cell, places) {
  const { slot, table } = keysOf(cell);
  const there = places.slots[slot];
  if (!there) return [words.failed];
  return [...there.reasons, ...(there.blocked[table] ? [there.blocked[table]] : [])];
}

function nameOf(cell) {
  const row = cell.closest("tr").querySelector("th");
  const clock = row.firstChild.textContent.trim();
  return `${clock}, ${heads[cell.cellIndex - 1].textContent.trim()}`;
}

function show(cell) {
  if (held && held.target !== cell) held.shown = judge(held, cell);
}

// Whether the meeting can go to a cell is known when this is done: `isFree`.
async function judge(now, cell) {
  now.target?.classList.remove("schedule-grid__target", "schedule-grid__target--blocked");
  now.target = cell;
  now.isFree = null;
  cell.classList.add("schedule-grid__target");
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (cell === now.home) {
    say(words.here);
    return;
  }
  let found;
  try {
    found = obstacles(cell, await placesOf(now.link));
  } catch {
    found = [words.failed];
  }
  if (held !== now || now.target !== cell) return;
  now.isFree = found.length === 0;
  cell.classList.toggle("schedule-grid__target--blocked", !now.isFree);
  say(`${nameOf(cell)}: ${now.isFree ? words.free : found.join(" ")}`);
}

// Colours all cells at once, so that one sees where the meeting could go.
async function colour(now) {
  const places = await placesOf(now.link).catch(() => null);
  if (!places || held !== now) return;
  for (const row of body.rows) {
    for (const cell of row.querySelectorAll("td")) {
      const isFree = cell !== now.home && obstacles(cell, places).length === 0;
      cell.classList.toggle("schedule-grid__free", isFree);
    }
  }
}

function pickUp(link) {
  held = { link, home: link.closest("td"), target: null, isFree: null, shown: null };
  link.classList.add("encounter--held");
  colour(held);
  return held;
}

function letGo(text = "") {
  if (!held) return;
  held.link.classList.remove("encounter--held");
  held.target?.classList.remove("schedule-grid__target", "schedule-grid__target--blocked");
  for (const cell of body.querySelectorAll(".schedule-grid__free")) {
    cell.classList.remove("schedule-grid__free");
  }
  held = null;
  say(text);
}

async function drop() {
  const now = held;
  await now.shown;
  if (held !== now) return;
  const { link, home, target, isFree } = now;
  if (target === home || target === null) {
    letGo(words.back);
  } else if (isFree) {
    const { slot, table } = keysOf(target);
    form.action = `${link.getAttribute("href")}move/`;
    form.elements.place.value = `${slot}-${table}`;
    form.submit();
  }
}

// --- By mouse ----------------------------------------------------------------

body.addEventListener("dragstart", (event) => {
  const link = event.target.closest(".encounter");
  if (!link) return;
  letGo();
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", link.textContent.trim());
  pickUp(link);
});

body.addEventListener("dragover", (event) => {
  const cell = event.target.closest("td");
  if (!held || !cell) return;
  show(cell);
  if (held.isFree !== false) event.preventDefault();
});

body.addEventListener("drop", (event) => {
  if (!held) return;
  event.preventDefault();
  held.isDropped = true;
  drop().finally(() => letGo(said.textContent));
});

body.addEventListener("dragend", () => {
  if (held && !held.isDropped) letGo(said.textContent);
});

// --- By finger or pen: hold a meeting for a moment, then move it -------------------

const HOLD = 350; // milliseconds; whoever moves sooner scrolls
const SLACK = 10; // pixels that a resting finger may tremble
let press = null; // {link, x, y, timer, isHeld}

body.addEventListener("pointerdown", (event) => {
  const link = event.target.closest(".encounter");
  if (!link) return;
  link.draggable = event.pointerType === "mouse";
  if (link.draggable || !event.isPrimary) return;
  const mine = { link, x: event.clientX, y: event.clientY, isHeld: false };
  mine.timer = setTimeout(() => {
    letGo();
    mine.isHeld = true;
    show(pickUp(link).home);
  }, HOLD);
  press = mine;
});

function endPress() {
  clearTimeout(press?.timer);
  press = null;
}

document.addEventListener("pointermove", (event) => {
  if (!press) return;
  const { clientX, clientY } = event;
  if (press.isHeld) {
    const cell = document.elementFromPoint(clientX, clientY)?.closest("td");
    if (held && cell && body.contains(cell)) show(cell);
  } else if (Math.hypot(clientX - press.x, clientY - press.y) > SLACK) {
    endPress();
  }
});

document.addEventListener("pointerup", () => {
  if (press?.isHeld) {
    // The link is not followed by the click that comes now.
    const stop = (event) => event.preventDefault();
    body.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => body.removeEventListener("click", stop, { capture: true }), 300);
    drop().finally(() => letGo(said.textContent));
  }
  endPress();
});

document.addEventListener("pointercancel", () => {
  if (press?.isHeld) letGo(words.back);
  endPress();
});

// While a meeting is held the page does not scroll, and no menu of the link opens.
body.addEventListener("touchmove", (event) => press?.isHeld && event.preventDefault(), {
  passive: false,
});
body.addEventListener("contextmenu", (event) => press && event.preventDefault());

// --- By keyboard -------------------------------------------------------------

function neighbour(cell, down, right) {
  const rows = [...body.rows];
  const row = rows[rows.indexOf(cell.closest("tr")) + down];
  const next = row?.cells[cell.cellIndex + right];
  return next?.matches("td") ? next : null;
}

body.addEventListener("keydown", (event) => {
  const link = event.target.closest(".encounter");
  if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const step = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  }[event.key];
  if (step) {
    event.preventDefault();
    const now = held?.link === link ? held : pickUp(link);
    const next = neighbour(now.target ?? now.home, ...step);
    if (next) show(next);
  } else if (event.key === "Enter" && held?.link === link) {
    event.preventDefault();
    drop();
  } else if (event.key === "Escape" && held) {
    event.preventDefault();
    letGo(words.back);
  }
});

body.addEventListener("focusout", () => {
  if (held && !held.link.matches(":active")) {
    const now = held;
    setTimeout(() => {
      if (held === now && document.activeElement !== now.link) letGo(words.back);
    });
  }
});
