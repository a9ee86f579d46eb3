// <form data-autosave>: keep what was typed a moment after the last key. Without it the
// button keeps it; what can't be read yet is left to the button as well.

const PAUSE = 1200;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-autosave-state]");
  let timer;
  let running;

  const save = async () => {
    timer = undefined;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "true" },
        signal: running.signal,
      });
      state.textContent = answer.ok ? form.dataset.saved : form.dataset.failed;
    } catch (error) {
      if (error.name !== "AbortError") {
        state.textContent = form.dataset.failed;
      }
    }
  };

  form.addEventListener("input", () => {
    state.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
  });
}
