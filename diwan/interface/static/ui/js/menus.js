/* Menus: details[data-menu] close on Escape, on a press elsewhere, and when another opens. */
(() => {
  const opened = () => window.diwan.all("details[data-menu][open]");
  const close = (menu, back) => { menu.removeAttribute("open"); if (back) menu.querySelector("summary")?.focus(); };
  document.addEventListener("click", (event) => opened().forEach((menu) => { if (!menu.contains(event.target)) close(menu); }));
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details[data-menu][open]")) opened().forEach((menu) => { if (menu !== event.target && !menu.contains(event.target)) close(menu); });
  }, true);
  document.addEventListener("keydown", (event) => {
    const menu = opened().at(-1);
    if (!menu) return;
    if (event.key === "Escape") { event.stopPropagation(); close(menu, true); }
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!move || !menu.contains(event.target)) return;
    const lines = window.diwan.all("a, button, input", menu);
    const place = lines.indexOf(document.activeElement);
    event.preventDefault();
    lines.at((place + move + lines.length) % lines.length)?.focus();
  }, true);
})();
