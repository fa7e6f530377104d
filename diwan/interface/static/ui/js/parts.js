/* Parts: what htmx does with refusals, failures and busy buttons. */
(() => {
  const said = () => document.body.dataset.failed || "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const refused = event.detail.xhr.status === 403 && event.detail.xhr.getResponseHeader("HX-Retarget");
    if (refused) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "messages") window.scrollTo({ top: 0 });
  });
  document.addEventListener("htmx:sendError", () => window.diwan.say(said()));
  document.addEventListener("htmx:responseError", () => window.diwan.say(said()));
  /* a form is sent once: its button rests until the answer is there */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || form.hasAttribute("hx-post") || form.method === "get") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000); /* an answer that is a file leaves the page where it is */
  });
  window.addEventListener("pageshow", () => window.diwan.all("form[data-sent]").forEach((form) => delete form.dataset.sent));
  /* focus stays on the line with the same id when a list is replaced */
  let held = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    held = (target?.matches?.(".cur") ? target.id : target?.querySelector?.("[data-rows] .cur")?.id) || "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const line = held && document.getElementById(held);
    held = "";
    /* unless a field of it was given the focus: a row that opened for editing */
    if (line && !window.diwan.writing(document.activeElement)) document.dispatchEvent(new CustomEvent("diwan:take", { detail: line }));
  });
})();
