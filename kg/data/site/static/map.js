// Lights up the flows of the party that the pointer is on; the map is complete without it.
"use strict";
const drawing = document.querySelector("svg.flows");
if (drawing) {
  const bands = [...drawing.querySelectorAll(".band")];
  for (const party of drawing.querySelectorAll(".party")) {
    const own = bands.filter((band) => band.dataset[party.dataset.side] === party.dataset.iri);
    party.addEventListener("pointerenter", () => {
      drawing.classList.add("choosing");
      own.forEach((band) => band.classList.add("lit"));
    });
    party.addEventListener("pointerleave", () => {
      drawing.classList.remove("choosing");
      own.forEach((band) => band.classList.remove("lit"));
    });
  }
}
for (const field of document.querySelectorAll(".filters select")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
