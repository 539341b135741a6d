/* On a page that has moved: take what follows the # along, which the page's own redirect would drop.

   In the head, and before that redirect: `data-to` is where it leads, `data-renamed` where ids went that have
   another name or page now. */
(() => {
  "use strict";

  const { to, renamed } = document.currentScript.dataset;
  let anchor = location.hash.slice(1);
  if (!anchor) return;
  try {
    anchor = decodeURIComponent(anchor);
  } catch {
    return; // no id of ours
  }
  const known = JSON.parse(renamed);
  // A page that became a section of another leads there, whatever else of it was asked for.
  const there = Object.hasOwn(known, anchor) ? known[anchor] : to.includes("#") ? to : `${to}#${encodeURIComponent(anchor)}`;
  window.stop(); // the rest of this page, with its redirect
  location.replace(there);
})();
