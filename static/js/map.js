/* What a map can do with script: play its months, and be taken away as a picture. Loaded only where there is a map; without it the months
   are links, and the sheet holds every tie. */
"use strict";
(() => {
  /* ---- play: one month after the other, from the first; the server draws each, nobody moves ---- */
  const STEP = 900;  // ms a month stays
  const play = document.querySelector("[data-play]");
  const months = document.querySelector("select[name=month]");
  let timer = null;
  const show = async (value) => {
    const asked = new URLSearchParams(new FormData(months.form));
    asked.set("month", value);
    const answer = await fetch(`?${asked}`, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector(".map").replaceWith(fresh.querySelector(".map"));
    for (const part of ["figure h3", "figure .summary"]) document.querySelector(part).textContent = fresh.querySelector(part).textContent;
    months.value = value;
  };
  const stop = () => { clearTimeout(timer); timer = null; play.removeAttribute("aria-pressed"); };
  const next = (values) => {
    if (!values.length) return stop();
    show(values[0]).then(() => { if (timer !== null) timer = setTimeout(next, STEP, values.slice(1)); });
  };
  if (play && months) {
    play.hidden = false;
    play.addEventListener("click", () => {
      if (timer !== null) return stop();
      play.setAttribute("aria-pressed", "true");
      timer = 0;
      next([...months.options].map((one) => one.value).reverse());
    });
  }

  /* ---- pictures: the drawing with its colours written in, so that it stands alone ---- */
  const LOOK = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "font-family", "font-size", "font-weight", "display", "paint-order", "vector-effect"];
  const alone = (map) => {
    const copy = map.cloneNode(true);
    const originals = map.querySelectorAll("*");
    copy.querySelectorAll("*").forEach((one, n) => {
      const style = getComputedStyle(originals[n]);
      for (const name of LOOK) one.setAttribute(name, style.getPropertyValue(name));
    });
    const { width, height } = map.getBoundingClientRect();
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: getComputedStyle(document.documentElement).backgroundColor })) ground.setAttribute(name, value);
    copy.prepend(ground);
    return { text: new XMLSerializer().serializeToString(copy), width, height };
  };
  const save = (blob, ending) => {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `network.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const picture = (kind) => {
    const { text, width, height } = alone(document.querySelector(".map"));
    const drawing = new Blob([text], { type: "image/svg+xml" });
    if (kind === "svg") return save(drawing, "svg");
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, "png"), "image/png");
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  };
  for (const row of document.querySelectorAll("[data-pictures]")) row.hidden = false;
  for (const button of document.querySelectorAll("[data-picture]")) button.addEventListener("click", () => picture(button.dataset.picture));
})();
