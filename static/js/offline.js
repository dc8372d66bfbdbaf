/* Meetings that are typed reach the server once, with or without a signal: drafts as one types, a queue that is sent in the order of the
   meetings, and the page of this device. Loaded by app.js. Holds no words: they come from templates/components/parts.html. */
const PATIENCE = 20_000, AGAIN = 2_000, LATEST = 60_000, FRESH = 6 * 3600_000, PAUSE = 300;  // ms
const { dataset } = document.body;
const kept = await import(dataset.kept);
const locks = navigator.locks ?? { request: (_name, ...more) => more.at(-1)({}) };
const HIDDEN = /^(csrfmiddlewaretoken|private_note)$/;  // never kept on a device
let app, wait = AGAIN, timer = null;

/* ---- what stands in a form ---- */
const pairsOf = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !HIDDEN.test(name));

const momentOf = (pairs) => {
  const said = Object.fromEntries(pairs), [day, clock] = (said.when === "other" ? said.day : said.when ?? "").split("T");
  return `${day}T${clock ?? (said.clock || "12:00")}`;
};

const titleOf = (form) => [...form.querySelectorAll("[name=who]:checked")].slice(0, 3).map((box) => box.closest("label").textContent.trim())
  .concat([...form.querySelectorAll("[name$=-person_name]")].map((one) => one.value.trim()).filter(Boolean)).join("; ");

const entryOf = (form, state) => {
  const pairs = pairsOf(form);
  return { id: form.elements.id.value, url: form.dataset.log, reader: form.dataset.reader, state, pairs, at: momentOf(pairs), title: titleOf(form),
    place: form.dataset.place, written: Date.now() };
};

/* ---- sending one ---- */
const whoami = async () => {  // undefined without a signal, null for nobody
  try {
    const answer = await fetch(dataset.state, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? await answer.json() : answer.status >= 500 ? undefined : null;
  } catch { return undefined; }
};

const deliver = async (entry, token, more = {}) => {
  const body = new URLSearchParams(entry.pairs);
  for (const [name, value] of Object.entries({ ...more, csrfmiddlewaretoken: token })) body.set(name, value);
  try {
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    const answer = await fetch(entry.url, { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    const to = answer.headers.get("HX-Redirect") ?? "";
    if (answer.status === 204 && to.endsWith(`/${entry.id}/`)) return { is: "saved", to };
    if (answer.status === 422) return { is: "refused", page: await answer.text() };
    if (answer.status === 401 || to) return { is: "nobody" };
    return { is: [403, 404].includes(answer.status) ? "closed" : "away" };
  } catch { return { is: "away" }; }
};

/* ---- sending all that waits, in the order in which the meetings took place ---- */
const waiting = async () => (await kept.all("entries")).filter((entry) => entry.state === "waiting")
  .sort((a, b) => a.at.localeCompare(b.at) || a.written - b.written);

const sendAll = async () => {
  const queue = await waiting();
  const me = queue.length ? await whoami() : null;
  if (!queue.length || !me) return me === undefined ? "away" : queue.length ? "nobody" : "done";
  for (const entry of queue) {
    if (entry.reader !== me.reader) continue;
    const { is } = await deliver(entry, me.token, { kept: "1" });
    if (is === "saved") await kept.remove("entries", entry.id);
    else if (is === "refused" || is === "closed") await kept.put("entries", { ...entry, state: is });
    else return is;
  }
  return (await waiting()).length ? "other" : "done";
};

export const sync = async () => {
  const outcome = await locks.request("groundwork-send", { ifAvailable: true }, (lock) => (lock ? sendAll() : "away"));
  clearTimeout(timer);
  wait = outcome === "away" ? Math.min(wait * 2, LATEST) : AGAIN;
  if (outcome === "away") timer = setTimeout(sync, wait);
  await show(outcome);
  return outcome;
};

/* ---- what waits, said once on every page ---- */
const show = async (outcome = "") => {
  const place = document.getElementById("waiting");
  const form = document.querySelector("form[data-log]"), own = form?.elements.id?.value, note = form?.elements.private_note;
  const readers = dataset.reader ? [dataset.reader] : (await kept.all("forms")).map((one) => one.reader);
  const entries = (await kept.all("entries")).filter((entry) => readers.includes(entry.reader))
    .filter((entry) => entry.id !== own || entry.state !== "draft");
  if (note) note.disabled = !navigator.onLine && !note.value;
  const count = (...states) => entries.filter((entry) => states.includes(entry.state)).length;
  const counts = { waiting: count("waiting"), draft: count("draft"), look: count("refused", "closed") };
  const notices = [];
  if (!navigator.onLine) notices.push(app.part("offline"));
  if (entries.length) {
    const notice = app.part("waiting");
    for (const [name, n] of Object.entries(counts)) {
      const said = notice.querySelector(`[data-${name}]`);
      said.hidden = !n;
      said.querySelector("b").textContent = n;
    }
    notices.push(notice);
  }
  if (outcome === "nobody" || outcome === "other") notices.push(app.part("same-person"));
  const now = notices.map((notice) => notice.outerHTML).join("");
  if (place.dataset.shown !== now) place.replaceChildren(...notices);
  place.dataset.shown = now;
  if (document.getElementById("kept-list")) await list(entries);
};

/* ---- a draft as one types ---- */
const drafting = new Map();
const draft = (form) => {
  clearTimeout(drafting.get(form));
  drafting.set(form, setTimeout(() => { if (form.isConnected) kept.put("entries", entryOf(form, "draft")).catch(full); }, PAUSE));
};
const full = () => document.getElementById("waiting").replaceChildren(app.part("full"));

const restore = async (form, id) => {
  const entry = await kept.get("entries", id);
  if (!entry || entry.url !== form.dataset.log) return;
  form.elements.id.value = id;
  const said = Object.fromEntries(entry.pairs), [day, clock] = (said.when ?? "").split("T");
  const isOffered = [...form.querySelectorAll("[name=when]")].some((one) => one.value === said.when);
  const moment = isOffered ? [] : [["when", "other"], ["day", day], ["clock", clock ?? said.clock]];
  app.fill(form, [...entry.pairs.filter(([name]) => isOffered || !/^(when|day|clock)$/.test(name)), ...moment]);
};

/* ---- the save button ---- */
const save = async (form, button) => {
  clearTimeout(drafting.get(form));
  const entry = entryOf(form, "waiting"), note = form.elements.private_note?.value ?? "";
  button.disabled = true;
  try {
    await kept.put("entries", entry);  // first of all: from here on it is sent, whatever happens to this page
    navigator.storage?.persist?.();
    await locks.request("groundwork-send", () => attempt(form, entry, note));
  } catch { full(); } finally { button.disabled = false; }
};

const attempt = async (form, entry, note) => {
  const more = note ? { private_note: note } : {}, token = form.elements.csrfmiddlewaretoken?.value;
  let answer = token && navigator.onLine ? await deliver(entry, token, more) : { is: token ? "away" : "closed" };
  if (answer.is === "closed") {  // a form of an earlier session, or one that was kept
    const me = await whoami();
    if (me?.reader === entry.reader) answer = await deliver(entry, me.token, more);
    else answer = { is: me === undefined ? "away" : "nobody" };
  }
  if (answer.is === "saved") {
    await kept.remove("entries", entry.id);
    return location.assign(answer.to);
  }
  if (answer.is === "refused") return correct(form, entry, answer.page);
  if (answer.is === "closed") await kept.put("entries", { ...entry, state: "closed" });
  if (note && !(await app.ask("without-note"))) return kept.put("entries", { ...entry, state: "draft" });
  begun(form);
  await show(answer.is);
  const place = document.getElementById("waiting");
  if (answer.is !== "closed") place.prepend(app.part("kept"));
  app.focusOn(place.firstElementChild);
  scheduled();
};
const scheduled = () => { clearTimeout(timer); timer = setTimeout(sync, AGAIN); };

const correct = async (form, entry, text) => {  // the server's own page, with its reasons and everything typed
  const main = new DOMParser().parseFromString(text, "text/html").getElementById("main");
  document.getElementById("main").replaceWith(document.adoptNode(main));
  const fresh = main.querySelector("form[data-log]");
  await kept.remove("entries", entry.id);
  await kept.put("entries", entryOf(fresh, "draft"));
  app.ready(main);
  app.focusOn(main.querySelector("[data-focus]") ?? main);
};

const begun = (form) => {  // the same page serves for the next meeting
  form.reset();
  for (const box of form.querySelectorAll(":checked[name=who]")) box.checked = false;
  form.elements.id.value = crypto.randomUUID();
};

/* ---- the empty quick log of each collaboration, kept while there is a signal; another reader's go ---- */
const keepForm = async () => {
  for (const form of await kept.all("forms")) if (form.reader !== dataset.reader) await kept.remove("forms", form.id);
  if (!dataset.keep) return;
  navigator.serviceWorker?.register(dataset.worker).catch(() => {});
  const known = await kept.get("forms", dataset.keep);
  if (known && known.reader === dataset.reader && known.release === dataset.offline && Date.now() - known.at < FRESH) return;
  const answer = await fetch(dataset.keep, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const html = await answer.text();
  const { place, log } = new DOMParser().parseFromString(html, "text/html").querySelector("form[data-log]").dataset;
  await kept.put("forms", { id: dataset.keep, log, place, html, reader: dataset.reader, release: dataset.offline, at: Date.now() });
};

/* ---- the page of this device ---- */
const inWords = (at) => {  // a local time; what is no day yet is shown as it was typed
  const moment = new Date(at);
  return isNaN(moment) ? at : moment.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
};
const list = async (entries) => {
  const forms = await kept.all("forms");
  document.getElementById("kept-forms").replaceChildren(...forms.map(({ log, place }) => {
    const row = app.part("kept-form");
    row.href = log;
    row.querySelector("bdi").textContent = place;
    return row;
  }));
  document.getElementById("kept-none").hidden = entries.length > 0 || forms.length > 0;
  document.getElementById("kept-list").replaceChildren(...entries.sort((a, b) => a.at.localeCompare(b.at)).map((entry) => {
    const row = app.part(`kept-${entry.state}`);
    row.querySelector("[data-day]").textContent = inWords(entry.at);
    row.querySelector("[data-title]").textContent = [entry.place, entry.title].filter(Boolean).join(": ");
    row.querySelector("a").href = `${entry.url}?kept=${entry.id}`;
    row.querySelector("button").addEventListener("click", async () => {
      if (!(await app.ask("discard"))) return;
      await kept.remove("entries", entry.id);
      await show();
    });
    return row;
  }));
};

const openForm = async () => {
  const known = (await kept.all("forms")).find((form) => form.log === location.pathname);
  if (!known) return;
  const form = document.adoptNode(new DOMParser().parseFromString(known.html, "text/html").querySelector("form[data-log]"));
  const zone = { timeZone: form.dataset.zone }, day = (at) => at.toLocaleDateString("sv-SE", zone), now = new Date();
  const [first, today, yesterday] = form.querySelectorAll("[name=when]");
  first.value = `${day(now)}T${now.toLocaleTimeString("sv-SE", { ...zone, hour: "2-digit", minute: "2-digit" })}`;
  Object.assign(today, { value: day(now), defaultChecked: true, checked: true });
  yesterday.value = day(new Date(now - 86_400_000));
  form.querySelector("[data-today]").textContent = now.toLocaleDateString(document.documentElement.lang, { ...zone, dateStyle: "long" });
  form.elements.id.value = crypto.randomUUID();
  document.getElementById("kept-place").replaceChildren(form);
  document.querySelector("#main h1").textContent = form.dataset.title;
  app.ready(form);
};

/* ---- signing out: send or discard, then nothing stays on this device ---- */
const leave = async (form) => {
  if ((await kept.all("entries")).length) {
    const chosen = await app.ask("leave");
    if (!chosen) return;
    if (chosen === "send") {
      for (const entry of await kept.all("entries")) if (entry.state === "draft") await kept.put("entries", { ...entry, state: "waiting" });
      await locks.request("groundwork-send", sendAll);
      if ((await kept.all("entries")).length) { await show(); return app.focusOn(document.getElementById("waiting")); }
    }
  }
  await kept.wipe();
  form.submit();
};

export const begin = async (tools) => {
  app = tools;
  if (document.getElementById("kept-place")) await openForm();
  const form = document.querySelector("form[data-log]");
  const asked = new URLSearchParams(location.search).get("kept");
  if (form && asked) await restore(form, asked);
  document.addEventListener("input", (event) => { const log = event.target.closest("form[data-log]"); if (log) draft(log); });
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (event.defaultPrevented || submitter?.name === "more") return;
    if ("leaves" in target.dataset) { event.preventDefault(); leave(target); }
    else if ("log" in target.dataset) { event.preventDefault(); save(target, submitter ?? target.querySelector("[type=submit]")); }
  });
  addEventListener("online", sync);
  addEventListener("offline", () => show());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sync(); });
  document.documentElement.dataset.keeps = "";
  await sync();
  if (dataset.reader) await keepForm();
};
