// A page that opens without network once it was opened with one:
// <div data-keep="address of the worker" data-kept-words="what to say then">, and inside
// it an element with [data-said-when-kept]. What the page loads later, when there may be
// no network any more, stands in data-keep-also, with blanks between; what to say while
// there is none in data-offline-words.

const kept = document.querySelector("[data-keep]");

function sayWhenOffline() {
  if (!navigator.onLine && kept.dataset.offlineWords) {
    kept.querySelector("[data-said-when-kept]").textContent = kept.dataset.offlineWords;
  }
}

sayWhenOffline();
addEventListener("offline", sayWhenOffline);

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(kept.dataset.keep).then(async () => {
    const ready = await navigator.serviceWorker.ready;
    await document.fonts.ready;
    const parts = performance
      .getEntriesByType("resource")
      .map((entry) => entry.name)
      .filter((name) => new URL(name).pathname.startsWith("/static/"));
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data?.kept) {
        kept.dataset.isKept = "true";
        kept.querySelector("[data-said-when-kept]").textContent = kept.dataset.keptWords;
      }
    });
    const later = (kept.dataset.keepAlso ?? "")
      .split(" ")
      .filter(Boolean)
      .map((address) => new URL(address, location.href).href);
    const page = location.href.split("#")[0];
    ready.active.postMessage({ keep: [...new Set([page, ...parts, ...later])] });
  });
}
