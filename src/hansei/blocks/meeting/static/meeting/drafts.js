// What somebody types into the minutes survives a closed tab: it is kept in this browser until it is saved.
(() => {
  "use strict";
  const KEPT = "hansei-draft:";
  const SENT = "hansei-draft-sent";
  const fields = () => document.querySelectorAll("[data-draft]");
  const key = (field) => KEPT + field.dataset.draft;
  try {
    // A page that comes back without a refusal has saved what was sent.
    const sent = sessionStorage.getItem(SENT);
    if (sent && !document.querySelector("[data-refused]")) localStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
    for (const field of fields()) {
      const kept = localStorage.getItem(key(field));
      if (kept !== null && kept !== field.value) {
        field.value = kept;
        field.closest("details")?.setAttribute("open", "");
      }
    }
    document.addEventListener("input", (event) => {
      const field = event.target.closest("[data-draft]");
      if (!field) return;
      if (field.value === field.defaultValue) localStorage.removeItem(key(field));
      else localStorage.setItem(key(field), field.value);
    });
    document.addEventListener("submit", (event) => {
      const field = event.target.querySelector("[data-draft]");
      if (field) sessionStorage.setItem(SENT, key(field));
    });
  } catch {
    // Storage is switched off: nothing is kept, everything else works.
  }
})();
