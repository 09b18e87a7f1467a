// The keys of a canvas: walk, move, draw an arrow. Everything is sent by the forms beside the picture.
(() => {
  "use strict";
  const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

  function centre(node) {
    const box = node.querySelector("rect").getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  // The nearest one that way; what lies aside counts double.
  function neighbour(nodes, from, way) {
    const here = centre(from);
    const sign = way === "up" || way === "left" ? -1 : 1;
    const along = way === "up" || way === "down" ? "y" : "x";
    const aside = along === "y" ? "x" : "y";
    let best = null;
    let least = Infinity;
    for (const node of nodes) {
      if (node === from) continue;
      const there = centre(node);
      const forward = (there[along] - here[along]) * sign;
      if (forward < 2) continue;
      const cost = forward + 2 * Math.abs(there[aside] - here[aside]);
      if (cost < least) { least = cost; best = node; }
    }
    return best;
  }

  function setUp(canvas) {
    const nodes = [...canvas.querySelectorAll("a.h-canvas-node")];
    const move = canvas.querySelector("form[data-canvas-move]");
    const arrow = canvas.querySelector("form[data-canvas-arrow]");
    const says = canvas.querySelector("[data-canvas-says]");
    const keys = canvas.querySelector(".h-canvas-keys");
    if (keys) keys.hidden = false;
    let begun = null;

    function letGo() {
      if (begun) begun.classList.remove("h-canvas-begun");
      if (begun && says) says.textContent = says.dataset.letGo;
      begun = null;
    }
    function value(node) { return `${node.dataset.node}:${node.dataset.version}`; }
    function remember(node) { sessionStorage.setItem("canvas", node.dataset.node); }

    canvas.addEventListener("keydown", (event) => {
      const node = event.target.closest("a.h-canvas-node");
      if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
      const way = WAYS[event.key];
      if (way && event.shiftKey && move) {
        const button = move.querySelector(`button[value="${way}"]`);
        if (!button) return;
        event.preventDefault();
        move.elements.node.value = value(node);
        remember(node);
        move.requestSubmit(button);
      } else if (way) {
        event.preventDefault();
        const next = neighbour(nodes, node, way);
        if (next) next.focus();
      } else if ((event.key === "a" || event.key === "A") && arrow) {
        event.preventDefault();
        event.stopPropagation();
        if (!begun) {
          begun = node;
          node.classList.add("h-canvas-begun");
          if (says) says.textContent = `${says.dataset.begun} ${node.getAttribute("aria-label")}`;
        } else if (begun === node) {
          letGo();
        } else {
          arrow.elements.start.value = value(begun);
          arrow.elements.target.value = value(node);
          remember(node);
          arrow.requestSubmit();
        }
      } else if (event.key === "Escape" && begun) {
        event.preventDefault();
        letGo();
      }
    });

    const last = sessionStorage.getItem("canvas");
    if (last !== null) {
      const node = nodes.find((each) => each.dataset.node === last);
      if (node) { sessionStorage.removeItem("canvas"); node.focus(); }
    }
  }

  document.querySelectorAll("[data-canvas]").forEach(setUp);
})();
