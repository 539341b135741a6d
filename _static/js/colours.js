// Light or dark: the reader's choice, kept from page to page; else as the system is.
// It runs before the page is drawn, so that none shows in the wrong colours first.
(() => {
  "use strict";
  const words = { auto: "as the system", light: "light", dark: "dark" };
  const names = Object.keys(words);
  const page = document.documentElement;
  const button = document.createElement("button");
  let store = {}; // where a browser keeps nothing, the choice holds for one page
  try { store = localStorage; } catch { /* so be it */ }

  function show() {
    page.dataset.theme = names.includes(store.colours) ? store.colours : "auto";
    button.title = button.ariaLabel = `Colours: ${words[page.dataset.theme]}`;
  }

  show();
  button.className = "colours";
  button.onclick = () => {
    const next = names[(names.indexOf(page.dataset.theme) + 1) % 3];
    try { store.colours = next; } catch { store = { colours: next }; }
    show();
  };
  addEventListener("pageshow", show); // chosen on another page, and back
  addEventListener("DOMContentLoaded", () => document.querySelector(".archive-tools")?.append(button));
})();
