// Draws the tree of branches from the list that stands on the page anyway. Where cytoscape is not there, the list remains.
// Time goes from left to right, the live story along the top; whatever parted from it earliest lies lowest.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const LONGEST = 60; // letters of a label; the list has them all
const STEP = { x: 130, y: 46 };
let drawn = null;
let listed = null; // what it was drawn from

function elements(items) {
  const places = new Map(); // by key: column, and row counted from the top
  let rows = 0;
  for (const { dataset: { twig, parent, depth } } of items) {
    const before = places.get(parent);
    const goesOn = before && before.depth === depth;
    const row = depth === "0" ? 0 : goesOn ? before.row : (rows += 1);
    places.set(twig, { depth, row, column: before ? before.column + 1 : 0 });
  }
  return items.flatMap(({ dataset: { twig, parent, kind }, textContent }) => {
    const words = textContent.replace(/\s+/g, " ").trim();
    const label = words.length > LONGEST ? `${words.slice(0, LONGEST)} …` : words;
    const { column, row } = places.get(twig);
    const position = { x: column * STEP.x, y: row && (rows + 1 - row) * STEP.y };
    const node = { data: { id: twig, label }, classes: kind, position };
    return parent ? [node, { data: { source: parent, target: twig }, classes: kind }] : [node];
  });
}

function style() {
  return [
    { selector: "node", style: {
      width: 12, height: 12, label: "data(label)", color: colour("--ink"), "background-color": colour("--line"),
      "font-size": 12, "font-family": "system-ui, sans-serif", "text-wrap": "wrap",
      "text-valign": "center", "text-halign": "right", "text-margin-x": 7, "text-max-width": 240, "text-justification": "left",
      "text-outline-color": colour("--shade"), "text-outline-width": 3,
    } },
    { selector: "node.beginning, node.parting", style: {
      "text-valign": "top", "text-halign": "center", "text-margin-x": 0, "text-margin-y": -5, "text-max-width": 118,
      "text-justification": "center",
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
  if (!box) return;
  box.hidden = !window.cytoscape || items.length < 3;
  if (box.hidden) return;
  drawn = window.cytoscape({
    container: box, elements: elements(items), style: style(), layout: { name: "preset" },
    maxZoom: 1, userZoomingEnabled: false, autoungrabify: true, autounselectify: true,
  });
  drawn.fit(drawn.elements(), 16);
  if (drawn.zoom() < 0.8) { // what is too large to be read whole is moved by hand, from where the story is now
    drawn.zoom(0.8);
    drawn.center(drawn.nodes(".live"));
  }
}

function drawAgain() {
  const list = document.querySelector(".twigs")?.innerHTML;
  if (list === listed) return;
  listed = list;
  drawTree();
}

document.addEventListener("theme", drawTree);
document.addEventListener("htmx:after:swap", drawAgain);
drawAgain();
