// Draws the map from the list of places that stands on the page anyway. Where cytoscape is not there, the list remains.
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
let drawn = null;

export function drawMap() {
  const box = document.querySelector(".drawn");
  const items = [...document.querySelectorAll("[data-place]")];
  drawn?.destroy();
  drawn = null;
  if (!box || !window.cytoscape || items.length < 2 || !box.offsetParent) return;
  const known = new Set(items.map((item) => item.dataset.place));
  const nodes = items.map((item) => ({
    data: { id: item.dataset.place, label: item.dataset.name, people: Number(item.dataset.people) },
    classes: "here" in item.dataset ? "here" : "",
  }));
  const seen = new Set();
  const edges = [];
  for (const item of items) {
    for (const way of item.dataset.ways.split(" ").filter((way) => known.has(way))) {
      const pair = [item.dataset.place, way].sort().join("\n");
      if (seen.has(pair)) continue;
      seen.add(pair);
      edges.push({ data: { source: item.dataset.place, target: way } });
    }
  }
  drawn = window.cytoscape({
    container: box,
    elements: [...nodes, ...edges],
    userZoomingEnabled: false,
    autoungrabify: true,
    style: [
      { selector: "node", style: {
        label: "data(label)", color: style("--ink"), "background-color": style("--edge"), width: 12, height: 12,
        "font-size": 13, "font-family": "system-ui, sans-serif", "text-valign": "bottom", "text-margin-y": 4,
        "text-wrap": "wrap", "text-max-width": 90,
        "text-outline-color": style("--shade"), "text-outline-width": 3,
      } },
      { selector: "node[people > 0]", style: { "background-color": style("--accent") } },
      { selector: "node.here", style: {
        width: 18, height: 18, "background-color": style("--accent"), "border-width": 3, "border-color": style("--ink"),
        "font-weight": 700,
      } },
      { selector: "edge", style: { width: 1.5, "line-color": style("--edge"), "curve-style": "straight" } },
    ],
    layout: {
      name: "cose", animate: false, randomize: false, padding: 24, nodeRepulsion: () => 60000, idealEdgeLength: () => 60,
      fit: true,
    },
  });
}

document.addEventListener("theme", drawMap);
