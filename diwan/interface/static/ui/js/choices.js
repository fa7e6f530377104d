/* Choices: input[data-choices=URL] offers names while one types, in a datalist the browser itself moves through by keyboard.
   The address answers {"choices": [{"name": …}]} to ?q=. Without this, or without an answer, it is a plain field. */
(() => {
  const wait = 180;
  const few = 2;
  const bind = (input) => {
    if ("choicesBound" in input.dataset) return;
    input.dataset.choicesBound = "";
    const list = document.createElement("datalist");
    list.id = `${input.id || input.name}-choices`;
    input.after(list);
    input.setAttribute("list", list.id);
    input.setAttribute("autocomplete", "off");
    let timer, asking, asked = "";
    const ask = async () => {
      const words = input.value.trim();
      if (words === asked || words.length < few) return;
      if ([...list.options].some((option) => option.value === input.value)) return; // one was chosen
      asked = words;
      asking?.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(`${input.dataset.choices}?q=${encodeURIComponent(words)}`, {
          signal: asking.signal, headers: { Accept: "application/json" }, credentials: "same-origin",
        });
        if (!answer.ok) return;
        const { choices } = await answer.json();
        list.replaceChildren(...choices.map(({ name }) => {
          const option = document.createElement("option");
          option.value = name;
          return option;
        }));
      } catch { /* no answer: one types the name whole */ }
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, wait); });
  };
  window.diwan.ready((within) => window.diwan.all("input[data-choices]", within).forEach(bind));
})();
