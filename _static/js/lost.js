/* On the page for lost addresses: search for the words of the address, and guess whose page was meant. */
(() => {
  "use strict";

  const page = document.getElementById("lost");
  if (!page) return;
  const index = page.dataset.index;
  const root = index.slice(0, -"found/".length);
  let path = location.pathname;
  try {
    path = decodeURIComponent(path);
  } catch {
    // an address that is none: its letters will do
  }
  const last = path.replace(/\/(index\.html?)?$/, "").split("/").pop() || "";
  const words = last.replace(/\.html?$/i, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const field = document.getElementById("lost-query");
  if (!words || words === "404") return;
  field.value = words;
  const { named, nearest, sentence } = window.archiveNearest;
  fetch(`${index}contents.json`)
    .then((answer) => answer.json())
    .then((contents) => named(index, contents.names, words))
    .then((names) => {
      const found = nearest(words, names, 3);
      if (found.length) page.querySelector(".search-hints").append(sentence(found, root));
    })
    .catch(() => {}); // then there is still the form
})();
