// Escape shuts the meaning of a term, and a meaning near the right edge opens to the left. The page works without.
"use strict";

const terms = (target) => target instanceof Element && target.closest(".term");

function place(term) {
  const meaning = term.querySelector(".meaning");
  term.classList.remove("shut");
  meaning.classList.remove("left");
  const box = meaning.getBoundingClientRect();
  if (box.right > document.documentElement.clientWidth && box.width < term.getBoundingClientRect().right) meaning.classList.add("left");
}

for (const name of ["mouseover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const term = terms(event.target);
    if (term && !(name === "mouseover" && term.contains(event.relatedTarget))) place(term);
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:hover, .term:focus")) term.classList.add("shut");
});
