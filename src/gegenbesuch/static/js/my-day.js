// The day on a phone. What is said and written is kept on the phone first and sent when
// there is a network; its key is made here, so that the server knows it again however
// often it arrives.

const root = document.querySelector("[data-my-day]");
const words = root.dataset;
const prefix = `day:${words.myDay}:`;
let sending = false;
let refused = false;

function waiting() {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => JSON.parse(localStorage.getItem(key)))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

// Not `randomUUID`, which a page without TLS in an office's own network does not have.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-entry]")) {
    return;
  }
  event.preventDefault();
  const sent = new FormData(form, event.submitter);
  const entry = { key: newKey(), at: new Date().toISOString() };
  for (const name of ["meeting", "kind", "value", "text", "due_on", "replaces"]) {
    entry[name] = String(sent.get(name) ?? "").trim();
  }
  if (sent.has("remove")) entry.text = "";
  entry.label = event.submitter?.textContent.trim() ?? "";
  if (!entry.value && !entry.text && !sent.has("remove")) {
    return;
  }
  localStorage.setItem(prefix + entry.key, JSON.stringify(entry));
  form.reset();
  show();
  send();
});

async function send() {
  const entries = waiting();
  if (sending || entries.length === 0) {
    return;
  }
  sending = true;
  let again = false;
  try {
    const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(words.entries, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ entries }),
      redirect: "manual",
    });
    refused = !answer.ok;
    if (answer.ok) {
      const { taken, unknown } = await answer.json();
      for (const key of [...taken, ...unknown]) {
        localStorage.removeItem(prefix + key);
      }
      again = waiting().length > 0 && taken.length + unknown.length > 0;
      document.dispatchEvent(new Event("live:ask"));
    }
  } catch {
    // No network: all is kept, and sent later.
  } finally {
    sending = false;
  }
  show();
  if (again) {
    send();
  }
}

function show() {
  const entries = waiting();
  const box = root.querySelector("[data-unsent]");
  box.textContent = entries.length
    ? refused
      ? words.refused
      : words.allWaiting.replace("{count}", entries.length)
    : "";
  for (const talk of root.querySelectorAll("[data-talk]")) {
    const mine = entries.filter((entry) => entry.meeting === talk.dataset.talk);
    const said = mine.filter((entry) => entry.kind === "says").at(-1);
    const state = talk.querySelector("[data-unsent-state]");
    state.hidden = !said;
    state.textContent = said ? `${said.label} (${words.waiting})` : "";
    talk.querySelector("[data-unsent-entries]")?.replaceChildren(
      ...mine
        .filter((entry) => entry.kind !== "says")
        .map((entry) => {
          const row = document.createElement("li");
          row.textContent = `${entry.text || entry.label} (${words.waiting})`;
          return row;
        }),
    );
  }
}

window.addEventListener("online", send);
document.addEventListener("live:renewed", show);
document.addEventListener("visibilitychange", () => document.hidden || send());
setInterval(send, 15000);
show();
send();
