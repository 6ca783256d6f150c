
"use strict";
// Everything shown here is set as text, never as markup: the page's policy would stop it otherwise.
(async () => {
  const UNSURE = 1, NESTED = 2, SPELLED_OUT = 4;
  const data = await unpacked(document.getElementById("data").textContent);
  const panel = document.getElementById("panel"), card = document.getElementById("card");
  const texts = document.getElementById("texts"), articles = [...texts.querySelectorAll(".text")];
  const isPair = articles.length > 1;
  const off = { domains: new Set(), unsure: false, nested: false };
  let openMark = null, pinned = false, quiet = false, timer = 0, inStep = false;

  const phrases = (data.phrases.zh || []).map((_, number) =>
    Object.fromEntries(Object.entries(data.phrases).map(([name, column]) => [name, column[number]])));
  const markOf = new Map();
  const marks = data.documents.map((columns, document) => cut(articles[document], columns).map((element) => {
    const mark = { element, document, mentions: [], stop: false, shown: [] };
    markOf.set(element, mark);
    return mark;
  }));
  const mentions = data.documents.map((columns, document) => {
    let first = 0;
    return columns.phrase.map((phrase, number) => {
      const flags = columns.flags[number];
      first += columns.first[number];
      const mention = {
        document, number, phrase, domain: phrases[phrase].domain,
        unsure: Boolean(flags & UNSURE), nested: Boolean(flags & NESTED), spelledOut: Boolean(flags & SPELLED_OUT),
        marks: marks[document].slice(first, first + columns.more[number] + 1), partner: null,
      };
      mention.marks.forEach((mark) => mark.mentions.push(mention));
      return mention;
    });
  });
  const pairs = data.aligned.map(([left, right]) => [mentions[0][left], mentions[1][right]]);
  for (const [left, right] of pairs) { left.partner = right; right.partner = left; }
  const all = mentions.flat();
  const byPhrase = phrases.map(() => []);
  all.forEach((mention) => byPhrase[mention.phrase].push(mention));

  async function unpacked(text) {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).json();
  }

  /* Cut the text of the paragraphs into marks and what lies between them. */
  function cut(article, columns) {
    const elements = [];
    let number = 0, gap = columns.gap[0];
    for (const paragraph of article.querySelectorAll("p")) {
      const text = paragraph.textContent, pieces = [];
      let place = 0;
      while (number < columns.length.length && place + gap < text.length) {
        const start = place + gap;
        place = start + columns.length[number];
        const element = document.createElement("mark");
        element.textContent = text.slice(start, place);
        pieces.push(text.slice(start - gap, start), element);
        elements.push(element);
        gap = columns.gap[++number];
      }
      gap -= text.length - place;
      if (pieces.length) paragraph.replaceChildren(...pieces, text.slice(place));
    }
    return elements;
  }

  function make(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  /* The page's own words, with values in their places. */
  const say = (key, values) => data.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const times = (count, title) =>
    say((["not", "once", "twice"][count] || "often") + "_there", { title, n: count.toLocaleString("en") });
  const isShown = (mention) =>
    !off.domains.has(mention.domain) && !(off.unsure && mention.unsure) && !(off.nested && mention.nested);
  const shownOf = (phrase, document) =>
    byPhrase[phrase].filter((mention) => mention.document === document && isShown(mention));

  /* Marks: which are shown, and in what dress */

  function dress() {
    for (const own of marks) {
      for (const mark of own) {
        mark.shown = mark.mentions.filter(isShown);
        mark.stop = mark.shown.some((mention) => mention.marks[0] === mark);
        const { element, shown } = mark;
        element.className = shown.length === 0 ? "off" : "d" + shown[0].domain + (shown.length > 1 ? " several" : "")
          + (shown.every((mention) => mention.unsure) ? " unsure" : "");
        for (const [name, value] of [["role", "button"], ["aria-haspopup", "dialog"], ["tabindex", "-1"]]) {
          if (mark.stop) element.setAttribute(name, value); else element.removeAttribute(name);
        }
      }
      const first = own.find((mark) => mark.stop);
      if (first) first.element.tabIndex = 0;
    }
  }

  function walk(mark, step) {
    const stops = marks[mark.document].filter((other) => other.stop || other === mark);
    const place = stops.indexOf(mark);
    const target = step === "first" ? stops[0] : step === "last" ? stops[stops.length - 1] : stops[place + step];
    if (target) focusMark(target);
  }

  function focusMark(mark) {
    marks[mark.document].forEach((other) => { if (other.element.tabIndex === 0) other.element.tabIndex = -1; });
    mark.element.tabIndex = 0;
    mark.element.focus({ preventScroll: true });
    bring(mark);
  }

  function bring(mark) {
    const box = mark.element.getBoundingClientRect();
    const frame = isPair ? articles[mark.document].getBoundingClientRect() : { top: 0, bottom: innerHeight };
    if (box.top < frame.top + 60 || box.bottom > frame.bottom - 60) mark.element.scrollIntoView({ block: "center", behavior: "instant" });
  }

  function go(mention, step) {
    focusMark(mention.marks[0]);
    show(mention.marks[0], true);
    const button = step && card.querySelector(`[data-step="${step}"][data-phrase="${mention.phrase}"]:not(:disabled)`);
    if (button) button.focus();
  }

  /* The card */

  function entry(phrase, facts) {
    const about = phrases[phrase];
    const first = [about.first, about.where].filter(Boolean).join(" · ");
    const rows = [[say("first"), first], [say("renderings"), about.renderings.join("; ")]];
    const lines = rows.filter(([, value]) => value).map(([label, value]) =>
      [make("dt", null, label), make("dd", null, value)]);
    for (const [label, names] of Object.entries(about.others)) {
      const list = make("dd");
      names.forEach((name, place) => list.append(place ? "; " : "", named(name, !facts)));
      lines.push([make("dt", null, say(label)), list]);
    }
    const tags = [data.domains[about.domain], about.era].filter(Boolean).join(" · ");
    return make("section", null,
      make("p", { class: "names" },
        about.zh && make("span", { class: "zh", lang: "zh" }, about.zh), about.zh && about.pinyin ? " " : null,
        about.pinyin && make("span", { class: "pinyin", lang: "zh-Latn" }, about.pinyin),
        about.en && make("span", { class: "en", lang: "en" }, about.en)),
      make("p", { class: "tags" }, tags),
      about.gloss && make("p", { class: "gloss" }, about.gloss),
      ...(facts || []), lines.length ? make("dl", null, ...lines.flat()) : null);
  }

  function named(name, plain) {
    if (typeof name === "string") return name;
    const about = phrases[name], text = about.zh || about.en;
    if (plain) return text;
    return make("button", { type: "button", lang: about.zh ? "zh" : "en", title: about.en || null, onclick: () => {
      const target = byPhrase[name].filter(isShown).sort((a, b) =>
        Math.abs(a.document - openMark.document) - Math.abs(b.document - openMark.document))[0];
      if (target) { go(target); card.focus(); }
    } }, text);
  }

  function about(mention) {
    const doubt = mention.unsure ? say("unsure") : "", listed = mention.spelledOut ? say("listed") : "";
    const section = entry(mention.phrase, [doubt, listed].filter(Boolean).map((text) => make("p", { class: "doubt" }, text)));
    const here = shownOf(mention.phrase, mention.document), place = here.indexOf(mention);
    const step = (label, sign, to, name) => make("button", {
      type: "button", "aria-label": label, "data-step": name, "data-phrase": mention.phrase, disabled: !to,
      onclick: () => go(to, name) }, sign);
    section.append(make("p", { class: "here" },
      make("span", null, here.length > 1 ? say("mention_of", { place: place + 1, all: here.length }) : say("mention_once")),
      step(say("previous"), "←", here[place - 1], "previous"), step(say("next"), "→", here[place + 1], "next")));
    if (isPair) section.append(across(mention));
    return section;
  }

  function across(mention) {
    const there = shownOf(mention.phrase, 1 - mention.document), title = data.documents[1 - mention.document].title;
    const target = mention.partner && isShown(mention.partner) ? mention.partner : there[0];
    return make("p", { class: "here" },
      make("span", null, times(there.length, title)),
      target && make("button", { type: "button", onclick: () => go(target) }, say(mention.partner ? "counterpart" : "go_there")));
  }

  function show(mark, pin) {
    clearTimeout(timer);
    if (!mark.shown.length) return;
    if (openMark !== mark) {
      lower();
      openMark = mark;
      card.replaceChildren(...mark.shown.map(about));
      const name = phrases[mark.shown[0].phrase];
      card.setAttribute("aria-label", say("about", { name: [name.zh, name.en].filter(Boolean).join(" ") }));
      card.hidden = false;
      card.scrollTop = 0;
      raise(mark);
    }
    pinned = pin || pinned;
    place();
  }

  function raise(mark) {
    mark.element.setAttribute("aria-describedby", "card");
    if (mark.stop) mark.element.setAttribute("aria-expanded", "true");
    mark.shown.forEach((mention) => mention.marks.forEach((own) => own.element.classList.add("open")));
    byPhrase[mark.shown[0].phrase].filter(isShown).forEach((mention) =>
      mention.marks.forEach((own) => own.element.classList.add("same")));
    const partner = mark.shown.map((mention) => mention.partner).find((other) => other && isShown(other));
    if (partner) {
      partner.marks.forEach((own) => own.element.classList.add("partner"));
      if (isPair && inStep) level(partner.marks[0].element, mark.element);
    }
  }

  function lower() {
    if (!openMark) return;
    openMark.element.removeAttribute("aria-describedby");
    openMark.element.removeAttribute("aria-expanded");
    texts.querySelectorAll(".open, .same, .partner").forEach((element) => element.classList.remove("open", "same", "partner"));
    openMark = null;
  }

  function close() {
    clearTimeout(timer);
    const had = card.contains(document.activeElement) && openMark;
    const mark = openMark;
    lower();
    card.hidden = true;
    pinned = false;
    if (had) { quiet = true; mark.element.tabIndex = 0; mark.element.focus(); quiet = false; }
  }

  function place() {
    if (!openMark || card.hidden) return;
    const box = openMark.element.getClientRects()[0], gap = 8;
    const below = innerHeight - box.bottom, height = card.offsetHeight;
    const top = below < height + 2 * gap && box.top > below ? box.top - height - gap : box.bottom + gap;
    card.style.top = Math.max(gap, Math.min(top, innerHeight - height - gap)) + "px";
    card.style.left = Math.max(gap, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - gap)) + "px";
  }

  /* The panel */

  function count(test) { return all.filter(test).length; }

  function swatch(domain) { return make("span", { class: "swatch d" + domain, "aria-hidden": "true" }); }

  function toggle(label, number, act, domain) {
    const box = make("input", { type: "checkbox", checked: true, onchange: () => { act(!box.checked); close(); refresh(); } });
    return make("label", null, box, domain === undefined ? null : swatch(domain), label,
      make("output", null, number.toLocaleString("en")));
  }

  function switches() {
    const domains = data.domains.map((name, domain) => [name, domain, count((mention) => mention.domain === domain)]);
    const set = make("fieldset", null, make("legend", null, say("show")));
    for (const [name, domain, number] of domains.filter(([, , found]) => found)) {
      set.append(toggle(name, number, (hide) => off.domains[hide ? "add" : "delete"](domain), domain));
    }
    const unsure = count((mention) => mention.unsure), nested = count((mention) => mention.nested);
    if (unsure) set.append(toggle(say("unsure_mentions"), unsure, (hide) => { off.unsure = hide; }));
    if (nested) set.append(toggle(say("nested_mentions"), nested, (hide) => { off.nested = hide; }));
    return set;
  }

  function theme() {
    const names = ["auto", "light", "dark"], button = make("button", { type: "button", onclick: () => {
      const next = names[(names.indexOf(document.documentElement.dataset.theme || "auto") + 1) % 3];
      document.documentElement.dataset.theme = next;
      button.textContent = say("colours_" + next);
    } }, say("colours_auto"));
    return button;
  }

  function lists() {
    const groups = isPair
      ? [[say("in_both"), (c) => c[0] && c[1]], [say("only_in", data.documents[0]), (c) => c[0] && !c[1]],
         [say("only_in", data.documents[1]), (c) => !c[0] && c[1]]]
      : [[say("in_order"), (c) => c[0]]];
    const rows = phrases.map((_, phrase) => [phrase, articles.map((_, document) => shownOf(phrase, document).length)]);
    return groups.flatMap(([label, test]) => {
      const found = rows.filter(([, counts]) => test(counts));
      return [make("h3", null, `${label} (${found.length.toLocaleString("en")})`),
        make("ol", null, ...found.map(([phrase, counts]) => item(phrase, counts)))];
    });
  }

  function item(phrase, counts) {
    const about = phrases[phrase];
    return make("li", null, make("button", { type: "button", onclick: () => { pinned = false; go(byPhrase[phrase].find(isShown)); } },
      swatch(about.domain),
      make("span", null, about.zh && make("span", { lang: "zh" }, about.zh), about.zh && about.en ? " " : null,
        about.en && make("span", { lang: "en" }, about.en)),
      make("span", { class: "count" }, (isPair ? counts.map(String) : [String(counts[0])]).join(" : "))));
  }

  const list = make("div", { id: "list" });
  const details = make("details", { open: !matchMedia("(max-width: 60rem)").matches });

  function furnish() {
    details.append(make("summary", null, say("phrases")), switches(), list);
    if (isPair) {
      const box = make("input", { type: "checkbox", checked: true, onchange: () => { inStep = box.checked; } });
      inStep = true;
      details.children[1].append(make("label", { class: "together" }, box, say("together")));
    }
    details.append(make("p", { class: "hint" }, say("hint")), theme());
    panel.append(details);
  }

  function refresh() {
    dress();
    list.replaceChildren(...lists());
    isStale = true;
  }

  /* Only paper shows the glossary, so that it waits until it is asked for, or until nothing else is to do. */
  let isStale = true;
  function glossary() {
    if (!isStale) return;
    isStale = false;
    const found = phrases.map((_, phrase) => phrase).filter((phrase) => byPhrase[phrase].some(isShown));
    const key = (phrase) => phrases[phrase].pinyin || phrases[phrase].en || "";
    found.sort((a, b) => key(a).localeCompare(key(b), "en"));
    document.getElementById("glossary").replaceChildren(make("h2", null, say("glossary")),
      make("div", { id: "entries" }, ...found.map((phrase) => entry(phrase))));
  }

  /* Two texts in step: between two pairs of mentions that answer each other, the way is divided evenly. */

  function level(element, by) {
    const article = element.closest(".text");
    article.scrollBy({ top: element.getBoundingClientRect().top - by.getBoundingClientRect().top, behavior: "instant" });
  }

  let leader = -1;
  function follow(side) {
    if (!inStep || leader !== side || getComputedStyle(articles[side]).overflowY !== "auto") return;
    const other = 1 - side;
    const height = (index, element) => element.getBoundingClientRect().top - articles[index].getBoundingClientRect().top + articles[index].scrollTop;
    const eye = articles[side].clientHeight / 3, here = articles[side].scrollTop + eye;
    let low = 0, high = pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (height(side, pairs[middle][side].marks[0].element) <= here) low = middle + 1; else high = middle;
    }
    const at = (place, index) => place < 0 ? 0
      : place >= pairs.length ? articles[index].scrollHeight : height(index, pairs[place][index].marks[0].element);
    const [from, to] = [at(low - 1, side), at(low, side)], [otherFrom, otherTo] = [at(low - 1, other), at(low, other)];
    const share = to > from ? (here - from) / (to - from) : 0;
    articles[other].scrollTo({ top: otherFrom + share * (otherTo - otherFrom) - eye, behavior: "instant" });
  }

  /* Pointers and keys */

  const markAt = (event) => markOf.get(event.target.closest && event.target.closest("mark"));
  const later = (act, wait) => { clearTimeout(timer); timer = setTimeout(act, wait); };

  texts.addEventListener("pointerover", (event) => {
    const mark = markAt(event);
    if (mark && event.pointerType === "mouse" && !pinned) later(() => show(mark, false), 120);
  });
  texts.addEventListener("pointerout", (event) => { if (markAt(event) && !pinned) later(close, 300); });
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => { if (!pinned) later(close, 300); });
  texts.addEventListener("focusin", (event) => { const mark = markAt(event); if (mark && !quiet) show(mark, false); });
  texts.addEventListener("focusout", (event) => { if (!pinned && !card.contains(event.relatedTarget)) later(close, 50); });
  document.addEventListener("click", (event) => {
    const mark = markAt(event);
    if (mark && mark.shown.length) { if (mark !== openMark) pinned = false; show(mark, true); }
    else if (event.target.isConnected && !card.contains(event.target) && !panel.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); return; }
    const mark = markAt(event);
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: "first", End: "last" };
    if (event.key in steps) { event.preventDefault(); pinned = false; walk(mark, steps[event.key]); }
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(mark, true); card.focus(); }
  });
  addEventListener("scroll", place, { passive: true, capture: true });
  addEventListener("resize", place);
  addEventListener("beforeprint", () => { close(); glossary(); });
  articles.forEach((article, side) => {
    for (const name of ["pointerenter", "wheel", "focusin", "touchstart"]) {
      article.addEventListener(name, () => { leader = side; }, { passive: true });
    }
    if (isPair) article.addEventListener("scroll", () => follow(side), { passive: true });
    if (isPair) { article.tabIndex = 0; article.setAttribute("role", "region"); article.setAttribute("aria-label", data.documents[side].title); }
  });

  furnish();
  refresh();
  document.documentElement.dataset.ready = "yes";
  setTimeout(glossary, 1000);
})();
