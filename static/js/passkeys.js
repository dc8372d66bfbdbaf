/* Connects the passkey buttons of a page with allauth's forms: data-passkey names the form, its other data the ids. Holds no words. */
"use strict";
(() => {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const problem = document.getElementById("passkey-problem");
    if (!problem) return;
    problem.hidden = false;
    problem.focus();
  });
  if (!window.PublicKeyCredential) return;  // the buttons stay hidden
  for (const place of document.querySelectorAll("[data-passkey]")) {
    const { passkey, ...ids } = place.dataset;
    window.allauth.webauthn.forms[passkey]({ ids });
    for (const hidden of place.querySelectorAll("[hidden]:not(#passkey-problem)")) hidden.hidden = false;
  }
})();
