// The doors. Every event is written on the phone first and sent when there is a network;
// its key is made here, so that the server knows it again however often it arrives.

const root = document.querySelector("[data-check-in]");
const guests = JSON.parse(document.getElementById("guests").textContent);
const byCode = new Map(guests.map((guest) => [guest.code, guest]));
const prefix = `door:${root.dataset.list}:`;
const walkIns = `walk-in:${root.dataset.list}:`;
const atDoor = `at-door:${root.dataset.list}`;
const form = root.querySelector("form[data-doors]");
const field = root.querySelector("[data-find]");
const door = root.querySelector("[name=door]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const words = root.dataset;

// --- What this phone has seen and not yet sent -------------------------------

function waiting() {
  return stored(prefix);
}

function stored(start) {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(start))
    .map((key) => JSON.parse(localStorage.getItem(key)));
}

function see(guest, kind) {
  const event = {
    key: newKey(),
    guest: guest.code,
    kind,
    at: new Date().toISOString(),
    door: door.value,
  };
  localStorage.setItem(prefix + event.key, JSON.stringify(event));
  apply(event);
  show();
  send();
}

// Not `randomUUID`, which a page without TLS in an office's own network does not have.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Guests have codes without letters that look alike, as the server makes them.
function newCode() {
  const letters = "23456789abcdefghjkmnpqrstvwxyz";
  const numbers = crypto.getRandomValues(new Uint8Array(10));
  return [...numbers].map((number) => letters[number % letters.length]).join("");
}

function apply(event) {
  const guest = byCode.get(event.guest);
  if (guest && event.at >= guest.at) {
    guest.inside = event.kind === "in";
    guest.at = event.at;
    guest.door = event.door;
  }
}

// --- Sending -----------------------------------------------------------------

let sending = false;

async function send() {
  if (sending) {
    return;
  }
  sending = true;
  try {
    const events = waiting();
    const answer = await fetch(words.events, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ events, walk_ins: stored(walkIns) }),
      redirect: "manual",
    });
    if (answer.ok) {
      const { taken, unknown, walk_ins: here, guests: state } = await answer.json();
      for (const key of [...taken, ...unknown]) {
        localStorage.removeItem(prefix + key);
      }
      for (const code of here) {
        localStorage.removeItem(walkIns + code);
      }
      for (const [code, known] of Object.entries(state)) {
        if (known.name && !byCode.has(code)) {
          addRow(known);
        }
        Object.assign(byCode.get(code) ?? {}, known);
      }
      waiting().forEach(apply);
      tell("");
    } else {
      tell(words.signIn);
    }
  } catch {
    tell(words.offline);
  } finally {
    sending = false;
  }
  show();
}

// --- Showing -----------------------------------------------------------------

function tell(text) {
  root.querySelector("[data-network]").textContent = text;
}

function show() {
  const wanted = field.value.normalize("NFKC").trim().toLowerCase();
  for (const row of root.querySelectorAll("[data-guest]")) {
    const guest = byCode.get(row.dataset.guest);
    row.hidden = wanted !== "" && !guest.find.includes(wanted);
    row.classList.toggle("door-guest--inside", guest.inside);
    row.querySelector("[name=in]").hidden = guest.inside;
    row.querySelector("[name=out]").hidden = !guest.inside;
    row.querySelector("[data-state]").textContent = stateOf(guest);
  }
  const count = waiting().length;
  root.querySelector("[data-waiting]").textContent = count
    ? words.waiting.replace("{count}", count)
    : words.allSent;
  root.querySelector("[data-inside]").textContent = guests.filter(
    (guest) => guest.inside,
  ).length;
}

function stateOf(guest) {
  if (!guest.at) {
    return "";
  }
  const clock = new Date(guest.at).toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
  });
  const text = guest.inside ? words.inside : words.gone;
  return [text.replace("{time}", clock), guest.door].filter(Boolean).join(" · ");
}

// --- Somebody who is on no list ----------------------------------------------

function addRow(guest) {
  guests.push(guest);
  byCode.set(guest.code, guest);
  const pattern = root.querySelector("template[data-door-row]").content;
  const row = pattern.firstElementChild.cloneNode(true);
  row.dataset.guest = guest.code;
  row.querySelector(".door-guest__name").textContent = guest.name;
  row.querySelector(".door-guest__who .muted").textContent = [guest.more, words.walkedIn]
    .filter(Boolean)
    .join(" · ");
  for (const button of row.querySelectorAll("button")) {
    button.value = guest.code;
    button.querySelector(".visually-hidden").textContent = `: ${guest.name}`;
  }
  root.querySelector(".door-guests").append(row);
}

function walkedIn({ code, name, organisation }) {
  return {
    code,
    name,
    more: organisation,
    find: `${name} ${organisation} ${code}`.toLowerCase(),
    inside: false,
    at: "",
    door: "",
  };
}

const walkIn = root.querySelector("form[data-walk-in]");

walkIn.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = walkIn.elements.walk_in.value.trim();
  if (!name) {
    return;
  }
  const organisation = walkIn.elements.organisation.value.trim();
  const known = { code: newCode(), name, organisation };
  localStorage.setItem(walkIns + known.code, JSON.stringify(known));
  addRow(walkedIn(known));
  walkIn.reset();
  field.value = "";
  see(byCode.get(known.code), "in");
  announce(byCode.get(known.code));
});

// --- By name, by button, by code ---------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  const guest = byCode.get(button?.value);
  if (guest) {
    see(guest, button.name);
    announce(guest);
  }
});

field.addEventListener("input", show);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    scanned(field.value);
  }
});

function announce(guest) {
  root.querySelector("[data-said]").textContent = `${guest.name}: ${stateOf(guest)}`;
}

// A code or a name, as it was read or typed, also in full width by a Japanese keyboard.
function scanned(text) {
  const wanted = text.normalize("NFKC").trim().toLowerCase();
  const found = guests.filter((row) => wanted && row.find.includes(wanted));
  const guest = byCode.get(wanted.replace(/[\s-]/g, "")) ?? (found.length === 1 ? found[0] : null);
  if (!guest) {
    root.querySelector("[data-said]").textContent = words.unknown;
    return;
  }
  if (guest.inside) {
    root.querySelector("[data-said]").textContent =
      `${guest.name}: ${words.already} ${stateOf(guest)}`;
  } else {
    see(guest, "in");
    announce(guest);
  }
  field.value = "";
  show();
}

// --- The camera, or a picture where a page may not use one --------------------

const camera = root.querySelector("[data-camera]");
const photo = root.querySelector("[data-photo]");
const video = root.querySelector("video");
const AGAIN = 3000;

// Many browsers, all of those on iPhones among them, can't read codes by themselves.
const reading = readerOf();

async function readerOf() {
  const formats = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats() : [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (source) => (await detector.detect(source))[0]?.rawValue ?? "";
  }
  const { default: decode } = await import(words.decoder);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const [width, height] = [source.videoWidth || source.width, source.videoHeight || source.height];
    const scale = Math.min(1, 800 / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    pen.drawImage(source, 0, 0, canvas.width, canvas.height);
    try {
      return decode(pen.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return ""; // There is no code in the picture.
    }
  };
}

function offerPhoto() {
  camera.hidden = true;
  photo.hidden = false;
}

if (navigator.mediaDevices) {
  camera.hidden = false;
  camera.addEventListener("click", () => (video.srcObject ? stop() : watch()));
} else {
  offerPhoto();
}

photo.querySelector("input").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) {
    const read = await reading;
    scanned((await read(await createImageBitmap(file))) || " ");
  }
});

async function watch() {
  let read;
  try {
    read = await reading;
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment" },
    });
  } catch {
    offerPhoto();
    return;
  }
  video.hidden = false;
  camera.setAttribute("aria-pressed", "true");
  await video.play();
  let [last, when] = ["", 0];
  while (video.srcObject) {
    const text = await read(video);
    // A badge is held up for a while; the same one counts again only after a pause.
    if (text && (text !== last || Date.now() - when > AGAIN)) {
      scanned(text);
    }
    if (text) {
      [last, when] = [text, Date.now()];
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function stop() {
  for (const track of video.srcObject.getTracks()) {
    track.stop();
  }
  video.srcObject = null;
  video.hidden = true;
  camera.setAttribute("aria-pressed", "false");
}

// --- Without network ---------------------------------------------------------

window.addEventListener("online", send);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    send();
  }
});
setInterval(send, 15000);

door.value = localStorage.getItem(atDoor) ?? door.value;
door.addEventListener("change", () => localStorage.setItem(atDoor, door.value));

stored(walkIns)
  .filter((known) => !byCode.has(known.code))
  .forEach((known) => addRow(walkedIn(known)));
waiting().forEach(apply);
show();
send();
