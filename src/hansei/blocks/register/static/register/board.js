/* The board: a card is dragged to the column it shall go to. The menu of each card does the same without a mouse. */
"use strict";
(() => {
  let dragged = null;

  const columnOf = (target) => (target instanceof Element ? target.closest("[data-board] [data-state]") : null);
  const leads = (card, column) => card.closest("[data-state]").dataset.ways.split(" ").includes(column.dataset.state);
  const clear = () => {
    document.querySelectorAll(".h-board-open, .h-board-over, .h-board-held").forEach((each) => {
      each.classList.remove("h-board-open", "h-board-over", "h-board-held");
    });
  };

  document.addEventListener("dragstart", (event) => {
    const card = event.target instanceof Element ? event.target.closest("[data-card][draggable]") : null;
    if (!card) return;
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.card);
    card.classList.add("h-board-held");
    document.querySelectorAll("[data-board] [data-state]").forEach((column) => {
      if (leads(card, column)) column.classList.add("h-board-open");
    });
  });
  document.addEventListener("dragover", (event) => {
    const column = dragged && columnOf(event.target);
    if (!column) return;
    event.preventDefault(); // a column to which no way leads says so when the card is let go
    document.querySelectorAll(".h-board-over").forEach((each) => each.classList.remove("h-board-over"));
    column.classList.add("h-board-over");
  });
  document.addEventListener("drop", (event) => {
    const card = dragged;
    const column = card && columnOf(event.target);
    if (!column) return;
    event.preventDefault();
    if (column === card.closest("[data-state]")) return;
    const values = { version: card.dataset.version, to: column.dataset.state };
    htmx.ajax("POST", card.dataset.url, { target: "#board", swap: "outerHTML", values });
  });
  document.addEventListener("dragend", () => { dragged = null; clear(); });

  const shut = (ways) => {
    const card = ways.closest("[data-card]");
    ways.remove();
    card?.querySelector("a[hx-get]")?.focus();
  };
  document.addEventListener("click", (event) => {
    const ways = event.target instanceof Element && event.target.closest("[data-card] [data-shut]")?.closest("form");
    if (!ways) return;
    event.preventDefault();
    shut(ways);
  });
  document.addEventListener("keydown", (event) => {
    const ways = event.key === "Escape" && event.target instanceof Element && event.target.closest("[data-card] form");
    if (ways) shut(ways);
  });
})();
