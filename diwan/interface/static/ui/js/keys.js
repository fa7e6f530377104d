/* Keys. Letters follow the physical key, so they work under an Arabic layout; they act only outside fields, and
   body[data-keys=off] switches single letters off (WCAG 2.1.4). [data-key] on a link or button binds one key to it:
   a letter, "Shift+X", "Ctrl+Enter"; inside the present line (tr.cur, .item.cur) it is looked for first. */
(() => {
  const { all, writing } = window.diwan;
  let going = 0;
  const visible = (element) => element.offsetParent !== null && !element.disabled;
  const typed = (event) => {
    if (event.code.startsWith("Key")) return event.code.slice(3);
    if (event.code.startsWith("Digit") && !event.shiftKey) return event.code.slice(5);
    return event.key;
  };
  const press = (wanted) => {
    const line = document.querySelector("[data-rows] .cur");
    const found = [...(line ? all("[data-key]", line) : []), ...all("[data-key]")]
      .find((e) => e.dataset.key.toLowerCase() === wanted.toLowerCase() && visible(e) && (!e.closest("[data-rows]") || line?.contains(e)));
    if (!found) return false;
    found.click();
    if (found.matches("summary") && found.parentElement.open) found.parentElement.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const open = document.querySelector("dialog[open]");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest?.("form") || (open || document).querySelector("form[data-main]");
      if (form && form.method !== "dialog") {
        const send = form.querySelector("[data-key='Ctrl+Enter']") || form.querySelector("[type=submit]");
        event.preventDefault();
        send ? send.click() : form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      if (writing(event.target)) event.target.blur();
      else if (!open) document.dispatchEvent(new CustomEvent("diwan:escape"));
      return;
    }
    if (open || writing(event.target) || document.body.dataset.keys === "off") return;
    const key = typed(event);
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(key.toLowerCase())}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) {
      const find = all("[data-find]").find(visible);
      if (find) { event.preventDefault(); find.focus(); find.select(); }
    } else if (event.key === "?" || event.key === "؟" || (event.code === "Slash" && event.shiftKey)) {
      event.preventDefault();
      document.getElementById("keyboard")?.showModal();
    } else if (key === "G" && !event.shiftKey && document.querySelector("[data-go]")) {
      going = Date.now();
    } else if (key === "J" || key === "K" || key === "X" || event.key === "Enter") {
      const move = new CustomEvent("diwan:line", { cancelable: true, detail: { key: event.key === "Enter" ? "Enter" : key, shift: event.shiftKey, target: event.target } });
      if (!document.dispatchEvent(move)) event.preventDefault();
      else if (event.key !== "Enter" && press(event.shiftKey ? `Shift+${key}` : key)) event.preventDefault();
    } else if (/^[A-Z0-9]$/i.test(key) && press(event.shiftKey ? `Shift+${key}` : key)) event.preventDefault();
  });
  window.diwan.ready((within) => {
    const list = document.querySelector("[data-key-list]");
    if (!list || within !== document.body) return;
    all("main .keybar span").forEach((span) => {
      const keys = span.querySelector("bdi");
      if (!keys) return;
      const term = document.createElement("dt"), meaning = document.createElement("dd");
      term.append(keys.cloneNode(true));
      meaning.textContent = [...span.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent).join(" ").trim();
      list.append(term, meaning);
    });
  });
})();
