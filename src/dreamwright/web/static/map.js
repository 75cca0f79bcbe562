// Draws the map from the list of places that stands on the page anyway. Where cytoscape is not there, the list remains.
// A place stays where it has been drawn: the map grows, and does not jump.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const positions = new Map();
let drawn = null;
let shown = "";

function elements(items) {
  const known = new Set(items.map((item) => item.dataset.place));
  const edges = new Map();
  const nodes = items.map((item, i) => {
    const { place, name, people, ways } = item.dataset;
    for (const way of ways.split(" ").filter((way) => known.has(way))) {
      edges.set([place, way].sort().join(" "), { data: { source: place, target: way } });
    }
    const angle = (2 * Math.PI * i) / items.length;
    const start = { x: 300 * Math.cos(angle), y: 200 * Math.sin(angle) };
    const kind = "here" in item.dataset ? "here" : people > 0 ? "people" : "";
    return { data: { id: place, label: name }, classes: kind, position: { ...(positions.get(place) ?? start) } };
  });
  return [...nodes, ...edges.values()];
}

function settle(cy) {
  if (!cy.nodes().every((node) => positions.has(node.id()))) {
    cy.layout({ name: "cose", animate: false, randomize: false, nodeRepulsion: () => 90000, fit: false }).run();
    const { w, h } = cy.elements().boundingBox();
    const stretch = Math.min(2, Math.max(0.5, ((cy.width() / cy.height()) * h) / w));
    cy.nodes().positions((node) => ({ x: node.position("x") * stretch, y: node.position("y") }));
    for (const node of cy.nodes()) positions.set(node.id(), { ...node.position() });
  }
  cy.fit(cy.elements(), 12);
  cy.style(style(1 / cy.zoom())); // letters and dots are as large as on the page, however large the map is
  cy.fit(cy.elements(), 12);
}

function style(scale) {
  const dot = { width: 11 * scale, height: 11 * scale };
  return [
    { selector: "node", style: {
      ...dot, label: "data(label)", color: colour("--ink"), "background-color": colour("--line"),
      "font-size": 12.5 * scale, "font-family": "system-ui, sans-serif", "text-valign": "bottom",
      "text-margin-y": 3 * scale, "text-wrap": "wrap", "text-max-width": 105 * scale,
      "text-outline-color": colour("--shade"), "text-outline-width": 3 * scale,
    } },
    { selector: ".people, .here", style: { "background-color": colour("--accent") } },
    { selector: ".here", style: {
      width: 17 * scale, height: 17 * scale, "border-width": 3 * scale, "border-color": colour("--ink"),
      "font-weight": 700,
    } },
    { selector: "edge", style: { width: 1.5 * scale, "line-color": colour("--line"), "curve-style": "straight" } },
  ];
}

function drawMap() {
  const box = document.querySelector(".drawn");
  const items = [...document.querySelectorAll("[data-place]")];
  if (!box || !window.cytoscape || items.length < 2 || !box.closest("details").open) return;
  const wanted = items.map((item) => JSON.stringify(item.dataset)).join() + colour("--ink");
  if (wanted === shown && box.childElementCount) return;
  drawn?.destroy();
  box.hidden = false;
  shown = wanted;
  drawn = window.cytoscape({
    container: box, elements: elements(items), style: style(1), layout: { name: "preset" },
    userZoomingEnabled: false, userPanningEnabled: false, autoungrabify: true, autounselectify: true,
  });
  settle(drawn);
}

for (const news of ["panels", "theme"]) document.addEventListener(news, drawMap);
document.addEventListener("toggle", (event) => { if (event.target.dataset?.key === "map") drawMap(); }, true);
drawMap();
