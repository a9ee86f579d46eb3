// Pages that follow what happens elsewhere:
// <div data-live="address of its number" data-version="7" data-live-offline="words"
// data-live-news="words"> with [data-live-state] for the words, and parts with an id
// and [data-live-part]. The page asks every two and a quarter seconds whether its
// number has risen, and only then reads itself again and puts the new parts in the
// place of the old.

const EVERY = 2250;
const LONGEST = 15000;
const root = document.querySelector("[data-live]");
const state = root?.querySelector("[data-live-state]");
let version = Number(root?.dataset.version);
let wait = EVERY;
let timer;

if (root) {
  // Not all pages at the same moment.
  timer = setTimeout(ask, Math.random() * EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || askNow());
  window.addEventListener("online", askNow);
  document.addEventListener("live:ask", askNow);
}

function askNow() {
  clearTimeout(timer);
  wait = EVERY;
  ask();
}

async function ask() {
  clearTimeout(timer);
  if (!document.hidden) {
    try {
      const answer = await fetch(root.dataset.live, { cache: "no-store" });
      if (answer.ok && Number(await answer.text()) > version) {
        await renew();
      }
      wait = EVERY;
      tell("");
    } catch {
      wait = Math.min(wait * 2, LONGEST);
      tell(root.dataset.liveOffline);
    }
  }
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
}

function tell(words) {
  if (state.textContent !== words && !state.dataset.news) {
    state.textContent = words;
  }
}

async function renew() {
  // The header lets the worker of a page that opens without network keep what is new.
  const headers = { "X-Live": "1" };
  const answer = await fetch(location.href.split("#")[0], { cache: "no-store", headers });
  if (!answer.ok || answer.redirected) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (!fresh) {
    return;
  }
  version = Number(fresh.dataset.version);
  const list = root.querySelector("[data-live-list]");
  const other = fresh.querySelector("[data-live-list]");
  if (list && other && ids(list) !== ids(other)) {
    if (isBusy(list)) {
      state.dataset.news = "true";
      state.textContent = root.dataset.liveNews;
    } else {
      put(list, other);
    }
  }
  for (const part of root.querySelectorAll("[data-live-part]")) {
    const next = fresh.querySelector(`#${CSS.escape(part.id)}`);
    if (next && !isBusy(part)) {
      put(part, next);
    }
  }
  document.dispatchEvent(new Event("live:renewed"));
}

function ids(list) {
  return [...list.querySelectorAll("[data-live-part]")].map((part) => part.id).join();
}

// Somebody is writing here, or has chosen something that was not sent.
function isBusy(part) {
  return [...part.querySelectorAll("input, textarea, select")].some((field) =>
    field.matches("select")
      ? [...field.options].some((option) => option.selected !== option.defaultSelected) &&
        field === document.activeElement
      : field.type !== "hidden" && field.value !== field.defaultValue,
  );
}

// What was open stays open, and the focus stays where it was.
function put(old, next) {
  const open = [...old.querySelectorAll("details[open][id]")].map((each) => each.id);
  const shut = [...old.querySelectorAll("details[id]:not([open])")].map((each) => each.id);
  const focus = document.activeElement;
  const had = old.contains(focus) ? focusKey(focus) : "";
  const made = document.importNode(next, true);
  for (const details of made.querySelectorAll("details[id]")) {
    if (open.includes(details.id)) {
      details.open = true;
    } else if (shut.includes(details.id)) {
      details.open = false;
    }
  }
  old.replaceWith(made);
  if (had) {
    const all = [...made.querySelectorAll("a, button, input, select, summary, textarea")];
    all.find((each) => focusKey(each) === had)?.focus();
  }
  find();
}

function focusKey(element) {
  const form = element.getAttribute("formaction") ?? "";
  const box = element.closest("[id]")?.id ?? "";
  const { name = "", value = "" } = element;
  return [box, form, name, value, element.getAttribute("href"), element.tagName].join("|");
}

// --- <input data-live-find>: show only the rows whose [data-find-in] has the words ---

const field = document.querySelector("[data-live-find]");

function find() {
  const wanted = field?.value.trim().toLowerCase() ?? "";
  for (const row of document.querySelectorAll("[data-find-in]")) {
    row.hidden = wanted !== "" && !row.dataset.findIn.toLowerCase().includes(wanted);
  }
}

field?.addEventListener("input", find);
