/* Dropping files and showing how far they are. Without it the form works as any other. */
"use strict";
(() => {
  const begin = () => {
    const form = document.querySelector("form[data-upload]");
    if (!form) return;
    const input = form.querySelector("input[type=file]");
    const zone = form.querySelector("[data-drop]");
    const chosen = form.querySelector("[data-chosen]");
    const sending = form.querySelector("[data-sending]");
    const tell = () => { chosen.textContent = [...input.files].map((file) => file.name).join(", "); };
    input.addEventListener("change", tell);
    ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("h-over");
    }));
    zone.addEventListener("dragleave", () => zone.classList.remove("h-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("h-over");
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; tell(); }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, sending);
    });
  };

  const send = (form, sending) => {
    const request = new XMLHttpRequest();
    const button = form.querySelector("button[type=submit]");
    const bar = sending.querySelector("progress");
    const share = sending.querySelector("[data-share]");
    const again = () => { button.disabled = false; sending.hidden = true; };
    sending.hidden = false;
    button.disabled = true;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.max = event.total;
      bar.value = event.loaded;
      share.textContent = `${Math.floor((100 * event.loaded) / event.total)} %`;
    });
    request.addEventListener("load", () => {
      if (request.status < 400 && request.responseURL !== location.href) { location.assign(request.responseURL); return; }
      const answered = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
      if (!answered) { form.submit(); return; }
      document.querySelector("main").replaceWith(document.adoptNode(answered));
      begin();
      document.querySelector("main [role=alert]")?.scrollIntoView();
    });
    request.addEventListener("error", () => {
      again();
      document.body.dispatchEvent(new CustomEvent("htmx:sendError", { bubbles: true }));
    });
    request.open("POST", form.action || location.href);
    request.send(new FormData(form));
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
