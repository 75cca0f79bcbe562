// Draws the tree of branches from the list that stands on the page anyway. Where cytoscape is not there, the list remains.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const LONGEST = 42; // letters of a label; the list has them all
let drawn = null;

function elements(items) {
  return items.flatMap(({ dataset, textContent }) => {
    const { twig, parent, kind } = dataset;
    const words = textContent.replace(/\s+/g, " ").trim();
    const label = words.length > LONGEST ? `${words.slice(0, LONGEST)} …` : words;
    const node = { data: { id: twig, label }, classes: kind };
    return parent ? [node, { data: { source: parent, target: twig }, classes: kind }] : [node];
  });
}

function style() {
  return [
    { selector: "node", style: {
      width: 12, height: 12, label: "data(label)", color: colour("--ink"), "background-color": colour("--line"),
      "font-size": 12, "font-family": "system-ui, sans-serif", "text-valign": "bottom", "text-margin-y": 4,
      "text-wrap": "wrap", "text-max-width": 130, "text-outline-color": colour("--shade"), "text-outline-width": 3,
    } },
    { selector: "node.live", style: {
      width: 18, height: 18, "background-color": colour("--accent"), "border-width": 3, "border-color": colour("--ink"),
      "font-weight": 700,
    } },
    { selector: "node.unmade", style: { shape: "diamond", "background-color": colour("--stop") } },
    { selector: "node.kept", style: { shape: "rectangle", "background-color": colour("--ink") } },
    { selector: "node.what-if", style: {
      "background-color": colour("--shade"), "border-width": 2, "border-color": colour("--accent"), "border-style": "dashed",
    } },
    { selector: "edge", style: { width: 2, "line-color": colour("--line"), "curve-style": "straight" } },
    { selector: "edge.unmade, edge.what-if", style: { "line-style": "dashed" } },
  ];
}

function drawTree() {
  const box = document.querySelector(".drawn.tree");
  const items = [...document.querySelectorAll("[data-twig]")];
  drawn?.destroy();
  drawn = null;
  if (!box || !window.cytoscape || items.length < 3) return;
  box.hidden = false;
  drawn = window.cytoscape({
    container: box, elements: elements(items), style: style(), minZoom: 0.3, maxZoom: 1.2,
    userZoomingEnabled: false, autoungrabify: true, autounselectify: true,
    layout: {
      name: "breadthfirst", directed: true, roots: [items[0].dataset.twig], padding: 24, spacingFactor: 1.1,
      transform: (_, { x, y }) => ({ x: y * 1.6, y: x * 0.7 }), // time goes from left to right
    },
  });
}

for (const news of ["answer", "theme"]) document.addEventListener(news, drawTree);
drawTree();
