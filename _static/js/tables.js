// Tables that can be sorted and filtered. Without this script they are in order of date, and whole.
//
// What is filtered for stands in the address (`?filter=…&person=…`), so that a part of a register can be shared.
(() => {
  "use strict";
  const SORTABLE = 3; // rows from which it is worth sorting …
  const FILTERABLE = 6; // … and filtering
  const MONTHS = "january february march april may june july august september october november december".split(" ");
  const DATE = /(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(?<=[(a-z] ?)((?:19|20)\d\d)\)?$/; // "in 2001", "by October (October 2013)"
  const NUMBER = /^(?:[a-z]+ ){0,2}[£$€]?(\d[\d,]*(?:\.\d+)?)(?: ?(million|billion|m|bn)\b)?/i; // "nearly 300 training events"
  const TIMES = { m: 1e6, b: 1e9 };
  const WAYS = {
    order: ["earliest first", "latest first"],
    date: ["earliest first", "latest first"],
    number: ["smallest first", "largest first"],
    text: ["A to Z", "Z to A"],
  };
  const collator = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

  function make(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // As a reader sees it: a label is there for cards on a phone.
  const textOf = (cell) => cell.textContent.slice(cell.querySelector(".cell-label")?.textContent.length || 0).trim();
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();

  function dateOf(text) {
    const found = DATE.exec(text);
    return found ? Number(found[3]) * 10000 + (MONTHS.indexOf((found[2] || "").toLowerCase()) + 1) * 100 + Number(found[1] || 0) : null;
  }

  function numberOf(text) {
    const found = NUMBER.exec(text);
    return found ? Number(found[1].replace(/,/g, "")) * (TIMES[found[2]?.[0].toLowerCase()] || 1) : null;
  }

  // -- sorting -----------------------------------------------------------------------------------

  // What a column is sorted by, and each row's key in it; null goes last, in either direction.
  function keysOf(cells, column) {
    if (column === 0) return { kind: "order", keys: [...cells.keys()] };
    const texts = cells.map((row) => row[column]);
    if (texts.some((text) => dateOf(text))) return { kind: "date", keys: texts.map(dateOf) };
    const numbers = texts.map(numberOf);
    if (numbers.filter((each) => each !== null).length > texts.filter(Boolean).length / 2) return { kind: "number", keys: numbers };
    return { kind: "text", keys: texts.map((text) => text || null) };
  }

  function orderOf(keys, isDown) {
    const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    return [...keys.keys()].sort((a, b) => {
      if (keys[a] === null || keys[b] === null) return (keys[a] === null) - (keys[b] === null) || a - b;
      return (isDown ? -1 : 1) * compare(keys[a], keys[b]) || a - b;
    });
  }

  // Buttons in the heads; returned is the choice that stands in for them on a phone, where rows are cards.
  function makeSortable(table, rows, cells, tell) {
    const heads = [...table.tHead.rows[0].cells];
    const names = heads.map((head) => head.textContent.trim());
    const columns = names.map((name, column) => keysOf(cells, column));
    const choice = make("select");

    function sort(column, isDown) {
      const { kind, keys } = columns[column];
      table.tBodies[0].append(...orderOf(keys, isDown).map((number) => rows[number]));
      heads.forEach((head) => head.removeAttribute("aria-sort"));
      heads[column].setAttribute("aria-sort", isDown ? "descending" : "ascending");
      choice.value = `${column} ${isDown ? 1 : 0}`;
      tell(`Sorted by ${names[column]}, ${WAYS[kind][isDown ? 1 : 0]}`);
    }

    heads.forEach((head, column) => {
      const button = make("button", { type: "button", className: "sort" }, names[column]);
      button.onclick = () => sort(column, head.getAttribute("aria-sort") === "ascending");
      head.replaceChildren(button);
      for (const down of [0, 1]) {
        choice.append(make("option", { value: `${column} ${down}` }, `${names[column]}, ${WAYS[columns[column].kind][down]}`));
      }
    });
    heads[0].setAttribute("aria-sort", "ascending"); // as the archive made it
    choice.onchange = () => {
      const [column, down] = choice.value.split(" ").map(Number);
      sort(column, down === 1);
    };
    return make("label", { className: "sort-by" }, make("span", {}, "Sort by "), choice);
  }

  // -- filtering ---------------------------------------------------------------------------------

  // The people that rows link to: id -> name, and the rows of each.
  function peopleOf(rows) {
    const people = new Map();
    for (const row of rows) {
      for (const link of row.querySelectorAll("a[href*='people/']")) {
        const id = /people\/([^/.#]+)/.exec(link.getAttribute("href"))?.[1];
        if (!id) continue;
        if (!people.has(id)) people.set(id, { name: link.textContent, rows: new Set() });
        people.get(id).rows.add(row);
      }
    }
    return people;
  }

  function keep(parameters) {
    const url = new URL(location);
    for (const [name, value] of Object.entries(parameters)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    try { history.replaceState(history.state, "", url); } catch { /* some browsers forbid it on a disk */ }
  }

  // A field, and a choice of people; *suffix* tells the tables of a page apart in the address.
  function makeFilterable(rows, cells, suffix, tell) {
    const texts = cells.map((row) => folded(row.join(" ")));
    const people = peopleOf(rows);
    const given = new URL(location).searchParams;
    const field = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const person = make("select", {}, make("option", { value: "" }, "Anybody"));
    for (const [id, each] of [...people].sort((a, b) => collator.compare(a[1].name, b[1].name))) {
      person.append(make("option", { value: id }, `${each.name} (${each.rows.size})`));
    }

    function filter() {
      const words = folded(field.value).split(/\s+/);
      const named = people.get(person.value)?.rows;
      let count = 0;
      rows.forEach((row, number) => {
        row.hidden = !words.every((word) => texts[number].includes(word)) || Boolean(named && !named.has(row));
        count += row.hidden ? 0 : 1;
      });
      tell(count === rows.length ? `${count} entries` : `${count} of ${rows.length} entries`);
    }

    function change() {
      filter();
      keep({ [`filter${suffix}`]: field.value.trim(), [`person${suffix}`]: person.value });
    }

    function clear() {
      field.value = person.value = "";
      change();
    }

    // A link to a row that the filter hides means the row.
    function reveal() {
      if (rows.some((row) => row.hidden && row.id && row.id === decodeURIComponent(location.hash.slice(1)))) {
        clear();
        document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView();
      }
    }

    field.oninput = person.onchange = change;
    field.onkeydown = (event) => {
      if (event.key === "Escape" && (field.value || person.value)) {
        event.preventDefault();
        clear();
      }
    };
    field.value = given.get(`filter${suffix}`) || "";
    person.value = people.has(given.get(`person${suffix}`)) ? given.get(`person${suffix}`) : "";
    filter();
    reveal();
    addEventListener("hashchange", reveal);
    const controls = [make("label", { className: "filter" }, make("span", {}, "Filter "), field)];
    if (people.size > 1) controls.push(make("label", {}, make("span", {}, "Person "), person));
    return controls;
  }

  // -- all tables of the page --------------------------------------------------------------------

  let number = 0;
  for (const table of document.querySelectorAll(".bd-article table:is(.register, .posts, .sortable)")) {
    const rows = [...(table.tBodies[0]?.rows || [])];
    if (!table.tHead || rows.length < SORTABLE) continue;
    const cells = rows.map((row) => [...row.cells].map(textOf));
    const state = make("p", { className: "table-state", role: "status" });
    const tell = (text) => { state.textContent = text; };
    const controls = make("div", { className: "controls table-controls" });
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", "Filter and sort the table");
    const sortBy = makeSortable(table, rows, cells, tell);
    if (rows.length >= FILTERABLE) {
      number += 1;
      controls.append(...makeFilterable(rows, cells, number > 1 ? `-${number}` : "", tell));
    }
    controls.append(sortBy, state);
    (table.closest(".pst-scrollable-table-container") || table).before(controls);
  }
})();
