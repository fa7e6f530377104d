/* The review of a volume ([data-review]): Shift+J and Shift+K go to doubtful paragraphs, V splits before the words marked,
   Ctrl+Shift+Enter at the cursor of the open paragraph, a row that was replaced stays the present one. Loaded before rows.js, so it hears the keys first. */
(() => {
  const { all, ready } = window.diwan;
  const table = () => document.querySelector("[data-review]");
  const rows = () => all("[data-review] .para");
  const take = (row) => row && document.dispatchEvent(new CustomEvent("diwan:take", { detail: row }));
  document.addEventListener("diwan:line", (event) => {
    const { key, shift } = event.detail;
    if (!table() || !shift || (key !== "J" && key !== "K")) return;
    const list = rows(), here = list.findIndex((row) => row.classList.contains("cur"));
    const found = key === "J"
      ? list.find((row, n) => n > here && row.hasAttribute("data-doubtful"))
      : list.findLast((row, n) => (here < 0 || n < here) && row.hasAttribute("data-doubtful"));
    if (found) take(found);
    else if (key === "J" && table().dataset.nextDoubtful) window.location = table().dataset.nextDoubtful;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  /* where the words marked in a paragraph begin, in characters; 0 when none are: a caret there would not be seen */
  const caret = (row) => {
    const text = row.querySelector("[data-text]"), chosen = window.getSelection();
    if (!text || chosen.isCollapsed) return 0;
    const marked = chosen.getRangeAt(0), range = document.createRange();
    if (!text.contains(marked.startContainer)) return 0;
    range.setStart(text, 0);
    range.setEnd(marked.startContainer, marked.startOffset);
    return [...range.toString()].length;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-split]");
    const here = event.target.closest("[data-split-here]");
    if (here) {
      const text = here.form.elements.text;
      here.form.elements.at.value = [...text.value.slice(0, text.selectionStart)].length;
      here.form.elements.begins.value = "";
    }
    const row = link?.closest(".para"), at = row ? caret(row) : 0;
    if (!at) return;
    event.preventDefault();
    event.stopPropagation();
    const revision = row.querySelector("[name=revision]").value;
    window.htmx.ajax("POST", link.dataset.split, { target: row, swap: "outerHTML", values: { at, revision } });
  }, true);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key !== "Enter") return;
    const button = event.target.closest?.(".rv-editing")?.querySelector("[data-split-here]");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.click();
  }, true);
  document.addEventListener("diwan:escape", () => document.querySelector(".rv-editing [data-leave]")?.click());
  /* a row that was replaced, joined or taken out: the keys go on from the same place */
  let place = -1;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target;
    place = table()?.contains(row) && row.matches(".para") ? rows().indexOf(row) : -1;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (place < 0) return;
    const list = rows(), row = list[Math.min(place, list.length - 1)];
    place = -1;
    if (row && !row.matches(".rv-editing")) take(row);
  });
  ready((within) => {
    const found = within.matches?.(".rv-editing") ? [within] : all(".rv-editing", within);
    found.forEach((form) => {
      form.querySelector("[data-split-here]").hidden = false;
      all(".cur").forEach((row) => row.classList.remove("cur"));
      form.classList.add("cur");
      const field = form.elements[form.dataset.focusField];
      field?.focus({ preventScroll: true });
      form.firstElementChild.scrollIntoView({ block: "center" });
      if (field?.matches("textarea")) field.setSelectionRange(0, 0);
    });
    if (within === document.body && location.hash.startsWith("#p")) take(document.querySelector(`[data-review] .para${location.hash}`));
  });
})();
