/* Focus: after a refused form the summary of errors takes it; a line of the summary leads to its field. */
(() => {
  window.diwan.ready((within) => {
    const summary = within.matches?.("[data-focus]") ? within : within.querySelector?.("[data-focus]");
    summary?.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".errsum a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") || field).focus();
  });
})();
