/* The frame's own behaviour. Every page reads and works without it. */
"use strict";
(() => {
  const root = document.documentElement;
  const remember = (name, value) => {
    document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax` + (location.protocol === "https:" ? ";secure" : "");
  };
  const isField = (target) => target instanceof HTMLElement && (target.isContentEditable || target.matches("input,select,textarea"));

  /* A low window shows a part of the menu only. By hand: after scrollIntoView the first Tab would begin there, and not
     at the link past the menu. */
  const showHere = () => {
    const here = document.querySelector(".h-side [aria-current=page]");
    const menu = here?.offsetParent && here.closest(".h-menu");
    if (menu) menu.scrollTop += Math.max(0, here.getBoundingClientRect().bottom - menu.getBoundingClientRect().bottom);
  };

  const ready = () => {
    showHere();
    document.fonts.ready.then(showHere); // letters that come later make other lines
    const again = document.querySelector("form[data-again]"); // what waits for figures is sent once, by whoever is first
    if (again) {
      const timer = setTimeout(() => again.requestSubmit(), 1000);
      again.addEventListener("submit", (event) => {
        clearTimeout(timer);
        if (again.dataset.sent) event.preventDefault();
        again.dataset.sent = "yes";
      });
    }
    document.querySelectorAll("[data-act][hidden]").forEach((button) => { button.hidden = false; });
    if (!document.cookie.includes("hansei_zone=")) {
      remember("hansei_zone", Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
    }
  };

  /* Menu */
  const fold = () => {
    const folded = root.dataset.menu !== "folded";
    if (folded) root.dataset.menu = "folded"; else delete root.dataset.menu;
    remember("hansei_menu", folded ? "folded" : "open");
    document.querySelectorAll("[data-act=fold]").forEach((button) => button.setAttribute("aria-pressed", String(folded)));
  };
  const showKeys = () => {
    const sheet = document.getElementById("keys");
    if (sheet && !sheet.open) sheet.showModal();
  };

  /* Lists: a table or list with data-lines is walked with j and k; its links are the lines. */
  const walk = (step) => {
    const lines = [...document.querySelectorAll("[data-lines] a[data-line]")].filter((line) => line.offsetParent !== null);
    if (!lines.length) return false;
    const at = lines.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : lines.length - 1) : Math.min(lines.length - 1, Math.max(0, at + step));
    lines[next].focus();
    return true;
  };

  /* Keys */
  const acts = {
    "?": showKeys,
    m: fold,
    j: () => walk(1),
    k: () => walk(-1),
    x: () => document.activeElement?.closest("tr")?.querySelector("input[name=pick]")?.click(),
    o: () => document.activeElement instanceof HTMLAnchorElement && document.activeElement.click(),
  };
  let begun = "";
  let forget = 0;
  const pressed = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (root.dataset.shortcuts === "off" || isField(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key.length !== 1) return;
    const keys = begun ? `${begun} ${event.key}` : event.key;
    begun = "";
    clearTimeout(forget);
    const entry = [...document.querySelectorAll("[data-keys]")].find((each) => each.dataset.keys === keys);
    if (entry && entry.dataset.url) {
      location.assign(entry.dataset.url);
    } else if (acts[keys]) {
      acts[keys]();
    } else if (document.querySelector(`[data-keys^="${CSS.escape(keys)} "]`)) {
      begun = keys;
      forget = setTimeout(() => { begun = ""; }, 1500);
      return;
    } else {
      return;
    }
    event.preventDefault();
  };

  /* Notices: a click or Escape takes one away; nothing vanishes by itself before it was read. */
  const say = (words, kind = "error") => {
    const box = document.getElementById("notices");
    if (!box || !words) return;
    const notice = document.createElement("div");
    notice.className = `h-toast h-${kind}`;
    notice.textContent = words;
    box.append(notice);
  };

  /* A picture as PNG: its SVG file drawn at double size. */
  const savePng = async (button) => {
    const drawn = await (await fetch(button.dataset.url)).text();
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.href = canvas.toDataURL("image/png");
    link.download = `${button.dataset.name}.png`;
    link.click();
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const act = target?.closest("[data-act]")?.dataset.act;
    if (act === "fold") fold();
    if (act === "keys") showKeys();
    if (act === "print") print();
    if (act === "tick-all") document.querySelectorAll("input[name=pick]").forEach((tick) => { tick.checked = true; });
    if (act === "png") savePng(target.closest("[data-act]")).catch(() => say(document.body.dataset.offline));
    target?.closest(".h-toast")?.remove();
    document.querySelectorAll("details.h-me[open], details.h-drop[open]").forEach((menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll(".h-toast").forEach((notice) => notice.remove());
      document.querySelectorAll("details.h-me[open], details.h-drop[open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      });
    }
    pressed(event);
  });
  document.addEventListener("change", (event) => {
    const control = event.target;
    if (control instanceof HTMLElement && control.hasAttribute("data-send")) control.closest("form")?.requestSubmit();
  });
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
})();
