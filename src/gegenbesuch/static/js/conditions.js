// Hides the questions that are only asked after a certain answer to another. Without it
// they all show, each saying when to answer it, and the server leaves out the others.

const conditions = JSON.parse(document.getElementById("conditions").textContent);
const form = document.querySelector("form[aria-labelledby]");
const box = (code) => form.querySelector(`[data-question="${code}"]`);

function update() {
  // In the order of the form: what is hidden counts as not answered.
  for (const [code, { on, value }] of Object.entries(conditions)) {
    const answer = form.querySelector(`[name="${on}"]:checked`)?.value;
    box(code).hidden = box(on).hidden || answer !== value;
  }
}

form.addEventListener("change", update);
update();
