/* Puts an interactive chart in the place of a static drawing. Loaded by app.js on the reader's first interest; loads plotly once, and the
   numbers of each figure from its own address. Colours in the data are names of tokens ("--ink"); they are read from the page, so light,
   dark and contrast modes are followed. */

const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true, scrollZoom: false, showTips: false };
const drawn = new Map();
let plotly = null;

/* plotly writes two style elements when it starts; ours stand in their places by id, so that it writes none (our policy refuses them). */
const STYLE_ID = "plotly.js-style-global";
const MAP_STYLE_ID = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";

const load = () => {
  const { plotly: script, plotlyCss: sheet } = document.body.dataset;
  const wait = (element) => new Promise((resolve, reject) => {
    element.addEventListener("load", resolve, { once: true });
    element.addEventListener("error", reject, { once: true });
    document.head.append(element);
  });
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet, id: STYLE_ID, className: "no-inline-styles" });
  document.head.append(Object.assign(document.createElement("meta"), { id: MAP_STYLE_ID }));
  const code = Object.assign(document.createElement("script"), { src: script });
  return wait(style).then(() => wait(code)).then(() => window.Plotly);
};

/* A token as plotly can read it: the page resolves light-dark(), a canvas turns oklch() into numbers. */
const reader = () => {
  const probe = document.body.appendChild(document.createElement("span"));
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const read = (token) => {
    if (!known.has(token)) {
      probe.style.color = `var(${token})`;
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = getComputedStyle(probe).color;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
      known.set(token, `rgba(${red},${green},${blue},${alpha / 255})`);
    }
    return known.get(token);
  };
  const paint = (value) => {
    if (typeof value === "string") return /^--[\w-]+$/.test(value) ? read(value) : value;
    if (Array.isArray(value)) return value.map(paint);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, paint(inner)]));
    return value;
  };
  return { paint, done: () => probe.remove() };
};

const merge = (base, own) => {
  const both = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const isObject = value && typeof value === "object" && !Array.isArray(value);
    both[key] = isObject && base[key] ? merge(base[key], value) : value;
  }
  return both;
};

const AXIS = { gridcolor: "--rule", linecolor: "--edge", zerolinecolor: "--edge", tickcolor: "--edge", fixedrange: true, automargin: true };
const LAYOUT = {
  paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true, dragmode: false, showlegend: false, hovermode: "closest",
  margin: { l: 32, r: 12, t: 12, b: 32 }, font: { color: "--ink-2", size: 13 }, xaxis: { ...AXIS, showgrid: false, zeroline: false }, yaxis: AXIS,
  hoverlabel: { bgcolor: "--field", bordercolor: "--edge", font: { color: "--ink" } },
};

const ask = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
};

const show = ({ source, height }, place) => {
  const colours = reader();
  const data = colours.paint(source.data);
  const layout = colours.paint(merge(LAYOUT, source.layout ?? {}));
  colours.done();
  layout.font.family = getComputedStyle(document.body).fontFamily;
  delete layout.template;
  return plotly.react(place, data, { ...layout, height, width: undefined }, CONFIG);
};

export const draw = async (figure) => {
  if (drawn.has(figure)) return;
  const drawing = figure.querySelector(".drawing");
  const chart = { height: Math.max(drawing.getBoundingClientRect().height, 160) };
  drawn.set(figure, chart);
  try {
    [chart.source, plotly] = await Promise.all([ask(figure.dataset.figure), plotly ?? load()]);
  } catch (error) {
    drawn.delete(figure);
    throw error;
  }
  const place = document.createElement("div");
  place.className = "explored";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", drawing.querySelector("title")?.textContent ?? "");
  drawing.style.minBlockSize = `${chart.height}px`;  // no jump while one takes the place of the other
  drawing.append(place);
  drawing.classList.add("is-explored");
  chart.place = place;
  await show(chart, place);
};

/* Follow light and dark; forget figures that a swap took away. */
const repaint = () => {
  for (const [figure, chart] of drawn) {
    if (!figure.isConnected) {
      if (chart.place) plotly?.purge(chart.place);
      drawn.delete(figure);
    } else if (chart.place) show(chart, chart.place);
  }
};
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
matchMedia("(prefers-contrast: more)").addEventListener("change", repaint);
document.addEventListener("htmx:afterSettle", () => {
  if ([...drawn.keys()].some((figure) => !figure.isConnected)) repaint();
});
