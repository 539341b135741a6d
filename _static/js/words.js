/* Which entries hold the words of a question: asks the index that `minutes.indexer` writes; its form is told there. */
(() => {
  "use strict";

  const KINDS = ["item", "person", "term", "source", "page"];
  const STEM = 0.8; // how much another form of a word counts beside it …
  const START = 0.6; // … and a longer word at most that it begins, …
  const SHORTEST = 3; // … from so many letters on, unless it stands alone
  const CALLED = 1000; // what is called just so comes first

  /** The words of a text, as `minutes.searching.words` makes them. */
  const split = (text) =>
    text.replace(/['’]s(?![\p{L}\p{N}_])/gu, "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];

  /** What must all be found: each phrase in quotation marks as its words, and each other word. */
  const pieces = (query) => {
    const phrases = (query.match(/"[^"]+"/g) || []).map(split).filter((each) => each.length);
    return [...phrases, ...[...new Set(split(query.replace(/"[^"]+"/g, " ")))].map((each) => [each])];
  };

  const open = async (base, stemmer) => {
    const fetched = async (name, as) => {
      const answered = await fetch(base + name);
      if (!answered.ok) throw new Error(`${name}: ${answered.status}`);
      return answered[as]();
    };
    const once = (make) => {
      const made = new Map();
      return (key) => {
        if (!made.has(key)) made.set(key, make(key));
        return made.get(key);
      };
    };
    const contents = await fetched("contents.json", "json");
    const stem = once((word) => stemmer.stemWord(word));
    const read = once((name) => fetched(name, "text"));
    const file = (word) => contents.cuts.findLastIndex((each) => each <= word);

    // -- a section: its entries, and the lines that begin with some letters -----------------------------

    const head = (text) => {
      const [part, ...runs] = text.slice(0, text.indexOf("\n")).split(";");
      const entries = runs.flatMap((run) => {
        const [kind, first, last, count] = run.split(" ");
        return Array(Number(count)).fill({ kind, first: Number(first), last: Number(last) });
      });
      return { part, entries };
    };
    const lines = (text, start) => {
      const found = [];
      for (let at = text.indexOf(`\n${start}`); at >= 0; at = text.indexOf(`\n${start}`, at)) {
        const tab = text.indexOf("\t", at);
        at += 1;
        const end = text.indexOf("\n", tab);
        found.push([text.slice(at, tab), text.slice(tab + 1, end)]);
        at = end;
        if (!text.startsWith(start, end + 1)) break;
      }
      return found;
    };
    /** Of each entry by its number: how much the word counts there, and its places, which are read when they are needed. */
    const unpacked = (line) => {
      const found = new Map();
      let number = -1;
      for (const each of line.split(" ")) {
        let n = 0;
        while (each.charCodeAt(n) < 65 || each.charCodeAt(n) > 90) n += 1; // up to the letter
        number += n ? parseInt(each.slice(0, n), 36) : 1;
        found.set(number, { weight: each.charCodeAt(n) - 65, at: () => places(each.slice(n + 1)) });
      }
      return found;
    };
    const places = (told) => {
      let last = 0;
      return told.split(".").map((one) => (last += parseInt(one, 36)));
    };
    const exactly = (text, word) => {
      const [line] = lines(text, `${word}\t`);
      return line ? unpacked(line[1]) : new Map();
    };

    // -- a word, and a phrase, in a section ---------------------------------------------------------------

    const word = (text, sought, alone) => {
      const root = stem(sought).replace(/(?<=..)[iey]$/, "");
      const found = new Map();
      for (const [term, line] of lines(text, sought.startsWith(root) ? root : sought)) {
        const begun = term.startsWith(sought) && (alone || sought.length >= SHORTEST);
        const quality = term === sought ? 1 : stem(term) === stem(sought) ? STEM : begun ? (START * sought.length) / term.length : 0;
        for (const [number, { weight, at }] of quality ? unpacked(line) : []) {
          const known = found.get(number);
          found.set(number, { weight: Math.max(known?.weight || 0, weight * quality), at: known ? () => [...known.at(), ...at()] : at });
        }
      }
      return found;
    };
    const phrase = (texts, words) => {
      const tables = words.map((each, n) => exactly(texts[n], each));
      const found = new Map();
      for (const [number, { weight }] of tables[0]) {
        if (!tables.every((table) => table.has(number))) continue;
        const [first, ...rest] = tables.map((table) => table.get(number).at());
        let ways = first.map((place) => [place]);
        for (const there of rest.map((each) => new Set(each))) {
          // Words with a hyphen between them stand in one place.
          const on = (way) => [way.at(-1), way.at(-1) + 1].filter((place) => there.has(place)).map((place) => [...way, place]);
          ways = ways.flatMap(on);
        }
        if (ways.length) found.set(number, { weight, at: () => ways.flat() });
      }
      return found;
    };

    /** Of each part on a shelf: its entries, what each piece of a question finds, who is called so, and what the filters let through. */
    const asked = async ([shelf], wanted) => {
      const there = (name) => read(`${shelf}/${name}.txt`).then((text) => text.split("\f"));
      const sought = pieces(wanted.q);
      const chosen = [["people", wanted.person], ["topics", wanted.topic]].filter(([, id]) => id);
      const [texts, facets, any] = await Promise.all([
        Promise.all(sought.map((words) => Promise.all(words.map((each) => there(file(each)))))),
        Promise.all(chosen.map(([facet]) => there(facet))),
        sought.length || chosen.length ? null : there(0),
      ]);
      const plain = split(wanted.q).join("-");
      return (texts[0]?.[0] || facets[0] || any).map((section, n) => {
        const here = texts.map((each) => each.map((sections) => sections[n]));
        return {
          ...head(section),
          found: sought.map((words, m) => (words.length > 1 ? phrase(here[m], words) : word(here[m][0], words[0], sought.length === 1))),
          called: plain && !wanted.sort ? exactly(here[0][0], `=${plain}`) : new Map(),
          sets: facets.map((sections, m) => exactly(sections[n], chosen[m][1])),
        };
      });
    };

    /**
     * Fetch where the words of a question stand that is still being typed, but for a last word of which too little is
     * there; returns whether each word is one that stands somewhere, and so may be whole.
     */
    const expect = async (text) => {
      const growing = /[\p{L}\p{N}]$/u.test(text) ? split(text).at(-1) : "";
      const words = [...new Set(split(text))];
      const known = words.filter((each) => each !== growing || each.length >= SHORTEST);
      const shelves = contents.shelves.slice(0, contents.undated + 1);
      const stands = async (word) => {
        const texts = await Promise.all(shelves.map(([shelf]) => read(`${shelf}/${file(word)}.txt`)));
        return texts.some((each) => each.includes(`\n${word}\t`));
      };
      const found = await Promise.all(known.map(stands));
      return found.length > 0 && words.length === known.length && found.every(Boolean);
    };

    const fragments = once((name) => fetched(name, "json"));

    /** The entries of a part that fit, by kind; *used* are the pieces that must be found, and how rare each is. */
    const fitting = ({ part, entries, found, called, sets }, used, wanted, hits) => {
      const tables = used.map(([n]) => found[n]);
      const numbers = tables.length ? [...tables[0].keys()] : [...entries.keys()];
      numbers.sort((a, b) => (wanted.sort === "oldest" ? b - a : a - b));
      const year = Number(wanted.year);
      for (const number of numbers) {
        const { kind, first, last } = entries[number];
        if (year && !(first <= year && year <= last)) continue;
        if (!tables.every((table) => table.has(number)) || !sets.every((set) => set.has(number))) continue;
        const all = tables.map((table) => table.get(number));
        hits[kind].push({
          score: all.reduce((sum, one, n) => sum + one.weight * used[n][1], called.has(number) ? CALLED : 0),
          at: () => all.flatMap((one) => one.at()),
          fragment: async () => (await fragments(`${part}/${Math.floor(number / contents.together)}.json`))[number % contents.together],
        });
      }
    };

    /**
     * One turn after the other: what was found so far by kind, how many shelves are left, and whether a word was
     * nowhere yet. Such a word is left out, if others are somewhere.
     */
    const find = async function* (wanted) {
      const sought = pieces(wanted.q);
      const year = Number(wanted.year);
      const left = contents.shelves.slice(contents.undated).filter(([, first, last]) => !year || (first <= year && year <= last));
      if (wanted.sort === "oldest") left.reverse();
      let next = [...(year ? [] : contents.shelves.slice(0, contents.undated)), ...left.splice(0, 1)];
      const seen = [];
      do {
        const found = await Promise.all(next.map((shelf) => asked(shelf, wanted)));
        seen.push(...found.flatMap((each) => (wanted.sort === "oldest" ? each.reverse() : each)));
        const size = seen.reduce((sum, each) => sum + each.entries.length, 0);
        const used = sought.map((words, n) => [n, seen.reduce((sum, each) => sum + each.found[n].size, 0), words.length > 1])
          .filter(([, count, whole]) => count || whole)
          .map(([n, count]) => [n, Math.log(1 + size / (count || 1))]);
        const hits = Object.fromEntries(KINDS.map((kind) => [kind, []]));
        if (used.length || !sought.length) for (const each of seen) fitting(each, used, wanted, hits);
        if (!wanted.sort) for (const kind of KINDS) hits[kind].sort((a, b) => b.score - a.score);
        next = left.splice(0, 1);
        yield { hits, left: left.length + next.length, lacking: used.length < sought.length };
      } while (next.length);
    };

    const names = (text) => window.archiveNearest.named(base, contents.names, text);
    return { find, expect, names, years: contents.years };
  };

  window.archiveWords = { open, pieces, split };
})();
