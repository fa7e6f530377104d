/* Lines: [data-rows] holds lines (tr or .item). J and K move, Enter opens, X selects, Shift X a range; [data-batch] shows
   when something is selected, [data-all] selects the page, [data-clear] and Escape let go. */
(() => {
  const { all } = window.diwan;
  const lines = () => all("[data-rows] tr, [data-rows] .item, [data-rows] .hit, [data-rows] .para, [data-rows] .twin:not(.head)").filter((line) => line.offsetParent !== null || line.matches(".para"));
  const current = () => document.querySelector("[data-rows] .cur");
  const box = (line) => line.querySelector("input[data-pick]");
  let last = null;
  const count = () => {
    const chosen = all("[data-rows] input[data-pick]:checked").length;
    all("[data-batch]").forEach((bar) => {
      bar.toggleAttribute("data-some", chosen > 0);
      const number = bar.querySelector("[data-n]");
      if (number) number.textContent = chosen;
    });
    all("input[data-all]").forEach((every) => {
      const boxes = all("[data-rows] input[data-pick]");
      every.checked = chosen > 0 && chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
    });
  };
  const mark = (input) => input.closest("tr, .item")?.setAttribute("aria-selected", input.checked);
  const select = (line, on) => {
    const input = box(line);
    if (!input) return;
    input.checked = on ?? !input.checked;
    mark(input);
    last = line;
  };
  const range = (to) => {
    const list = lines(), a = list.indexOf(last), b = list.indexOf(to);
    if (a < 0 || b < 0) return select(to, true);
    list.slice(Math.min(a, b), Math.max(a, b) + 1).forEach((line) => select(line, true));
  };
  const take = (line) => {
    current()?.classList.remove("cur");
    line.classList.add("cur");
    const link = line.querySelector("a.q, a.t, th a, .pn a, a") || line;
    if (link === line) line.tabIndex = -1;
    link.focus({ preventScroll: true });
    (line.matches(".para") ? line.firstElementChild : line).scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("diwan:take", (event) => take(event.detail));
  document.addEventListener("diwan:line", (event) => {
    const list = lines(), { key, shift, target } = event.detail, here = list.indexOf(current());
    if (!list.length) return;
    if (key === "J" || key === "K") {
      event.preventDefault();
      take(list[Math.max(0, Math.min(list.length - 1, here + (key === "J" ? 1 : -1)))]);
    } else if (key === "X" && here >= 0 && box(list[here])) {
      event.preventDefault();
      shift ? range(list[here]) : select(list[here]);
      count();
    } else if (key === "Enter" && here >= 0 && (target === document.body || target === list[here])) {
      event.preventDefault();
      list[here].querySelector("a.q, a.t, th a, a")?.click();
    }
  });
  document.addEventListener("diwan:escape", () => {
    all("[data-rows] input[data-pick]:checked").forEach((input) => { input.checked = false; mark(input); });
    count();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-clear]")) document.dispatchEvent(new CustomEvent("diwan:escape"));
    const input = event.target.closest("input[data-pick]");
    if (!input) return;
    const line = input.closest("tr, .item, .para");
    if (event.shiftKey && last) range(line);
    last = line;
    mark(input);
    count();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[data-all]")) return;
    const rows = event.target.closest("table, section, form")?.querySelectorAll("input[data-pick]") || [];
    rows.forEach((input) => { input.checked = event.target.checked; mark(input); });
    count();
  });
  window.diwan.ready(() => { all("[data-rows] input[data-pick]").forEach((input) => input.checked && mark(input)); count(); });
})();
