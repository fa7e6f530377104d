/* Dialogs: [data-dialog=id] opens, a form of method dialog or Escape closes, dialog[data-open] is open from the start. */
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog")?.close();
    if (!opener || event.ctrlKey || event.metaKey) return;
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog || typeof dialog.showModal !== "function") return;
    event.preventDefault();
    opener.closest("details[open]")?.removeAttribute("open");
    dialog.showModal();
  });
  window.diwan.ready((within) => {
    const asked = within.matches?.("dialog[data-open]") ? [within] : window.diwan.all("dialog[data-open]", within);
    asked.forEach((dialog) => { if (!dialog.open) dialog.showModal(); });
  });
})();
