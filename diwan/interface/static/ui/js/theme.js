/* Theme: the form posts and comes back; with a script the page changes at once and the choice is kept behind it. */
(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches?.("[data-theme-form]")) return;
    event.preventDefault();
    const root = document.documentElement, button = form.querySelector("[name=theme]");
    const dark = root.dataset.bsTheme === "dark" || (root.dataset.bsTheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    const chosen = dark ? "light" : "dark";
    root.dataset.bsTheme = chosen;
    button.value = chosen;
    const body = new FormData(form);
    body.set("theme", chosen);
    fetch(form.action, { method: "POST", body, redirect: "manual" });
  }, true);
})();
