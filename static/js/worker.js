/* The service worker: without a signal, any page of ours becomes the page of this device. It keeps our own styles and scripts and that one
   page, which is the same for everybody; never an answer to somebody signed in. RELEASE and SHELL come from collab/views/device.py. */
"use strict";
const NAME = `shell-${self.RELEASE}`;
const ANYWAY = { ignoreVary: true, ignoreSearch: true };

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((shell) => shell.addAll(self.SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("shell-") && name !== NAME;
  const clear = async () => Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
  event.waitUntil(clear().then(() => self.clients.claim()));
});

const kept = async (request) => (await (await caches.open(NAME)).match(request, ANYWAY)) ?? Response.error();

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url), [page, ...files] = self.SHELL;
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(page)));
  else if (files.includes(url.pathname)) event.respondWith(kept(request).then((file) => (file.ok ? file : fetch(request))));
});
