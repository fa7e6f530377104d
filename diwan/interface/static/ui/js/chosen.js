/* A key of the batch bar while nothing is selected acts on the present line: it is selected first, which shows the bar. */
(() => {
  const { all, writing } = window.diwan;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || writing(event.target)) return;
    if (document.body.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    const bar = document.querySelector("[data-batch]:not([data-some])");
    const box = document.querySelector("[data-rows] .cur input[data-pick]");
    if (!bar || !box) return;
    const key = event.code.startsWith("Key") ? event.code.slice(3) : event.code.startsWith("Digit") ? event.code.slice(5) : "";
    if (key && all("[data-key]", bar).some((e) => e.dataset.key === key)) box.click();
  }, true);
})();
