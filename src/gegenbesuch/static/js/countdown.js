// Counts down to a time by the clock of the server: that of the screen may be wrong.

const shown = document.querySelector("[data-countdown]");

if (shown) {
  const ahead = Date.parse(shown.dataset.now) - Date.now();
  const until = Date.parse(shown.dataset.countdown);

  function show() {
    const seconds = Math.round((until - Date.now() - ahead) / 1000);
    if (seconds <= 0) {
      location.reload();
      return;
    }
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const clock = parts[0] ? parts : parts.slice(1);
    shown.textContent = clock.map((n) => String(n).padStart(2, "0")).join(":");
    setTimeout(show, 1000);
  }

  show();
}
