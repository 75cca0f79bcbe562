// Draws the curve of suspicion from the numbers that stand on the page. Where uPlot is not there, the number remains.
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
let drawn = null;
let shown = "";

function drawCurve() {
  const box = document.querySelector(".curve");
  if (!box || !window.uPlot) return;
  const wanted = box.dataset.curve + box.dataset.marks + colour("--ink") + box.clientWidth;
  if (wanted === shown && box.childElementCount) return;
  shown = wanted;
  drawn?.destroy();
  box.hidden = false;
  const points = JSON.parse(box.dataset.curve);
  const marks = JSON.parse(box.dataset.marks);
  const hours = (minutes) => `${Math.floor(minutes / 60)}:${String(Math.round(minutes % 60)).padStart(2, "0")}`;
  const axis = { stroke: colour("--quiet"), grid: { stroke: colour("--edge"), width: 1 }, font: "12px system-ui" };
  drawn = new window.uPlot({
    width: box.clientWidth, height: 170, legend: { show: false }, cursor: { show: false },
    scales: { x: { time: false }, y: { range: [0, 1] } },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map(hours) },
      { ...axis, size: 96, splits: () => [0, ...Object.values(marks), 1], values: (_, ticks) => ticks.map((tick) =>
        Object.keys(marks).find((name) => marks[name] === tick) ?? String(tick)) },
    ],
    series: [{}, { stroke: colour("--accent"), width: 2.5, points: { show: false } }],
  }, [points.map(([minute]) => minute), points.map(([, value]) => value)], box);
}

for (const news of ["panels", "theme"]) document.addEventListener(news, drawCurve);
addEventListener("resize", drawCurve);
drawCurve();
