/* `/` and Ctrl+K (on a Mac, Cmd+K) lead to the search from any page. */
(() => {
  "use strict";

  const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  document.addEventListener("keydown", (event) => {
    const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    if (!chord && !slash) return;
    // A page whose business is searching has a field of its own; that of the header is then not shown.
    const fields = document.querySelectorAll("#search-query, #lost-query, #archive-search");
    const field = [...fields].find((each) => each.getClientRects().length > 0);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
