/* Filters: form[data-autosubmit] sends itself when a choice changes; htmx does it where the form names a target. */
(() => {
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-autosubmit]:not([hx-get])")) form.requestSubmit();
  });
})();
