/* Files dropped on [data-drop=id] are put into the file field of that id; without a script the field alone serves. */
(() => {
  const place = (event) => event.target.closest?.("[data-drop]");
  window.diwan.ready((within) => {
    window.diwan.all("[data-drop] [data-scripted-only]", within).forEach((hint) => { hint.hidden = false; });
  });
  document.addEventListener("dragover", (event) => {
    const zone = place(event);
    if (!zone) return;
    event.preventDefault();
    zone.dataset.over = "";
  });
  document.addEventListener("dragleave", (event) => {
    const zone = place(event);
    if (zone && !zone.contains(event.relatedTarget)) delete zone.dataset.over;
  });
  document.addEventListener("drop", (event) => {
    const zone = place(event);
    if (!zone) return;
    event.preventDefault();
    delete zone.dataset.over;
    const field = document.getElementById(zone.dataset.drop);
    if (!field || !event.dataTransfer.files.length) return;
    const all = new DataTransfer();
    [...field.files, ...event.dataTransfer.files].forEach((file) => all.items.add(file));
    field.files = all.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
