/* Drafts: form[data-draft=name] keeps what is written in this browser until it is sent, and says so in [data-draft-said]. */
(() => {
  const key = (form) => `diwan:draft:${form.dataset.draft}`;
  const fields = (form) => [...form.elements].filter((f) => f.name && !["hidden", "file", "password", "submit"].includes(f.type));
  const read = (form) => { try { return JSON.parse(localStorage.getItem(key(form)) || "null"); } catch { return null; } };
  const keep = (form) => {
    const written = fields(form).map((f) => [f.name, f.value, f.type === "checkbox" || f.type === "radio" ? f.checked : null]);
    try { localStorage.setItem(key(form), JSON.stringify(written)); } catch { return; }
    const said = form.querySelector("[data-draft-said]");
    if (said) said.hidden = false;
  };
  const restore = (form) => {
    const written = read(form);
    if (!written || form.querySelector("[aria-invalid]")) return;
    written.forEach(([name, value, checked]) => {
      fields(form).filter((f) => f.name === name).forEach((f) => {
        if (checked === null) { if (!f.value) f.value = value; } else if (f.value === value) f.checked = checked;
      });
    });
    const said = form.querySelector("[data-draft-said]");
    if (said) said.hidden = false;
  };
  let timer;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), 400);
  });
  const drop = (form) => { clearTimeout(timer); try { localStorage.removeItem(key(form)); } catch { /* no storage, no draft */ } };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset?.draft && navigator.onLine && !form.hasAttribute("hx-post")) drop(form);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-draft]");
    if (form && event.detail.successful) drop(form);
  });
  window.diwan.ready((within) => window.diwan.all("form[data-draft]", within).forEach(restore));
})();
