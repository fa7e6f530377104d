/* Places: a link [data-keep-place] to another version of the page leads to the paragraph of the present address. */
(() => {
  const keep = (event) => {
    const link = event.target.closest?.("a[data-keep-place]");
    if (link && window.location.hash) link.hash = window.location.hash;
  };
  document.addEventListener("click", keep);
  document.addEventListener("auxclick", keep);
})();
