// Keeps a page and what it is made of, so that it opens without network.

const KEPT = "pages";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data?.keep) {
    event.waitUntil(
      keep(event.data.keep).then(() => event.source?.postMessage({ kept: true })),
    );
  }
});

async function keep(addresses) {
  const cache = await caches.open(KEPT);
  await Promise.all(
    addresses.map(async (address) => {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        await cache.put(address, answer);
      }
    }),
  );
}

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") {
    return;
  }
  event.respondWith(answer(event.request));
});

// The network first, so that nobody works with yesterday's list while there is one.
async function answer(request) {
  const cache = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    const isPage = request.mode === "navigate" || request.headers.has("X-Live");
    if (fresh.ok && !fresh.redirected && isPage) {
      await cache.put(request.url, fresh.clone());
    }
    return fresh;
  } catch (error) {
    const kept = await cache.match(request.url, { ignoreVary: true });
    if (kept) {
      return kept;
    }
    throw error;
  }
}
