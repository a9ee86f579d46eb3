// Moves items on the time axis by dragging and by the keyboard, 15 minutes at a time.
// The server decides: it answers with the days as they are then, and says what was done
// or why not. Without this script the bars are links and each item has a form.

const STEP = 15;
const DAY = 24 * 60;
const NIGHT = 12 * 60; // as long as anything lasts that is no journey
const DRAGGED = 4; // pixels before a press is no click any more

const editor = document.querySelector("[data-axis]");
const days = editor.querySelector("[data-days]");
const said = editor.querySelector("[data-said]");
const moves = new WeakMap(); // of bars that were moved and are not saved

function clock(minute) {
  const hours = Math.floor(minute / 60);
  return `${String(hours).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function say(text) {
  said.textContent = text;
}

function pictures() {
  return [...days.querySelectorAll("[data-day]")].filter((each) => each.dataset.day);
}

function begin(bar) {
  if (!moves.has(bar)) {
    moves.set(bar, {
      start: Number(bar.dataset.start),
      end: Number(bar.dataset.end),
      picture: bar.closest("[data-day]"),
      home: bar.closest("[data-day]"),
    });
  }
  return moves.get(bar);
}

function show(bar, move) {
  const was = Number(bar.dataset.start);
  const rect = bar.querySelector("rect");
  rect.dataset.width ??= rect.getAttribute("width");
  const minute = Number(move.home.dataset.minute);
  const longer = move.end - move.start - (Number(bar.dataset.end) - was);
  rect.setAttribute("width", Math.max(3, Number(rect.dataset.width) + longer * minute));
  if (move.picture !== bar.closest("[data-day]")) {
    move.picture.append(bar);
    bar.focus();
  }
  bar.setAttribute("transform", `translate(${(move.start - was) * minute} 0)`);
  const time = `${clock(move.start)}–${clock(move.end % DAY)}`;
  const words = editor.dataset.moved.replace("{time}", time);
  say(words.replace("{day}", move.picture.dataset.dayLabel));
}

function takeBack(bar) {
  const move = moves.get(bar);
  if (!move) return;
  moves.delete(bar);
  bar.removeAttribute("transform");
  const rect = bar.querySelector("rect");
  if (rect.dataset.width) rect.setAttribute("width", rect.dataset.width);
  if (bar.closest("[data-day]") !== move.home) move.home.append(bar);
}

async function save(bar) {
  const move = moves.get(bar);
  if (!move || bar.hasAttribute("aria-busy")) return;
  bar.setAttribute("aria-busy", "true");
  const body = new FormData();
  body.set("on", move.picture.dataset.day);
  body.set("start", clock(move.start));
  // The clock where it ends may be another one: it goes on as far as the end does.
  const later = move.end - Number(bar.dataset.end);
  body.set("end", clock((((Number(bar.dataset.ends) + later) % DAY) + DAY) % DAY));
  body.set("version", bar.dataset.version);
  const token = days.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const response = await fetch(bar.dataset.move, { method: "POST", body, headers });
    const answer = await response.json();
    const focused = document.activeElement?.dataset?.item;
    days.innerHTML = answer.html;
    if (focused) days.querySelector(`[data-item="${focused}"]`)?.focus();
    say(answer.said);
  } catch {
    bar.removeAttribute("aria-busy");
    takeBack(bar);
    bar.focus();
    say(editor.dataset.failed);
  }
}

function shift(bar, minutes) {
  const move = begin(bar);
  const length = move.end - move.start;
  move.start = Math.min(Math.max(move.start + minutes, 0), DAY - STEP);
  move.end = move.start + length;
  show(bar, move);
}

function stretch(bar, minutes) {
  const move = begin(bar);
  move.end = Math.min(Math.max(move.end + minutes, move.start + STEP), move.start + NIGHT);
  show(bar, move);
}

function changeDay(bar, by) {
  const move = begin(bar);
  const all = pictures();
  const next = all[all.indexOf(move.picture) + by];
  if (next) move.picture = next;
  show(bar, move);
}

days.addEventListener("keydown", (event) => {
  const bar = event.target.closest("[data-item]");
  if (!bar || event.altKey || event.ctrlKey || event.metaKey) return;
  const change = event.shiftKey ? stretch : shift;
  const does = {
    ArrowLeft: () => change(bar, -STEP),
    ArrowRight: () => change(bar, STEP),
    ArrowUp: () => changeDay(bar, -1),
    ArrowDown: () => changeDay(bar, 1),
  }[event.key];
  if (does) {
    event.preventDefault();
    does();
  } else if (event.key === "Enter" && moves.has(bar)) {
    event.preventDefault();
    save(bar);
  } else if (event.key === "Escape" && moves.has(bar)) {
    takeBack(bar);
    bar.focus();
    say(editor.dataset.back);
  }
});

// Whoever leaves an item that was moved has decided.
days.addEventListener("focusout", (event) => {
  const bar = event.target.closest("[data-item]");
  if (!bar || !moves.has(bar) || bar.matches(".day-axis__bar--dragged")) return;
  setTimeout(() => {
    if (bar.isConnected && document.activeElement !== bar) save(bar);
  }, 50);
});

days.addEventListener("dragstart", (event) => event.preventDefault());

days.addEventListener("pointerdown", (event) => {
  const bar = event.target.closest("[data-item]");
  if (!bar || event.button !== 0) return;
  const from = { x: event.clientX, y: event.clientY };
  const picture = bar.closest("[data-day]");
  const scale = picture.viewBox.baseVal.width / picture.getBoundingClientRect().width;
  const pixels = Number(picture.dataset.minute) / scale; // of the screen, for a minute
  const first = Number(bar.dataset.start);
  let isDragged = false;

  function move(to) {
    const x = to.clientX - from.x;
    if (!isDragged && Math.hypot(x, to.clientY - from.y) < DRAGGED) return;
    isDragged = true;
    bar.classList.add("day-axis__bar--dragged");
    const wanted = first + Math.round(x / pixels / STEP) * STEP;
    const over = pictures().find((each) => {
      const box = each.getBoundingClientRect();
      return to.clientY >= box.top && to.clientY <= box.bottom;
    });
    const state = begin(bar);
    if (over) state.picture = over;
    shift(bar, wanted - state.start);
  }

  function stop(to) {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", stop);
    document.removeEventListener("pointercancel", stop);
    bar.classList.remove("day-axis__bar--dragged");
    if (!isDragged) return;
    bar.addEventListener("click", (click) => click.preventDefault(), { once: true });
    if (to.type === "pointerup") save(bar);
    else takeBack(bar);
  }

  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", stop);
  document.addEventListener("pointercancel", stop);
});
