/* Citing, with a script: buttons that copy, and a card that cites a passage (an item, a section, a paragraph or a
   list that has an id). Without it, all texts and files stand at the foot of the page. */

(() => {
  "use strict";

  const foot = document.querySelector(".cite");
  if (!foot) return;
  const article = document.querySelector("article");
  const told = foot.querySelector("[role=status]");

  /* -- copying ------------------------------------------------------------------------------------ */

  async function copy(button) {
    const source = document.getElementById(button.dataset.copies);
    const what = button.querySelector(".unseen").textContent.trim();
    told.textContent = "";
    try {
      const kinds = { "text/plain": source.textContent.trim() };
      if (source.querySelector("i")) kinds["text/html"] = source.innerHTML; // for programs that take italics
      const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    } catch {
      getSelection().selectAllChildren(source); // no leave to write there: the reader's own keys will do it
      told.textContent = `Selected ${what}: copy it with your keyboard or menu.`;
      return;
    }
    told.textContent = `Copied ${what}.`;
    button.classList.add("copied"); // which says so to the eye
    setTimeout(() => button.classList.remove("copied"), 2000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".cite-copy");
    if (button) copy(button);
  });
  for (const button of foot.querySelectorAll(".cite-copy")) button.hidden = false;

  /* -- the card of a passage ---------------------------------------------------------------------- */

  if (!article || !("popover" in HTMLElement.prototype)) return;

  const HEADINGS = "section[id] > :is(h2, h3, h4)";
  const HOSTS = `${HEADINGS}, :is(p, ul, ol, blockquote)[id]`;
  const page = document.querySelector("link[rel=canonical]").href;
  foot.append(foot.querySelector("template").content);
  const card = document.getElementById("cite-card");
  for (const button of card.querySelectorAll(".cite-copy")) button.hidden = false;

  const isOpen = () => card.matches(":popover-open");
  const isHeading = (host) => host.matches(HEADINGS);
  const kindOf = (host) => (isHeading(host) ? card.dataset.part : host.matches("p") ? "paragraph" : "passage");

  /* The words of a heading alone. */
  function words(heading) {
    const bare = heading.cloneNode(true);
    for (const each of bare.querySelectorAll(".headerlink, .cite-mark, .sic")) each.remove();
    return bare.textContent.trim();
  }

  // What TeX takes for orders, as in the files beside the page.
  const ORDERS = { "{": "braceleft", "}": "braceright", "\\": "backslash", "~": "asciitilde", "^": "asciicircum" };
  const order = (sign) => (sign in ORDERS ? `\\text${ORDERS[sign]}{}` : `\\${sign}`);
  const tex = (text) => text.replace(/[\\~^&%$#_{}]/g, order);

  /* Put a title into its blank, as it goes with the marks around it. */
  function entitle(blank, title) {
    const before = blank.previousSibling, after = blank.nextSibling;
    if (blank.closest("pre")) {
      blank.textContent = tex(title);
      return;
    }
    const nested = before.data.endsWith("“");
    blank.textContent = nested ? title.replaceAll("“", "‘").replaceAll("”", "’") : title;
    after.whole ??= after.data;
    after.data = /[.?!…]$/.test(title) ? after.whole.replace(/^\./, "") : after.whole;
  }

  function fill(host) {
    const section = host.closest("section[id]");
    const heading = section?.querySelector(":scope > :is(h2, h3, h4)"); // none: the passage is above them all
    const anchor = isHeading(host) ? section.id : host.id;
    const values = { anchor, address: `${page}#${anchor}` };
    card.querySelector("h2").textContent = `Cite this ${kindOf(host)}`;
    for (const list of card.querySelectorAll("dl")) {
      list.hidden = list.dataset.kind !== (heading ? "part" : "lead");
      if (list.hidden) continue;
      for (const blank of list.querySelectorAll("[data-blank]")) {
        if (blank.dataset.blank === "title") entitle(blank, words(heading));
        else blank.textContent = values[blank.dataset.blank];
      }
    }
  }

  /* Under its mark, or over it where there is more room; on a phone the style sheet puts it at the foot. */
  function place(mark) {
    const at = mark.getBoundingClientRect();
    const edge = 8, least = 256;
    const under = innerHeight - at.bottom - 2 * edge, over = at.top - 2 * edge;
    card.style.maxHeight = "";
    const upwards = under < Math.min(card.offsetHeight, over);
    card.style.maxHeight = `${Math.max(least, upwards ? over : under)}px`;
    const right = document.documentElement.clientWidth - card.offsetWidth - edge;
    card.style.left = `${Math.max(edge, Math.min(at.left, right)) + scrollX}px`;
    card.style.top = `${(upwards ? at.top - edge - card.offsetHeight : at.bottom + edge) + scrollY}px`;
  }

  addEventListener("resize", () => isOpen() && card.hidePopover());

  /* -- its mark ----------------------------------------------------------------------------------- */

  function makeMark() {
    const mark = document.createElement("button");
    mark.className = "cite-mark";
    mark.type = "button";
    mark.setAttribute("aria-haspopup", "dialog");
    mark.popoverTargetElement = card; // so that the tab key leads from the one into the other
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      if (isOpen()) {
        card.hidePopover();
      } else {
        fill(mark.parentElement.closest(HOSTS));
        card.showPopover({ source: mark });
        place(mark);
        card.focus({ preventScroll: true }); // Escape gives the focus back to the mark
      }
    });
    return mark;
  }

  function put(mark, host) {
    mark.textContent = isHeading(host) ? "Cite" : "¶";
    mark.classList.toggle("beside", !isHeading(host));
    mark.setAttribute("aria-label", `Cite this ${kindOf(host)}`);
    (host.matches("ul, ol") ? host.querySelector("li") : host).append(mark);
  }

  // One mark goes where the reader is: a hundred of them would be as many stops for the tab key.
  const mark = makeMark();

  function follow(target) {
    const host = target.closest(HOSTS);
    const settled = isOpen() || article.classList.contains("citing");
    if (host && article.contains(host) && !settled && mark.parentElement?.closest(HOSTS) !== host) put(mark, host);
  }

  function followAddress() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) follow(target.querySelector(":scope > :is(h2, h3, h4)") ?? target);
  }

  article.addEventListener("pointerover", (event) => event.pointerType !== "touch" && follow(event.target));
  article.addEventListener("click", (event) => follow(event.target)); // a finger that taps
  article.addEventListener("focusin", (event) => follow(event.target));
  addEventListener("hashchange", followAddress);
  followAddress();

  /* -- all marks at once: for keys, where a passage has no link, and for fingers -------------------- */

  const hosts = [...article.querySelectorAll(HOSTS)];
  const tools = foot.querySelector(".cite-tools");
  tools.hidden = hosts.length === 0;
  tools.firstElementChild.addEventListener("click", (event) => {
    const on = article.classList.toggle("citing");
    event.currentTarget.setAttribute("aria-pressed", String(on));
    for (const each of article.querySelectorAll(".cite-mark")) each.remove();
    if (on) for (const host of hosts) put(makeMark(), host);
  });
})();
