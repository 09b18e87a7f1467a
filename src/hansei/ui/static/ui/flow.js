/* The flow map: boxes are steps, lines are ways between them. Width says how often (or how long in all), tone the median wait.
   Reads {nodes:[{id,label,n,note,url}], edges:[{from,to,n,median_s,p90_s,total_s,label,said,url}], ways:[{path,n}], start, end}
   from the JSON that data-flow names; every word in it was written by the server. The table below the map is its alternative. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const draw = (name, attributes = {}, ...inside) => {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    inside.forEach((each) => made.append(each));
    return made;
  };
  const key = (edge) => `${edge.from}\u0000${edge.to}`;

  /* Which edges a share of cases needs: whole ways, the most frequent first. Without ways, the most frequent edges. */
  const covering = (flow, share) => {
    const shown = new Set();
    let covered = 0;
    const ways = flow.ways && flow.ways.length ? flow.ways : flow.edges.map((edge) => ({ path: [edge.from, edge.to], n: edge.n }));
    const all = flow.cases || ways.reduce((sum, way) => sum + way.n, 0) || 1;
    for (const way of [...ways].sort((a, b) => b.n - a.n)) {
      if (shown.size && covered / all >= share - 1e-9) break;
      way.path.slice(1).forEach((to, at) => shown.add(`${way.path[at]}\u0000${to}`));
      covered += way.n;
    }
    return { edges: flow.edges.filter((edge) => shown.has(key(edge))), covered: Math.min(1, covered / all) };
  };

  const measure = (() => {
    const pen = document.createElement("canvas").getContext("2d");
    return (words, font) => {
      pen.font = font;
      return pen.measureText(words).width;
    };
  })();

  /* A smooth line through the points that the layout gave, from border to border. */
  const curve = (points) => {
    const [first, ...rest] = points;
    if (rest.length === 1) return `M${first.x} ${first.y}L${rest[0].x} ${rest[0].y}`;
    let drawn = `M${first.x} ${first.y}`;
    for (let at = 0; at < points.length - 1; at += 1) {
      const [before, here, there, after] = [points[at - 1] || points[at], points[at], points[at + 1], points[at + 2] || points[at + 1]];
      const bend = 6;
      drawn += `C${here.x + (there.x - before.x) / bend} ${here.y + (there.y - before.y) / bend} ${there.x - (after.x - here.x) / bend} ${there.y - (after.y - here.y) / bend} ${there.x} ${there.y}`;
    }
    return drawn;
  };

  const arrow = (points, width) => {
    const tip = points[points.length - 1];
    const before = points[points.length - 2];
    const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
    const size = 6 + width * 0.7;
    const at = (turn, reach) => `${tip.x + Math.cos(angle + turn) * reach} ${tip.y + Math.sin(angle + turn) * reach}`;
    return { head: `M${at(0, 0)}L${at(Math.PI - 0.5, size)}L${at(Math.PI + 0.5, size)}Z`, back: { x: tip.x - Math.cos(angle) * size * 0.8, y: tip.y - Math.sin(angle) * size * 0.8 } };
  };

  /* Where the way from the middle of a box to a point leaves the box. */
  const edgeOf = (box, toward) => {
    const [across, down] = [toward.x - box.x, toward.y - box.y];
    const part = Math.min(box.wide / 2 / Math.abs(across || 1e-9), box.high / 2 / Math.abs(down || 1e-9), 1);
    return { x: box.x + across * part, y: box.y + down * part };
  };

  const LOOP = 40; // what the way of a step to itself and its words take below the box

  class FlowMap {
    constructor(box) {
      this.box = box;
      this.flow = JSON.parse(document.getElementById(box.dataset.flow).textContent);
      this.plane = box.querySelector("[data-flow-plane]");
      this.slider = box.querySelector("[data-flow-share]");
      this.said = box.querySelector("[data-flow-said]");
      this.names = new Map(this.flow.nodes.map((node) => [node.id, node]));
      this.by = "n";
      box.querySelectorAll("[data-flow-controls]").forEach((each) => { each.hidden = false; });
      this.slider?.addEventListener("input", () => this.show());
      box.querySelectorAll("[data-flow-by]").forEach((choice) => choice.addEventListener("change", () => { this.by = choice.value; this.show(); }));
      box.querySelectorAll("[data-flow-file]").forEach((button) => button.addEventListener("click", () => this.save(button.dataset.flowFile)));
      this.plane.addEventListener("keydown", (event) => this.walk(event));
      this.plane.addEventListener("click", (event) => this.open(event.target.closest("[data-at]")));
      this.show();
    }

    tone(seconds) {
      /* One minute and less is the palest, a day and more the darkest; the steps between are equal factors. */
      if (seconds === null || seconds === undefined) return 0;
      const reach = Math.log(Math.max(60, Math.min(86400, seconds)) / 60) / Math.log(1440);
      return 1 + Math.min(4, Math.floor(reach * 5));
    }

    show() {
      const share = this.slider ? Number(this.slider.value) / 100 : 1;
      const { edges, covered } = covering(this.flow, share);
      if (this.said) {
        const form = this.said.dataset.form;
        this.said.textContent = form.replace("{shown}", edges.length).replace("{all}", this.flow.edges.length).replace("{share}", Math.round(covered * 100));
      }
      const focused = document.activeElement?.dataset?.at;
      this.edges = edges;
      this.layout(edges);
      if (focused) this.focus(focused);
    }

    layout(edges) {
      const graph = new dagre.graphlib.Graph({ multigraph: true }).setGraph({ rankdir: this.plane.clientWidth < 560 ? "TB" : "LR", nodesep: 12, ranksep: 30, edgesep: 18, marginx: 4, marginy: 4 });
      graph.setDefaultEdgeLabel(() => ({}));
      const used = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
      const font = getComputedStyle(document.body).fontFamily;
      this.font = font;
      for (const id of used) {
        const node = this.names.get(id) || { id, label: id, note: "" };
        const wide = Math.max(measure(node.label, `600 12px ${font}`), measure(node.note || "", `11px ${font}`));
        const box = { wide: Math.max(64, Math.min(220, wide + 22)), high: node.note ? 40 : 30 };
        /* As much room above as the loop takes below: so the middle of the box is the middle of its place. */
        const again = edges.find((edge) => edge.from === id && edge.to === id);
        const below = again ? LOOP : 11;
        graph.setNode(id, { node, ...box, width: Math.max(box.wide, again ? measure(again.label || "", `11px ${font}`) + 8 : 0), height: box.high + 2 * below });
      }
      const most = Math.max(...edges.map((edge) => edge[this.by] || 0), 1);
      const mainWay = new Set();
      const longest = this.flow.ways?.length ? [...this.flow.ways].sort((a, b) => b.n - a.n)[0].path : [];
      longest.slice(1).forEach((to, at) => mainWay.add(`${longest[at]}\u0000${to}`));
      for (const edge of edges) {
        if (edge.from === edge.to) continue; // drawn below its box, see paint
        const wide = measure(edge.label || "", `11px ${font}`) + 10;
        graph.setEdge(edge.from, edge.to, { edge, width: wide, height: 16, labelpos: "c", minlen: 1, weight: mainWay.has(key(edge)) ? 60 : 1 + Math.round((8 * edge.n) / most) }, key(edge));
      }
      dagre.layout(graph);
      this.paint(graph, most);
    }

    paint(graph, most) {
      const { width, height } = graph.graph();
      /* Fitted to the room there is, down to two thirds; a larger map is scrolled. */
      const scale = Math.max(0.68, Math.min(1, (this.plane.clientWidth - 16) / width));
      const svg = draw("svg", { class: "h-flow", viewBox: `0 0 ${width} ${height}`, width: width * scale, height: height * scale, role: "group", "aria-label": this.plane.dataset.label });
      const lines = draw("g");
      const labels = draw("g", { class: "h-labels", "aria-hidden": "true" });
      const boxes = draw("g");
      const placed = graph.edges().map((each) => {
        const way = graph.edge(each);
        const inner = way.points.slice(1, -1);
        return { ...way, points: [edgeOf(graph.node(each.v), inner[0] || graph.node(each.w)), ...inner, edgeOf(graph.node(each.w), inner[inner.length - 1] || graph.node(each.v))] };
      });
      this.edges.filter((edge) => edge.from === edge.to).forEach((edge) => {
        const box = graph.node(edge.from);
        const floor = box.y + box.high / 2;
        const points = [[-14, 0], [-20, 18], [0, 26], [20, 18], [14, 0]].map(([right, down]) => ({ x: box.x + right, y: floor + down }));
        placed.push({ edge, points, x: box.x, y: floor + 30 });
      });
      placed.forEach(({ edge, points, x, y }) => {
        const thick = 1.4 + 11 * Math.sqrt((edge[this.by] || 0) / most);
        const tone = this.tone(edge.median_s);
        const { head, back } = arrow(points, thick);
        const shape = curve([...points.slice(0, -1), back]);
        const group = draw("g", { class: "h-way", "data-at": `e${this.edges.indexOf(edge)}`, tabindex: "-1", role: edge.url ? "button" : "img", "aria-label": edge.said });
        group.append(draw("title", {}, edge.said));
        group.append(draw("path", { d: shape, class: "h-reach", "stroke-width": Math.max(24, thick) }));
        if (tone < 4) group.append(draw("path", { d: shape, class: "h-casing", "stroke-width": thick + 1.6 }), draw("path", { d: head, class: "h-casing-head" }));
        group.append(draw("path", { d: shape, class: `h-way-line h-tone${tone}`, "stroke-width": thick }), draw("path", { d: head, class: `h-way-head h-tone${tone}` }));
        lines.append(group);
        if (edge.label) {
          const wide = measure(edge.label, `11px ${this.font}`) + 8;
          labels.append(draw("rect", { x: x - wide / 2, y: y - 8, width: wide, height: 16, rx: 3, class: "h-way-plate" }), draw("text", { x, y: y + 4, class: "h-way-label", "text-anchor": "middle" }, edge.label));
        }
      });
      graph.nodes().forEach((id) => {
        const { node, x, y, wide, high } = graph.node(id);
        const isEnd = [].concat(this.flow.start || [], this.flow.end || []).includes(id);
        const said = node.said || [node.label, node.note].filter(Boolean).join(", ");
        const group = draw("g", { class: `h-step${isEnd ? " h-step-end" : ""}`, "data-at": `n${id}`, tabindex: "-1", role: node.url ? "button" : "img", "aria-label": said });
        group.append(draw("title", {}, said), draw("rect", { x: x - wide / 2, y: y - high / 2, width: wide, height: high, rx: isEnd ? high / 2 : 5 }));
        const cut = measure(node.label, "600 12px sans-serif") > 205 ? `${node.label.slice(0, 28)}…` : node.label;
        group.append(draw("text", { x, y: node.note ? y - 3 : y + 4, class: "h-step-name", "text-anchor": "middle" }, cut));
        if (node.note) group.append(draw("text", { x, y: y + 12, class: "h-step-note", "text-anchor": "middle" }, node.note));
        boxes.append(group);
      });
      svg.append(lines, labels, boxes);
      this.graph = graph;
      this.plane.replaceChildren(svg);
      const first = this.at(`n${[].concat(this.flow.start || [])[0]}`) || this.plane.querySelector("[data-at^=n]");
      first?.setAttribute("tabindex", "0");
    }

    /* The map as it is drawn now, as a file of its own: colours and letters travel as attributes, for it has no style sheet. */
    standalone() {
      const drawn = this.plane.querySelector("svg");
      const copy = drawn.cloneNode(true);
      const copies = [copy, ...copy.querySelectorAll("*")];
      [drawn, ...drawn.querySelectorAll("*")].forEach((each, at) => {
        const seen = getComputedStyle(each);
        ["fill", "stroke", "stroke-width", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight"].forEach((name) => copies[at].setAttribute(name, seen.getPropertyValue(name)));
        ["class", "data-at", "tabindex", "role", "aria-label", "aria-hidden"].forEach((name) => copies[at].removeAttribute(name));
      });
      const { width, height } = this.graph.graph();
      Object.entries({ xmlns: SVG, width, height, role: "img", "aria-label": this.plane.dataset.label }).forEach(([name, value]) => copy.setAttribute(name, value));
      copy.prepend(draw("rect", { width, height, fill: getComputedStyle(this.box).backgroundColor }));
      return new XMLSerializer().serializeToString(copy);
    }

    async save(form) {
      const { width, height } = this.graph.graph();
      const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(this.standalone())}`;
      const link = document.createElement("a");
      link.download = `${this.plane.dataset.label}.${form}`;
      link.href = address;
      if (form === "png") {
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        link.href = canvas.toDataURL("image/png");
      }
      link.click();
    }

    at(name) { return [...this.plane.querySelectorAll("[data-at]")].find((each) => each.dataset.at === name); }

    focus(name) {
      const next = this.at(name);
      if (!next) return;
      this.plane.querySelectorAll('[tabindex="0"]').forEach((each) => each.setAttribute("tabindex", "-1"));
      next.setAttribute("tabindex", "0");
      next.focus();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    /* Right and left go along the flow, strongest way first; up and down change to the next way or step. */
    walk(event) {
      const here = event.target.closest?.("[data-at]")?.dataset.at;
      if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
      const strongest = (edges) => [...edges].sort((a, b) => b.n - a.n);
      const go = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      let next;
      if (event.key === "Enter" || event.key === " ") {
        this.open(event.target.closest("[data-at]"));
      } else if (here[0] === "n" && go) {
        const id = here.slice(1);
        const edge = strongest(this.edges.filter((each) => String(go > 0 ? each.from : each.to) === id))[0];
        next = edge && `e${this.edges.indexOf(edge)}`;
      } else if (here[0] === "e" && go) {
        const edge = this.edges[Number(here.slice(1))];
        next = `n${go > 0 ? edge.to : edge.from}`;
      } else if (here[0] === "e" && turn) {
        const edge = this.edges[Number(here.slice(1))];
        const beside = strongest(this.edges.filter((each) => each.from === edge.from));
        next = `e${this.edges.indexOf(beside[(beside.indexOf(edge) + turn + beside.length) % beside.length])}`;
      } else if (turn) {
        const places = this.graph.nodes().map((id) => ({ id, ...this.graph.node(id) })).sort((a, b) => Math.round((a.x - b.x) / 20) || a.y - b.y);
        const at = places.findIndex((each) => String(each.id) === here.slice(1));
        next = `n${places[(at + turn + places.length) % places.length].id}`;
      } else {
        return;
      }
      event.preventDefault();
      if (next) this.focus(next);
    }

    open(group) {
      if (!group) return;
      const name = group.dataset.at;
      const thing = name[0] === "e" ? this.edges[Number(name.slice(1))] : this.names.get(name.slice(1)) || [...this.names.values()].find((node) => String(node.id) === name.slice(1));
      if (!thing?.url) return;
      this.plane.querySelectorAll(".h-chosen").forEach((each) => each.classList.remove("h-chosen"));
      group.classList.add("h-chosen");
      const panel = document.querySelector(this.box.dataset.panel);
      if (panel && window.htmx) htmx.ajax("GET", thing.url, { target: panel, swap: "innerHTML" }); else location.assign(thing.url);
    }
  }

  const start = (root) => root.querySelectorAll?.("[data-flow]").forEach((box) => {
    if (box.dataset.drawn) return;
    box.dataset.drawn = "yes";
    const map = new FlowMap(box);
    let waiting = 0;
    let wide = box.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(box.clientWidth - wide) < 40) return;
      wide = box.clientWidth;
      clearTimeout(waiting);
      waiting = setTimeout(() => map.show(), 150);
    }).observe(box);
  });
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document)); else start(document);
})();
