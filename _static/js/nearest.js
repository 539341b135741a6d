/* Names that are nearly what somebody wrote: for the search, when it finds nothing, and for lost addresses. */
(() => {
  "use strict";

  /** Without case, accents and punctuation. */
  const plain = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  /** How many letters must be put in, left out, changed or swapped with the next; more than `most` is `most + 1`. */
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const change = last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, change);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return most + 1;
      before = last;
      last = row;
    }
    return last[other.length];
  };

  /** How far a query is from one form of a name, from 0 to 1: from all of it, or each word from the nearest. */
  const far = (query, form) => {
    const allowed = (text) => (text.length < 4 ? 0 : text.length < 8 ? 2 : 3);
    const whole = distance(query, form, allowed(query));
    if (whole <= allowed(query)) return whole / query.length;
    const words = form.split(" ");
    const parts = query.split(" ").map((part) => {
      let best = 1;
      for (const word of words) {
        if (part.length > 2 && word.startsWith(part)) best = Math.min(best, 0.1);
        const most = Math.min(2, allowed(part));
        const here = distance(part, word, most);
        if (here <= most) best = Math.min(best, here / part.length);
      }
      return best;
    });
    return parts.reduce((sum, part) => sum + part, 0) / parts.length;
  };

  /**
   * The names nearest to a query, the nearest first: [{kind, name, id, address, form}] with the form that came
   * near. `names` is what `named` gives: [name, id, address, mentions, other forms] by kind.
   */
  const nearest = (query, names, most = 5) => {
    const wanted = plain(query);
    if (wanted.length < 3) return [];
    const found = [];
    for (const kind of ["person", "term"]) {
      for (const [name, id, address, mentions, others] of names[kind] || []) {
        let best = { far: 1 };
        for (const form of [name, ...others]) {
          const here = far(wanted, plain(form));
          if (here < best.far) best = { far: here, form };
        }
        if (best.far <= 0.4) found.push({ kind, name, id, address, mentions, ...best });
      }
    }
    found.sort((a, b) => a.far - b.far || b.mentions - a.mentions || (a.name < b.name ? -1 : 1));
    return found.slice(0, most);
  };

  const FILES = 8; // of names at most, for one question
  const files = new Map();

  /**
   * The names to look for a text among. If there are many, they are in files by the first letters of each of their
   * words, which `starts` tells: then only those that begin as a word of the text does.
   */
  const named = async (base, starts, text) => {
    const words = plain(text).split(" ");
    const near = [...starts.keys()].filter((n) =>
      words.some((word) => word && (word.startsWith(starts[n]) || starts[n].startsWith(word))) || starts.length === 1,
    );
    const found = await Promise.all(
      near.slice(0, FILES).map((n) => {
        const name = `${base}names/${n}.json`;
        if (!files.has(name)) files.set(name, fetch(name).then((answer) => answer.json()));
        return files.get(name);
      }),
    );
    const once = (kind) => [...new Map(found.flatMap((each) => each[kind]).map((each) => [each[1], each])).values()];
    return { person: once("person"), term: once("term") };
  };

  /** A sentence with links to some names, as nodes. */
  const sentence = (found, root) => {
    const line = document.createElement("p");
    line.className = "nearest";
    line.append("Did you mean ");
    found.forEach((each, n) => {
      if (n) line.append(n === found.length - 1 ? " or " : ", ");
      const link = document.createElement("a");
      link.href = root + each.address;
      link.textContent = each.name;
      line.append(link);
      if (each.form !== each.name) line.append(` (${each.form})`);
    });
    line.append("?");
    return line;
  };

  window.archiveNearest = { named, nearest, plain, sentence };
})();
