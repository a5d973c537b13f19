"use strict";
(() => {
  const form = document.querySelector(".filter");
  const find = document.getElementById("find");
  const status = document.getElementById("by-status");
  const shown = document.getElementById("shown");
  const all = Array.from(document.querySelectorAll(".criterion"));
  const apply = () => {
    const words = find.value.toLowerCase().trim();
    let count = 0;
    for (const one of all) {
      const match = (!status.value || one.dataset.status === status.value) &&
        (!words || one.textContent.toLowerCase().includes(words));
      one.hidden = !match;
      count += match ? 1 : 0;
    }
    for (const head of document.querySelectorAll(".series-head")) {
      let next = head.nextElementSibling, any = false;
      while (next && next.classList.contains("criterion")) {
        any = any || !next.hidden;
        next = next.nextElementSibling;
      }
      head.hidden = !any;
    }
    shown.textContent = count + " of " + all.length + " criteria";
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("input", apply);
  status.addEventListener("change", apply);
  apply();
})();
