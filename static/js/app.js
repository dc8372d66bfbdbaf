/* Smooths what the server already does: focus, one announcement, asking before grave acts, rows, unsaved text. Holds no words: they come
   from templates/components/parts.html. Everything works without this file. */
"use strict";
(() => {
  const part = (name) => document.getElementById(`part-${name}`).content.firstElementChild.cloneNode(true);

  /* ---- focus: to the named place of what came, else to the place that was swapped ---- */
  const focusOn = (place) => {
    if (!place.matches("a, button, input, select, textarea, summary, [tabindex]")) place.tabIndex = -1;
    place.focus();
  };
  const focusNamedPlace = (root) => {
    const place = root.matches("[data-focus]") ? root : root.querySelector("[data-focus], [autofocus]");
    if (place) focusOn(place);
    return Boolean(place);
  };

  let hadFocus = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    hadFocus = event.detail.target.contains(document.activeElement) && document.activeElement !== document.body;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.elt;
    announce(root);
    if (!root.isConnected || focusNamedPlace(root)) return;
    if (hadFocus && document.activeElement === document.body) focusOn(root);
    hadFocus = false;
  });

  /* ---- one announcement for a change, in the one live region ---- */
  const announce = (root) => {
    const said = root.matches("[data-announce]") ? root : root.querySelector("[data-announce]");
    const live = document.getElementById("live");
    if (!said || !live || live.textContent === said.dataset.announce) return;
    live.textContent = said.dataset.announce;
    setTimeout(() => { live.textContent = ""; }, 5000);
  };

  /* ---- a request that failed: say so once, keep everything ---- */
  const problem = (name) => {
    const notice = part(name);
    document.getElementById("messages").replaceChildren(notice);
    notice.scrollIntoView({ block: "nearest" });
  };
  const isPoll = (event) => event.detail.requestConfig?.triggeringEvent == null;  // a poll asks again by itself
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, (event) => { if (!isPoll(event)) problem("problem"); });
  }
  document.addEventListener("htmx:responseError", (event) => {
    if (!isPoll(event)) problem(event.detail.xhr.status === 403 ? "refused" : "problem");
  });

  /* ---- data-confirm on a form, button or link ---- */
  const ask = (question, word, then) => {
    const dialog = document.body.appendChild(part("confirm"));
    dialog.querySelector("h2").textContent = question;
    dialog.querySelector("[value=yes]").textContent = word;
    dialog.addEventListener("click", (event) => { if (event.target.value) dialog.close(event.target.value); });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "yes") then();
    });
    dialog.showModal();
  };
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const asked = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!asked || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asked, submitter?.textContent.trim() ?? "", () => {
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    });
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, event.target.textContent.trim(), () => event.detail.issueRequest(true));
  });

  /* ---- data-guard: leaving a form that was written in ---- */
  const written = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "guard" in form.dataset) written.add(form);
  });
  document.addEventListener("submit", (event) => written.delete(event.target));
  for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(kind, (event) => { if ("guard" in event.target.dataset) written.add(event.target); });
  }
  addEventListener("beforeunload", (event) => {
    if ([...written].some((form) => form.isConnected)) event.preventDefault();
  });

  /* ---- data-formset: one more row from its <template>; without JavaScript the same button asks the server ---- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add]");
    const formset = button?.closest("[data-formset]");
    if (!formset) return;
    const total = formset.querySelector(`[name="${formset.dataset.formset}-TOTAL_FORMS"]`);
    const pattern = formset.querySelector("template");
    if (!total || !pattern) return;
    event.preventDefault();
    const row = document.createElement("template");
    row.innerHTML = pattern.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    const fresh = row.content.firstElementChild;
    formset.querySelector("[data-rows]").append(row.content);
    window.htmx?.process(fresh);
    fresh.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });

  /* ---- data-fill: what is known already goes into a form, as if it had been typed ---- */
  const fill = (form, pairs) => {
    const known = new Map();
    for (const [name, value] of pairs) known.set(name, [...(known.get(name) ?? []), value]);
    for (const formset of form.querySelectorAll("[data-formset]")) {
      const name = `${formset.dataset.formset}-TOTAL_FORMS`;
      for (let missing = known.get(name)?.[0] - form.elements[name]?.value; missing > 0; missing--) formset.querySelector("[data-add]").click();
    }
    for (const input of form.elements) {
      const values = known.get(input.name);
      if (!values || input.name.endsWith("_FORMS")) continue;
      if (!/^(checkbox|radio)$/.test(input.type)) input.value = values[0];
      else if (values.includes(input.value)) input.checked = true;
      if (input.checked || (values[0] && input.value !== input.defaultValue)) reveal(input);
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const reveal = (input) => {
    for (let fold = input.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-fill]");
    const form = link?.closest("form");
    if (!form) return;
    event.preventDefault();
    fill(form, JSON.parse(link.dataset.fill));
    link.setAttribute("aria-pressed", "true");
  });

  /* ---- data-find: typing narrows the people of a form to those meant; Enter marks the first, or adds somebody new ---- */
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const find = (box) => {
    const group = box.closest("fieldset"), wanted = fold(box.querySelector("input").value.trim());
    const others = group.querySelector("[data-others]"), add = box.querySelector("button");
    let hits = 0;
    for (const label of group.querySelectorAll("label:has([name=who])")) {
      const place = label.closest("[role=group]")?.getAttribute("aria-label") ?? "";
      const is = fold(`${label.textContent} ${place}`).includes(wanted);
      label.hidden = !is;
      hits += is;
    }
    for (const one of others.querySelectorAll("[role=group]")) one.hidden = !one.querySelector("label:not([hidden])");
    others.open = Boolean(wanted) || Boolean(others.querySelector(":checked"));
    add.hidden = !wanted || hits > 0;
    add.textContent = add.dataset.word.replace("…", box.querySelector("input").value.trim());
  };
  const addFound = (box) => {
    const input = box.querySelector("input"), group = box.closest("fieldset"), people = group.querySelector("[data-newcomers]");
    const isFree = (one) => !one.value && one.name.endsWith("-person_name");
    const free = () => [...people.querySelectorAll("input")].find(isFree);
    people.open = true;
    if (!free()) people.querySelector("[data-add]").click();
    const place = free();
    if (!place) return;
    place.value = input.value.trim();
    input.value = "";
    find(box);
    place.closest("fieldset").querySelector("select").focus();
  };
  document.addEventListener("input", (event) => { const box = event.target.closest("[data-find]"); if (box) find(box); });
  document.addEventListener("keydown", (event) => {
    const box = event.key === "Enter" && event.target.closest?.("[data-find]");
    if (!box || event.target.matches("button")) return;
    event.preventDefault();
    const wanted = event.target.value.trim();
    const hit = wanted && box.closest("fieldset").querySelector("label:not([hidden]) > [name=who]:not(:checked)");
    if (hit) { hit.click(); event.target.value = ""; find(box); } else if (!box.querySelector("button").hidden) addFound(box);
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-find]");
    if (box && event.target.matches("button")) addFound(box);
  });
  const uncover = (root) => { for (const box of root.querySelectorAll("[data-find][hidden]")) box.hidden = false; };

  /* ---- first interest in a figure loads charts.js, which loads plotly ---- */
  const saving = navigator.connection?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
  let charts = null;
  const explore = (figure) => {
    charts ??= import(document.body.dataset.charts);
    charts.then((module) => module.draw(figure)).catch(() => { charts = null; });
  };
  const offer = (root) => {
    for (const figure of root.querySelectorAll("figure[data-figure]:not([data-offered])")) {
      figure.dataset.offered = "";
      const button = part("explore");
      figure.querySelector(".under")?.append(button);
      const drawing = figure.querySelector(".drawing");
      button.addEventListener("click", () => { explore(figure); focusOn(drawing); button.hidden = true; });
      if (saving) continue;
      for (const interest of ["pointerenter", "touchstart", "focusin"]) {
        drawing.addEventListener(interest, () => { explore(figure); button.hidden = true; }, { once: true, passive: true });
      }
    }
  };

  /* ---- meetings are kept as one types and sent when there is a signal: offline.js, once the page stands ---- */
  const choose = (name) => new Promise((done) => {
    const dialog = document.body.appendChild(part(name));
    dialog.addEventListener("click", (event) => { if (event.target.value) dialog.close(event.target.value); });
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(dialog.returnValue === "stay" ? "" : dialog.returnValue);
    });
    dialog.showModal();
  });
  const keep = () => {
    const { offline } = document.body.dataset;
    if (!offline || !window.indexedDB || !window.crypto?.subtle) return;
    import(offline).then((module) => module.begin({ part, fill, focusOn, ask: choose, ready: uncover })).catch(() => {});
  };

  const start = () => {
    offer(document);
    uncover(document);
    keep();
    const first = document.querySelector("[data-focus]");
    if (first && !location.hash) focusOn(first);
  };
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt === document.body) return;
    offer(event.detail.elt.parentElement ?? document);
    uncover(document);
  });
  start();
})();
