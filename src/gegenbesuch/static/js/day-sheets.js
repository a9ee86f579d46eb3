// Marks what is going on or comes next, by the clock of the phone: the page may be old.

const line = document.querySelector("[data-next]");
const entries = [...document.querySelectorAll("[data-starts]")].map((element) => ({
  element,
  starts: Date.parse(element.dataset.starts),
  ends: Date.parse(element.dataset.ends),
}));

function show() {
  const [next] = entries
    .filter((entry) => entry.ends > Date.now())
    .sort((one, other) => one.starts - other.starts);
  for (const entry of entries) {
    entry.element.classList.toggle("day-entry--next", entry === next);
  }
  line.hidden = !next;
  if (next) {
    const link = line.querySelector("[data-next-link]");
    link.href = `#${next.element.id}`;
    link.textContent = next.element.querySelector("h3").firstChild.textContent.trim();
  }
}

if (line) {
  show();
  setInterval(show, 30000);
  document.addEventListener("visibilitychange", show);
}
