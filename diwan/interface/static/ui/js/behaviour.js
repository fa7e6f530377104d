/* The beginning: what the other files share. Everything is bound by data- attributes and works on parts htmx brings later. */
window.diwan = (() => {
  const root = document.documentElement;
  root.dataset.scripted = "";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const ready = (bind) => {
    const run = (event) => bind(event.target instanceof Element ? event.target : document.body);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => bind(document.body));
    else bind(document.body);
    document.addEventListener("htmx:load", run);
  };
  const writing = (element) =>
    element instanceof Element &&
    element.closest("input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), select, textarea, [contenteditable=true]");
  const say = (text) => {
    const place = document.getElementById("messages");
    if (!place) return;
    const note = document.createElement("div");
    note.className = "note late";
    note.setAttribute("role", "alert");
    note.textContent = text;
    place.replaceChildren(note);
  };
  return { all, ready, writing, say };
})();
