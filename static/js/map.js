/* What a map can do with script: let a neighbourhood stand out at once, play its months, be taken away as a picture. Loaded only where
   there is a map; without it organisations and months are links, and the sheet holds every tie. */
"use strict";
(() => {
  const svg = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  /* ---- who stands beside whom: read from the drawing, as every end of a tie lies on the place of its organisation ---- */
  const drawings = new WeakMap();
  const read = (map) => {
    if (drawings.has(map)) return drawings.get(map);
    const nodes = [...map.querySelectorAll(":scope > a")];
    const spot = (x, y) => x * 4096 + y;
    const at = new Map(nodes.map((one, n) => {
      const place = one.firstElementChild;
      return [spot(Math.round(10 * parseFloat(place.getAttribute("x"))), Math.round(parseFloat(place.getAttribute("y")))), n];
    }));
    const strands = [...map.querySelectorAll(".ties > .tie")].map((strand) => {
      const numbers = Int32Array.from(strand.getAttribute("d").match(/\d+/g) ?? []);
      const ends = new Int32Array(numbers.length / 2);
      for (let n = 0; n < ends.length; n += 1) ends[n] = at.get(spot(numbers[2 * n], numbers[2 * n + 1])) ?? -1;
      return { strand, numbers, ends };
    });
    drawings.set(map, { nodes, strands });
    return drawings.get(map);
  };

  /* ---- a neighbourhood stands out at once; the server then draws it with all its names ---- */
  const standOut = (link) => {
    const map = link.closest(".map");
    const { nodes, strands } = read(map);
    const chosen = nodes.indexOf(link), near = new Set([chosen]);
    const above = map.querySelector(".ties").cloneNode(false);
    for (const { strand, numbers, ends } of strands) {
      let path = "";
      for (let n = 0; n < ends.length; n += 2) {
        if (ends[n] !== chosen && ends[n + 1] !== chosen) continue;
        near.add(ends[n]).add(ends[n + 1]);
        path += `M${numbers[2 * n]} ${numbers[2 * n + 1]}L${numbers[2 * n + 2]} ${numbers[2 * n + 3]}`;
      }
      if (path) above.append(svg("path", { class: strand.getAttribute("class").replace("faded", ""), "stroke-width": strand.getAttribute("stroke-width"), d: path }));
    }
    map.querySelector(".near-ties")?.remove();
    above.setAttribute("class", "near-ties");
    map.querySelector(".ties").after(above);
    map.classList.add("narrowed");
    nodes.forEach((one, n) => one.classList.toggle("near", near.has(n)));
  };

  /* ---- another map in the place of this one: a neighbourhood, a month before or after, everybody ---- */
  const same = (link) => link.closest(".map") ? `.map a[href="${CSS.escape(link.getAttribute("href"))}"]` : `#network a[rel=${link.rel}]`;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".map a, #network a[rel]");
    if (!link || !window.htmx || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    stop();
    if (link.closest(".map")) standOut(link);
    const again = same(link), back = () => document.querySelector(again)?.focus({ preventScroll: true });
    document.addEventListener("htmx:afterSwap", back);
    htmx.ajax("GET", link.getAttribute("href").replace(/#.*/, ""), { source: link, target: "#network", swap: "outerHTML" })
      .catch(() => {})  // app.js says what went wrong
      .finally(() => document.removeEventListener("htmx:afterSwap", back));
  });

  /* ---- play: one month after the other, from the first; the server draws each, nobody moves ---- */
  const STEP = 900;  // ms a month stays
  const TEXTS = ["h1", "figure h3", "figure .summary"];
  let playing = null;
  const asked = async (address) => {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("network") : null;
  };
  const show = (fresh, month) => {
    document.querySelector(".map").replaceWith(document.importNode(fresh.querySelector(".map"), true));
    for (const part of TEXTS) document.querySelector(part).textContent = fresh.querySelector(part).textContent;
    document.querySelector("select[name=month]").value = month;
  };
  const stop = () => {
    const { fresh, address } = playing ?? {};
    playing = null;
    document.querySelector("[data-play]")?.removeAttribute("aria-pressed");
    if (!fresh) return;
    document.getElementById("network").replaceWith(fresh);  // table, measures and matrix follow when the months stand still
    htmx.process(fresh);
    ready();
    history.replaceState(history.state, "", address);
    document.querySelector("[data-play]")?.focus({ preventScroll: true });
  };
  const play = async (form) => {
    const mine = playing = {};
    const at = (month) => {
      const wanted = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && name !== "month"));
      if (month) wanted.set("month", month);
      return `?${wanted}`;
    };
    const addresses = [...form.elements.month.options].map((one) => [one.value, at(one.value)]).reverse();
    let coming = asked(addresses[0][1]);
    for (const [n, [month, address]] of addresses.entries()) {
      const fresh = await coming;
      if (playing !== mine || !fresh) break;
      show(fresh, month);
      Object.assign(mine, { fresh, address });
      if (n + 1 < addresses.length) {
        coming = asked(addresses[n + 1][1]);  // is drawn while this one is looked at
        await new Promise((then) => { setTimeout(then, STEP); });
        if (playing !== mine) break;
      }
    }
    if (playing === mine) stop();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-play]");
    if (!button) return;
    if (playing) return stop();
    button.setAttribute("aria-pressed", "true");
    play(document.querySelector("select[name=month]").form);
  });

  /* ---- pictures: the drawing with its colours written in, so that it stands alone ---- */
  const LOOK = ["fill", "stroke", "stroke-width", "fill-opacity", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "opacity", "font-family", "font-size", "font-weight", "display", "paint-order", "vector-effect"];
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
    copy.prepend(svg("rect", { width: "100%", height: "100%", fill: getComputedStyle(document.documentElement).backgroundColor }));
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
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-picture]");
    if (button) picture(button.dataset.picture);
  });

  /* ---- what only script can do shows itself; a drawing is read before it is clicked ---- */
  const ready = () => {
    for (const one of document.querySelectorAll("#network [data-play], #network [data-pictures]")) one.hidden = false;
    const map = document.querySelector(".map");
    if (map) (window.requestIdleCallback ?? setTimeout)(() => read(map));
  };
  document.addEventListener("htmx:load", ready);
  ready();
})();
