/* The search page: a question in its address, answers by kind, each with the paragraph that matched best.
   Behind a server our own index answers (`words.js`); from a disk, where a page may fetch nothing, Sphinx's does. */
(() => {
  "use strict";

  const page = document.getElementById("search");
  if (!page) return;
  const { pieces } = window.archiveWords;
  const index = page.dataset.index;
  const root = index.slice(0, -"found/".length);
  const form = page.querySelector(".search-form");
  const field = document.getElementById("search-query");
  const filters = page.querySelector(".search-filters");
  const chosen = page.querySelector(".search-chosen");
  const status = page.querySelector(".search-status");
  const hints = page.querySelector(".search-hints");
  const list = page.querySelector(".search-results");
  const further = page.querySelector(".search-more");
  const help = document.getElementById("search-help");

  const KINDS = ["item", "person", "term", "source", "page"];
  const LABELS = {
    item: ["meeting item", "Meeting items"],
    person: ["person", "People"],
    term: ["term", "Terms"],
    source: ["source", "Sources"],
    page: ["page", "Pages"],
  };
  const FACETS = ["year", "person", "topic"];
  const FIRST = { item: 3, person: 2, term: 2, source: 2, page: 1 }; // results shown of each kind at first …
  const STEP = 10; // … if one kind is chosen, and with each wish for more
  const AT_ONCE = 4; // turns in which a large index is searched without being asked …
  const ENOUGH = 30; // … unless so many answers are found before
  const WORDS = 34; // of an excerpt

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const button = (text, action) => {
    const made = element("button", "", text);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  };
  const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);
  const figure = new Intl.NumberFormat("en-GB").format;
  const number = (count, kind) => {
    const [one, several] = kind ? LABELS[kind] : ["result", "results"];
    return `${figure(count)} ${count === 1 ? one : lower(several)}`;
  };

  // -- what is asked: the page's address -----------------------------------------------------------

  const EMPTY = { q: "", kind: "", year: "", person: "", topic: "", sort: "" };
  const read = () => {
    const given = new URLSearchParams(location.search);
    const asked = Object.fromEntries(Object.keys(EMPTY).map((key) => [key, (given.get(key) || "").trim()]));
    if (!KINDS.includes(asked.kind)) asked.kind = "";
    if (!["newest", "oldest"].includes(asked.sort)) asked.sort = "";
    asked.q = asked.q.replace(/[“”„]/g, '"');
    return asked;
  };
  const address = (asked) => {
    const given = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    return location.pathname + (given.size === 0 || !String(given) ? "" : `?${given}`);
  };
  let asked = read();
  let drafting = false; // the question in the address is being typed: one step of the browser's history

  const ask = (changes, typed = false) => {
    const next = { ...asked, ...changes };
    const there = address(next);
    if (there !== location.pathname + location.search) {
      asked = next;
      answer(); // first, since it waits for the line
      history[typed && drafting ? "replaceState" : "pushState"](null, "", there);
      drafting = typed;
    } else if (!typed) {
      drafting = false;
    }
  };

  // -- names: fetched when somebody chooses one, or finds nothing -----------------------------------

  const names = (text) => engine().then((found) => found.names(text));
  const called = async (kind, id) => {
    const found = (await names(id))[kind].find((each) => each[1] === id);
    return found ? found[0] : id;
  };

  // -- our own index -------------------------------------------------------------------------------

  const script = (name) =>
    new Promise((done, failed) => {
      const made = document.createElement("script");
      made.src = root + name;
      made.onload = done;
      made.onerror = () => failed(new Error(name));
      document.head.append(made);
    });

  const withIndex = async () => {
    // Sphinx's script of its language has the stems of words.
    const stems = script("_static/language_data.js").then(() => ({ stemWord: (word) => new Stemmer().stemWord(word) })); // eslint-disable-line no-undef
    const found = await window.archiveWords.open(index, await stems);
    const find = async function* (wanted) {
      for await (const step of found.find(wanted)) {
        for (const hits of Object.values(step.hits)) {
          for (const each of hits) {
            let made = null; // once, though it is asked for before and after it is wanted
            each.data = () => (made ||= each.fragment().then((fragment) => shown(fragment, each.at())));
          }
        }
        yield step;
      }
    };
    return { ...found, find, whole: true };
  };

  /** A result as it is shown: the paragraph with the most of what was sought, and some words of it. */
  const shown = (fragment, places) => {
    const words = fragment.text.split(" ");
    const marked = new Set(places.filter((at) => at < words.length));
    const afterTitle = words.length + 1 + fragment.title.split(/\s+/).length;
    const afterNames = fragment.also.reduce((sum, each) => sum + 1 + each.split(/\s+/).length, afterTitle);
    const anchors = fragment.anchors.map(([id, location]) => ({ id, location }));
    const starts = [{ id: "", location: 0 }, ...anchors];
    let best = { score: 0, id: "", start: 0, end: words.length };
    starts.forEach((anchor, n) => {
      const start = anchor.location;
      const end = n + 1 < starts.length ? starts[n + 1].location : words.length;
      const here = [...marked].filter((at) => at >= start && at < end);
      const different = new Set(here.map((at) => window.archiveNearest.plain(words[at] || "").slice(0, 5)));
      const score = different.size * 100 + Math.min(here.length, 99);
      if (here.length && score > best.score) best = { score, id: anchor.id, start, end };
    });
    if (!best.score) best.end = starts.length > 1 && starts[1].location > 8 ? starts[1].location : words.length;
    const inside = [...marked].filter((at) => at >= best.start && at < best.end).sort((a, b) => a - b);
    // The stretch of words that holds the most of them, with some words before it.
    let from = best.start;
    let most = 0;
    for (const at of inside) {
      const held = inside.filter((each) => each >= at && each < at + WORDS - 8).length;
      if (held > most) [most, from] = [held, at - 8];
    }
    from = Math.max(best.start, Math.min(from, best.end - WORDS));
    if (from - best.start < 6) from = best.start;
    const to = Math.min(best.end, from + WORDS);
    const text = [];
    if (from > best.start) text.push("… ");
    for (let at = from; at < to; at += 1) {
      if (marked.has(at)) text.push(element("mark", "", words[at]), " ");
      else text.push(`${typeof text.at(-1) === "string" ? text.pop() : ""}${words[at]} `);
    }
    if (to < best.end) text.push("…");
    const also = fragment.also.join("; ");
    return {
      title: fragment.title,
      url: root + (best.id ? `${fragment.url.split("#")[0]}#${best.id}` : fragment.url),
      date: fragment.date,
      also: places.some((at) => at > afterTitle && at < afterNames) ? also : "",
      text,
      held: [...inside.map((at) => words[at]), fragment.title, also, fragment.date],
    };
  };

  // -- Sphinx's own index, from a disk -------------------------------------------------------------

  const withSphinx = async () => {
    // What its scripts expect of others that are not needed here.
    window._ready = () => {};
    window._ = (text) => text;
    window.SPHINX_HIGHLIGHT_ENABLED = false;
    for (const name of ["_static/language_data.js", "_static/searchtools.js", "searchindex.js"]) await script(name);
    const own = Search; // eslint-disable-line no-undef -- a constant of searchtools.js
    const kindOf = (docname, anchor) => {
      if (anchor.startsWith("#source-")) return "source";
      if (/\/(index|by-kind|items|threads)$/.test(docname)) return "page";
      return { meetings: "item", people: "person", glossary: "term" }[docname.split("/")[0]] || "page";
    };
    const find = async function* (wanted) {
      const hits = Object.fromEntries(KINDS.map((kind) => [kind, []]));
      const seen = new Set();
      const { plain } = window.archiveNearest;
      const sought = plain(wanted.q);
      const results = wanted.q ? own._performSearch(...own._parseQuery(wanted.q.replaceAll('"', " "))) : [];
      for (const [docname, title, anchor, , score] of results.sort((a, b) => b[4] - a[4])) {
        const kind = kindOf(docname, anchor);
        const [above, below] = title.split(" > ");
        // People and terms are found as wholes, whichever part of their page matched.
        const whole = kind === "person" || kind === "term";
        const url = `${root}${docname}.html${whole ? "" : anchor}`;
        if (seen.has(url)) continue;
        seen.add(url);
        const shownTitle = whole ? own._index.titles[own._index.docnames.indexOf(docname)] : below || above;
        const name = plain(shownTitle);
        const bonus = name === sought ? 200 : name.startsWith(sought) ? 100 : name.includes(sought) ? 50 : 0;
        const date = kind === "item" && below ? above : "";
        const data = { title: shownTitle, url, date, also: "", text: [], held: null };
        hits[kind].push({ score: score + bonus, data: async () => data });
      }
      for (const kind of KINDS) hits[kind].sort((a, b) => b.score - a.score);
      yield { hits, left: 0 };
    };
    const all = async () => {
      const found = { person: [], term: [] };
      own._index.docnames.forEach((docname, n) => {
        const kind = kindOf(docname, "");
        const title = own._index.titles[n];
        if (found[kind]) found[kind].push([title, docname.split("/")[1], `${docname}.html`, 0, []]);
      });
      return found;
    };
    return { find, years: [], names: all, whole: false };
  };

  let started = null;
  const engine = () => {
    const onDisk = location.protocol === "file:";
    started ||= (onDisk ? withSphinx() : withIndex().catch(withSphinx)).then((found) => {
      setUp(found);
      return found;
    });
    return started;
  };

  // -- what is found, one turn after the other -------------------------------------------------------

  const firsts = (used, wanted, kind) => (wanted.kind || !used.whole ? STEP : FIRST[kind]);

  /** A search whose first turn has begun. */
  const begin = (used, wanted) => {
    const turns = used.find(wanted);
    let first = turns.next();
    const next = () => {
      const given = first || turns.next();
      first = null;
      return given;
    };
    return { question: address(wanted), first, next };
  };
  let begun = null;
  const turnsOf = (used, wanted) => {
    const found = begun?.question === address(wanted) ? begun : begin(used, wanted);
    begun = null;
    return found;
  };

  /** Look for what is being typed as soon as its words are whole, so that its first answers are there when it is asked for. */
  const foresee = async () => {
    const used = await engine();
    const typed = field.value;
    const wanted = { ...asked, q: typed.trim() };
    const open = typed.split('"').length % 2 === 0; // a phrase that is to go on
    const whole = used.expect && (await used.expect(typed));
    if (open || !whole || field.value !== typed) return;
    if ([begun?.question, address(asked)].includes(address(wanted))) return; // found, or on its way
    begun = begin(used, wanted);
    const { value } = await begun.first;
    const kind = (wanted.kind ? [wanted.kind] : KINDS).find((each) => value.hits[each].length);
    const first = kind ? value.hits[kind].slice(0, firsts(used, wanted, kind)) : [];
    for (const each of first) each.data().catch(() => {}); // told when it is asked for
  };

  // -- the form ------------------------------------------------------------------------------------

  const setUp = (found) => {
    const years = form.elements.year;
    years.append(...found.years.map(([year, count]) => new Option(`${year} (${count})`, year)));
    if (!found.whole) {
      filters.hidden = true;
      form.after(element("p", "search-lack", "Read from a disk, the search knows no phrases, no filters and no excerpts: these need the archive behind a server."));
    }
    fill();
  };

  const fill = async () => {
    const now = asked;
    for (const each of form.elements.kind) each.checked = each.value === now.kind;
    form.elements.sort.value = now.sort;
    form.elements.year.value = now.year;
    if (FACETS.some((each) => now[each]) || now.sort) filters.open = true;
    const told = [];
    for (const facet of FACETS.filter((each) => now[each])) {
      const name = facet === "year" ? now.year : await called({ person: "person", topic: "term" }[facet], now[facet]);
      if (facet !== "year") form.elements[facet].value = name;
      const made = button(`${name} ×`, () => ask({ [facet]: "" }));
      made.setAttribute("aria-label", `Remove the filter ${facet} ${name}`);
      told.push(element("li", "", made));
    }
    if (now !== asked) return;
    for (const facet of ["person", "topic"]) if (!now[facet]) form.elements[facet].value = "";
    chosen.replaceChildren(...told);
    chosen.hidden = !told.length;
  };

  /** The names that fit what is typed, the most mentioned first: a list of all would be long. */
  const offer = async (input, kind) => {
    const { plain } = window.archiveNearest;
    const typed = plain(input.value);
    const starts = (form_) => plain(form_).split(" ").some((_, n, words) => words.slice(n).join(" ").startsWith(typed));
    const fitting = (await names(input.value))[kind].filter(([name, , , , others]) => [name, ...others].some(starts));
    fitting.sort((a, b) => b[3] - a[3]);
    input.list.replaceChildren(...fitting.slice(0, 40).map(([name, , , , others]) => new Option(others.join(", "), name)));
    return fitting;
  };

  for (const [facet, kind] of [["person", "person"], ["topic", "term"]]) {
    const input = form.elements[facet];
    const choose = async () => {
      const { plain } = window.archiveNearest;
      const typed = plain(input.value);
      const fitting = typed ? await offer(input, kind) : [];
      const is = ([name, , , , others]) => [name, ...others].some((each) => plain(each) === typed);
      const found = fitting.find(is) || fitting[0];
      input.setCustomValidity(typed && !found ? "There is no such name in the archive." : "");
      if (typed && !found) input.reportValidity();
      else ask({ [facet]: found ? found[1] : "" });
    };
    input.addEventListener("focus", () => offer(input, kind), { once: true });
    input.addEventListener("input", () => {
      input.setCustomValidity("");
      offer(input, kind);
    });
    input.addEventListener("change", choose);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
      if (event.key === "Enter") choose();
    });
  }

  let waiting = 0;
  field.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.isComposing) return;
    waiting = setTimeout(() => ask({ q: field.value.trim() }, true), 250);
    foresee().catch(() => {}); // a fault is told with the answer
  });
  /** Ask with what was typed, though no pause has come after it yet. */
  const askNow = (changes) => {
    clearTimeout(waiting);
    ask({ q: field.value.trim(), ...changes });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    askNow({});
  });
  for (const name of ["year", "sort"]) {
    form.elements[name].addEventListener("change", () => askNow({ [name]: form.elements[name].value }));
  }
  for (const each of form.elements.kind) each.addEventListener("change", () => askNow({ kind: form.elements.kind.value }));

  window.addEventListener("popstate", () => {
    asked = read();
    drafting = false;
    field.value = asked.q;
    answer();
  });

  // -- the answer ----------------------------------------------------------------------------------

  const result = (hit) => {
    const starts = pieces(asked.q).flat();
    const title = hit.title.split(/(\s+)/).map((word) => {
      const bare = window.archiveNearest.plain(word);
      return bare && starts.some((each) => each && bare.startsWith(each)) ? element("mark", "", word) : word;
    });
    const link = element("a", "hit", ...title);
    link.href = hit.url;
    const head = element("p", "hit-head", link);
    if (hit.date) head.append(" ", element("span", "hit-date", hit.date));
    const made = element("li", "", head);
    if (hit.also) made.append(element("p", "hit-also", `also ${hit.also}`));
    if (hit.text.length) made.append(element("p", "hit-text", ...hit.text));
    return made;
  };

  /** The results of one kind, the first so many; returns the words they hold. */
  const group = async (kind, hits, count) => {
    const heading = element("h2", "", LABELS[kind][1], " ", element("span", "count", figure(hits.length)));
    heading.id = `search-${kind}`;
    const items = element("ol", "hits");
    const made = element("section", "hit-group", heading, items);
    made.setAttribute("aria-labelledby", heading.id);
    let given = 0;
    const held = [];
    const more = button("", () => extend(STEP, true));
    const extend = async (by, focus) => {
      const next = await Promise.all(hits.slice(given, given + by).map((each) => each.data()));
      given += next.length;
      held.push(...next.flatMap((each) => each.held || []));
      const built = next.map(result);
      items.append(...built);
      if (focus && built.length) built[0].querySelector("a").focus();
      more.remove();
      more.textContent = `More ${lower(LABELS[kind][1])} (${figure(hits.length - given)})`;
      if (given < hits.length) made.append(more);
    };
    await extend(count, false);
    return { made, held };
  };

  /** The words of the query that are nowhere in what was found: it is looked for without them. */
  const missing = (query, held) => {
    const { plain } = window.archiveNearest;
    const there = held.flatMap((text) => plain(text).split(" "));
    const common = (one, other) => {
      let n = 0;
      while (n < one.length && one[n] === other[n]) n += 1;
      return n;
    };
    const asked_ = plain(query).split(" ").filter(Boolean);
    return asked_.filter((word) => !there.some((each) => common(word, each) >= Math.max(1, word.length * 0.6)));
  };

  const advise = async (found, absent) => {
    const { nearest, sentence } = window.archiveNearest;
    const all = await names(asked.q);
    let near = nearest(asked.q, all);
    for (const word of near.length ? [] : absent) near.push(...nearest(word, all, 2));
    near = near.filter((each, n) => near.findIndex((other) => other.address === each.address) === n).slice(0, 5);
    if (found) hints.append(element("p", "", `Nothing here holds ${absent.join(", ")}.`));
    if (near.length) hints.append(sentence(near, root));
    if (found) return;
    const tips = [];
    if (FACETS.some((each) => asked[each]) || asked.kind) {
      tips.push(["Search without the filters", { kind: "", year: "", person: "", topic: "" }]);
    }
    if (asked.q.includes('"')) tips.push(["Search for the words in any order", { q: asked.q.replaceAll('"', "") }]);
    const words = asked.q.replaceAll('"', " ").split(/\s+/).filter((each) => /[\p{L}\p{N}]/u.test(each));
    if (words.length > 1) words.slice(0, 5).forEach((each) => tips.push([`Search for ${each} alone`, { q: each }]));
    if (tips.length) {
      hints.append(element("p", "search-tips", ...tips.flatMap(([text, change]) => [button(text, () => ask(change)), " "])));
    }
    if (!near.length && !tips.length) hints.append(element("p", "", "Try another spelling, a shorter word, or one of these lists."));
  };

  let turn = 0;
  const title = document.title;
  const answer = async () => {
    turn += 1;
    const mine = turn;
    const stale = () => mine !== turn;
    const wanted = asked;
    // At once, before somebody types more.
    if (document.activeElement !== field || field.value.trim() !== wanted.q) field.value = wanted.q;
    const something = Boolean(wanted.q && pieces(wanted.q).length) || FACETS.some((each) => wanted[each]);
    // Only when there is something to show: what changes on the page is painted, and answers come later for it.
    const turnTo = () => {
      document.title = wanted.q ? `${wanted.q} – ${title}` : title;
      help.hidden = something;
      page.classList.toggle("asked", something);
      fill();
    };
    if (!something) {
      turnTo();
      [list, hints, further, status].forEach((each) => each.replaceChildren());
      form.querySelectorAll(".search-kinds .count").forEach((each) => each.replaceChildren());
      return;
    }
    list.setAttribute("aria-busy", "true");
    try {
      const used = await engine();
      let parts = 0;
      const show = async (found) => {
        const of = (kind) => found.hits[kind].length;
        const total = KINDS.reduce((sum, kind) => sum + of(kind), 0);
        const kinds = (wanted.kind ? [wanted.kind] : KINDS).filter(of);
        const make = (kind) => group(kind, found.hits[kind], firsts(used, wanted, kind));
        // The first answers are shown while the others come; but nothing that is shown goes for a moment.
        const groups = await Promise.all(kinds.slice(0, parts === 1 ? 1 : kinds.length).map(make));
        if (stale()) return 0;
        if (parts === 1) turnTo();
        for (const each of form.elements.kind) {
          each.parentNode.querySelector(".count").textContent = figure(each.value ? of(each.value) : total);
        }
        const focused = list.contains(document.activeElement) && document.activeElement.href;
        list.replaceChildren(...groups.map((each) => each.made));
        const others = await Promise.all(kinds.slice(groups.length).map(make));
        if (stale()) return 0;
        list.append(...others.map((each) => each.made));
        groups.push(...others);
        if (focused) [...list.querySelectorAll("a.hit")].find((each) => each.href === focused)?.focus();
        const count = wanted.kind ? of(wanted.kind) : total;
        const about = wanted.q ? ` for ${wanted.q}` : "";
        const told = kinds.map((kind) => number(of(kind), kind)).join(", ");
        status.textContent = count
          ? `${number(count, wanted.kind)}${about}${!wanted.kind && kinds.length > 1 ? `: ${told}` : ""}`
          : `Nothing found${about}.`;
        hints.replaceChildren();
        const absent = used.whole ? missing(wanted.q, groups.flatMap((each) => each.held)) : [];
        if (!count || (absent.length && wanted.q)) await advise(count, absent);
        return count;
      };
      const turns = turnsOf(used, wanted);
      further.replaceChildren();
      const go = async (upTo, enough = Infinity) => {
        for (let step = await turns.next(); !step.done; step = await turns.next()) {
          if (stale()) return;
          parts += 1;
          const count = await show(step.value);
          if (stale()) return;
          if (step.value.left && (parts >= upTo || (count >= enough && !step.value.lacking))) {
            const where = wanted.sort === "oldest" ? "later" : "earlier";
            further.replaceChildren(button(`Search ${where} years too`, () => go(parts + AT_ONCE)));
            return;
          }
        }
        further.replaceChildren();
      };
      await go(AT_ONCE, ENOUGH);
    } catch (error) {
      if (!stale()) turnTo();
      if (!stale()) status.textContent = "The search could not be loaded. The lists below lead to everything.";
      throw error;
    } finally {
      if (!stale()) list.removeAttribute("aria-busy");
    }
  };

  // -- keys ----------------------------------------------------------------------------------------

  page.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const here = event.target;
    const links = [...list.querySelectorAll("a.hit")];
    const at = links.indexOf(here);
    if (event.key === "Escape" && (here === field || list.contains(here))) {
      event.preventDefault();
      clearTimeout(waiting);
      field.value = "";
      field.focus();
      ask({ ...EMPTY });
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (here === field || at >= 0)) {
      const next = event.key === "ArrowDown" ? at + 1 : at - 1;
      if (next >= links.length || (here === field && event.key === "ArrowUp")) return;
      event.preventDefault();
      (next < 0 ? field : links[next]).focus();
    }
  });

  form.hidden = false;
  if (matchMedia("(min-width: 60rem)").matches) filters.open = true;
  field.value = asked.q;
  answer().finally(() => page.classList.add("ready"));
  if (!asked.q) {
    field.focus({ preventScroll: true });
    // Ready before the first word is typed: what takes longest when it is done for the first time is done once.
    engine()
      .then(() => [number(0), pieces('"ready" or'), window.archiveNearest.plain("not")])
      .catch(() => {}); // a fault is told when there is a question
  }
})();
