
"use strict";
// Every row is in the page already; this sorts, searches and shows them, and changes language and colours.
(() => {
  const root = document.documentElement, AT_FIRST = 25, STEP = 100;
  const narrow = matchMedia("(max-width: 44rem)");

  const text = (cell) => cell.textContent.trim();
  const number = (cell) => {
    const found = text(cell).replace("−", "-").match(/[+-]?[\d,]*\.?\d+/);
    return found ? Number(found[0].replaceAll(",", "")) : NaN;
  };
  const date = (cell) => (text(cell).match(/\d{4}[-\dQ]*/) || [""])[0];

  /* What is said in the other language only takes no part; what stands on lines of its own stays apart. */
  function spoken(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(`i[lang]:not([lang="${root.lang}"])`).forEach((other) => other.remove());
    copy.querySelectorAll("br, li + li").forEach((line) => line.before(line.localName === "li" ? " | " : " "));
    return text(copy);
  }

  /* A number as programs write it; other text that a spreadsheet would run gets the sign by which it knows text. */
  function field(cell) {
    const value = spoken(cell).replace(/\s+/g, " ");
    const digits = value.replace(/^\+/, "").replace(/^−/, "-").replaceAll(",", "");
    if (cell.classList.contains("n") && /^-?\d+(\.\d+)?%?$/.test(digits)) return digits;
    const safe = /^[=+\-@＝＋－＠]/.test(value) ? `'${value}` : value;
    return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  /* Excel takes a file for UTF-8 only with the mark. */
  function save(rows, name) {
    const lines = rows.map((row) => [...row.cells].map(field).join(",") + "\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", ...lines], { type: "text/csv" }));
    link.download = `${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function furnish(holder) {
    const table = holder.querySelector("table"), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows], input = holder.querySelector("input"), shown = holder.querySelectorAll(".shown");
    const buttons = { more: holder.querySelector("button.more"), all: holder.querySelector("button.all") };
    const contents = rows.map((row) => row.textContent.toLowerCase());
    const place = new Map(rows.map((row, index) => [row, index]));
    let order = rows, limit = AT_FIRST;

    const searched = () => input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (row, words) => words.every((word) => contents[place.get(row)].includes(word));

    function show() {
      const words = searched();
      let found = 0;
      for (const row of order) {
        const fitting = fits(row, words);
        row.hidden = !fitting || found >= limit;
        found += fitting;
      }
      const said = `${Math.min(found, limit).toLocaleString("en")}${words.length ? " / " + found.toLocaleString("en") : ""}`;
      shown.forEach((element) => { element.textContent = said; });
      buttons.more.hidden = found <= limit + STEP;
      buttons.all.hidden = found <= limit;
    }

    /* What is empty stands last either way; what is equal keeps its order. */
    function sort(column, descending) {
      const kind = heads[column].className;
      const collator = new Intl.Collator(root.lang);
      const value = kind === "n" ? number : kind === "d" ? date : spoken;
      const keys = new Map(rows.map((row) => [row, value(row.cells[column])]));
      const empty = (key) => key === "" || Number.isNaN(key);
      order = [...rows].sort((one, other) => {
        const [a, b] = [keys.get(one), keys.get(other)];
        if (empty(a) || empty(b)) return empty(a) - empty(b);
        const way = kind === "n" ? a - b : kind === "d" ? (a < b ? -1 : a > b ? 1 : 0) : collator.compare(a, b);
        return descending ? -way : way;
      });
      body.append(...order);
      heads.forEach((head) => head.removeAttribute("aria-sort"));
      heads[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
      show();
    }

    heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      sort(column, now ? now === "ascending" : head.className === "n");
    }));
    input.addEventListener("input", () => { limit = AT_FIRST; show(); });
    holder.querySelector("button.csv").addEventListener("click", () => {
      const words = searched();
      save([table.tHead.rows[0], ...order.filter((row) => fits(row, words))], table.getAttribute("aria-labelledby").replace("h-", "partyspeak-"));
    });
    buttons.more.addEventListener("click", () => { limit += STEP; show(); });
    buttons.all.addEventListener("click", () => { limit = Infinity; show(); });
    show();
  }

  /* On a narrow page a row is a card, and each number needs its name. */
  function label() {
    if (!narrow.matches) return;
    for (const table of document.querySelectorAll("table")) {
      const names = [...table.tHead.rows[0].cells].map(spoken);
      for (const row of table.tBodies[0].rows) {
        [...row.cells].forEach((cell, column) => cell.setAttribute("data-label", names[column]));
      }
    }
  }

  /* What can be scrolled must be reachable by keys. */
  function reach() {
    for (const region of document.querySelectorAll('[role="region"]')) {
      if (region.scrollWidth > region.clientWidth + 1) region.tabIndex = 0; else region.removeAttribute("tabindex");
    }
  }

  function speak(language) {
    root.lang = language;
    document.querySelectorAll("[data-attribute]").forEach((element) =>
      element.setAttribute(element.dataset.attribute, element.dataset[language]));
    label();
    reach();
  }

  document.getElementById("language").addEventListener("click", () => speak(root.lang === "zh" ? "en" : "zh"));
  document.getElementById("colours").addEventListener("click", () => {
    const next = { undefined: "light", light: "dark" }[root.dataset.theme];
    if (next) root.dataset.theme = next; else delete root.dataset.theme;
  });
  document.querySelectorAll(".table").forEach(furnish);
  root.dataset.ready = "yes";
  label();
  reach();
  narrow.addEventListener("change", label);
  addEventListener("resize", reach);
})();
