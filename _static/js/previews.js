// A small card beside a link says what the link leads to: when the pointer rests on it, when a keyboard
// reaches it, or at a long press. A click or a tap opens the link as always; since a long press would open
// the browser's own menu, the card then holds the link once more, where that menu can be had.
//
// What a card says comes from a script of the page that the link leads to (see `minutes.preview_files`),
// fetched when it is needed: a page that is opened from a disk may load nothing else.
(() => {
  "use strict";
  const LINKS = ".bd-article a.reference.internal";
  const DELAY = { mouse: 350, focus: 350, touch: 500 }; // milliseconds; the browser's menu comes no sooner
  const GRACE = 250; // to get from the link to the card
  const GAP = 6; // pixels between link and card, and beside the card
  const SLIP = 10; // so far may a finger move in a press

  const article = document.querySelector(".bd-article");
  if (!article) return;
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const card = document.createElement("div");
  const titles = new Map(); // link -> its `title`, which would show a second card
  let shown = null; // the link whose card is shown, …
  let how = ""; // … and what asked for it: mouse, focus or touch
  let wanted = null; // the link that the reader may be about to ask for
  let dismissed = null; // the link whose card was sent away; it stays away while the pointer is on it
  let pressed = null; // the finger's place and link
  let swallow = false; // a press that opened a card is no click
  let waiting = 0;
  let leaving = 0;
  let pointer = "";

  // -- what a card says --------------------------------------------------------------------------

  const arrived = new Map();
  const asked = new Map();

  window.archivePreviews = (name, previews, pieces = 0) =>
    arrived.set(name, { previews: new Map(Object.entries(previews)), pieces });

  function load(name) {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = new URL(`_previews/${name.split("/").map(encodeURIComponent).join("/")}.js`, root);
        script.onload = script.onerror = () => {
          script.remove();
          if (!arrived.has(name)) asked.delete(name); // perhaps another time
          resolve(arrived.get(name));
        };
        document.head.append(script);
      }));
    }
    return asked.get(name);
  }

  // As `minutes.previews.piece_of`.
  function pieceOf(anchor, count) {
    let found = 0;
    for (const letter of anchor) found = (found * 31 + letter.codePointAt(0)) % 65521;
    return found % count;
  }

  // The name of a page's file, and the anchor; null if it is no page of the site.
  function addressOf(link) {
    const url = new URL(link.href);
    if (url.origin !== root.origin || url.protocol !== root.protocol || !url.pathname.startsWith(root.pathname)) return null;
    const path = decodeURIComponent(url.pathname.slice(root.pathname.length));
    return { name: path.replace(/(\.html|\/)$/, "") || "index", anchor: decodeURIComponent(url.hash.slice(1)) };
  }

  async function lookUp({ name, anchor }) {
    const page = await load(name);
    if (!page) return null;
    let found = page.previews.get(anchor);
    if (!found && anchor && page.pieces) found = (await load(`${name}@${pieceOf(anchor, page.pieces)}`))?.previews.get(anchor);
    if (typeof found === "string") found = page.previews.get(found); // a paragraph's item
    return found || page.previews.get("");
  }

  // Not for what the reader has in sight: this page's top, or a part of it on the screen.
  function isWorthIt(link) {
    const there = addressOf(link);
    if (there?.name !== addressOf(location)?.name) return there !== null;
    const box = document.getElementById(there.anchor)?.getBoundingClientRect();
    return Boolean(box) && (box.bottom < 0 || box.top > innerHeight);
  }

  const linkAt = (node) => (node instanceof Element ? node.closest(LINKS) : null);

  // -- the card ----------------------------------------------------------------------------------

  function line(part, text) {
    const made = document.createElement("p");
    made.className = `preview-${part}`;
    made.textContent = text;
    return made;
  }

  function fill(said, link) {
    card.replaceChildren(line("kind", said.kind), line("title", said.title));
    for (const fact of said.facts || []) card.append(line("fact", fact));
    if (said.text) card.append(line("text", said.text));
    if (said.foot) card.append(line("foot", said.foot));
    if (how === "touch") {
      const open = document.createElement("a");
      open.href = link.href;
      open.textContent = "Open the page";
      card.append(line("open", ""));
      card.lastChild.append(open);
    }
    card.className = `preview-card preview-by-${how}`;
    card.setAttribute("role", how === "touch" ? "dialog" : "tooltip"); // a tooltip may hold no link
    if (how === "touch") card.setAttribute("aria-label", `Preview: ${said.title}`);
    else card.removeAttribute("aria-label");
  }

  // Under the link or, where there is more room, above it; never on it.
  function place() {
    const link = shown.getBoundingClientRect();
    const line = shown.getClientRects()[0] || link;
    const below = innerHeight - link.bottom - 2 * GAP;
    const above = link.top - 2 * GAP;
    card.style.maxHeight = "none";
    const isBelow = card.offsetHeight <= below || below >= above;
    card.style.maxHeight = `${Math.max(isBelow ? below : above, 0)}px`;
    const room = document.documentElement.clientWidth - card.offsetWidth - GAP;
    card.style.left = `${Math.max(GAP, Math.min(line.left, room))}px`;
    card.style.top = `${isBelow ? link.bottom + GAP : link.top - GAP - card.offsetHeight}px`;
  }

  function takeTitle(link) {
    if (link.title) {
      titles.set(link, link.title);
      link.removeAttribute("title");
    }
  }

  function giveTitle(link) {
    if (link === dismissed || !titles.has(link)) return;
    link.title = titles.get(link);
    titles.delete(link);
  }

  function dismiss(link) {
    const before = dismissed;
    dismissed = link;
    if (before && before !== link && before !== shown && before !== wanted) giveTitle(before);
  }

  async function show(link, by) {
    const said = await lookUp(addressOf(link));
    if (wanted !== link) return; // the reader went on
    if (!said || !link.isConnected) {
      forget();
      dismiss(link);
      return;
    }
    close();
    wanted = null;
    shown = link;
    how = by;
    swallow = Boolean(pressed);
    takeTitle(link);
    fill(said, link);
    card.hidden = false;
    place();
    card.scrollTop = 0;
    if (by !== "touch") link.setAttribute("aria-describedby", card.id);
  }

  function want(link, by) {
    if (link === shown || link === wanted) return;
    forget();
    if (!isWorthIt(link)) return;
    wanted = link;
    if (by === "mouse") takeTitle(link); // before the browser shows it
    waiting = setTimeout(() => show(link, by), DELAY[by]);
  }

  function forget() {
    clearTimeout(waiting);
    if (wanted) giveTitle(wanted);
    wanted = null;
  }

  function close() {
    clearTimeout(leaving);
    leaving = 0;
    if (shown) {
      shown.removeAttribute("aria-describedby");
      giveTitle(shown);
    }
    shown = null;
    card.hidden = true;
  }

  function end() {
    forget();
    close();
  }

  function stay() {
    clearTimeout(leaving);
    leaving = 0;
  }

  function leave() {
    forget();
    if (shown && how === "mouse") leaving ||= setTimeout(close, GRACE);
  }

  // -- what asks for it and sends it away --------------------------------------------------------

  card.id = "preview-card";
  card.hidden = true;
  article.after(card); // in the same landmark
  document.documentElement.classList.add("with-previews");

  document.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") {
      if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > SLIP) release();
      return;
    }
    const at = `${event.screenX} ${event.screenY}`;
    if (at === pointer) return; // the page moved under the pointer, as in scrolling
    pointer = at;
    const link = linkAt(event.target);
    if (link !== dismissed) dismiss(null);
    if (card.contains(event.target) || (link && link === shown)) {
      forget();
      stay();
    } else if (link && link !== dismissed) {
      if (shown && how === "mouse") leaving ||= setTimeout(close, GRACE);
      want(link, "mouse");
    } else {
      leave();
    }
  });
  document.documentElement.addEventListener("pointerleave", leave);

  document.addEventListener("focusin", (event) => {
    const link = linkAt(event.target);
    if (link?.matches(":focus-visible")) want(link, "focus");
  });
  document.addEventListener("focusout", () => {
    if (how === "focus" || wanted) end();
  });

  function release() {
    if (pressed && wanted === pressed.link) forget();
    pressed = null;
  }

  const isPress = ({ target }) => Boolean(pressed) && pressed.link === linkAt(target) && [wanted, shown].includes(pressed.link);

  document.addEventListener("pointerdown", (event) => {
    swallow = false;
    if (card.contains(event.target)) return;
    const link = linkAt(event.target);
    const isTouch = event.pointerType === "touch";
    dismiss(isTouch ? null : link);
    end();
    if (isTouch && link) {
      pressed = { link, x: event.clientX, y: event.clientY };
      want(link, "touch");
    }
  });
  document.addEventListener("pointerup", release);
  document.addEventListener("pointercancel", release);
  document.addEventListener("contextmenu", (event) => {
    if (isPress(event)) event.preventDefault();
  });
  document.addEventListener("dragstart", (event) => {
    if (isPress(event)) event.preventDefault(); // a finger that rests begins to drag
  });
  document.addEventListener("click", (event) => {
    if (swallow) event.preventDefault();
    swallow = false;
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (shown || wanted)) {
      dismiss(shown || wanted);
      end();
    }
  });
  document.addEventListener("scroll", (event) => {
    if (card.contains(event.target)) return;
    if (shown && how === "focus") {
      // The browser scrolls to a link that a keyboard reaches.
      const box = shown.getBoundingClientRect();
      if (box.bottom < 0 || box.top > innerHeight) end();
      else place();
    } else if (!document.activeElement || wanted !== document.activeElement) {
      end();
    }
  }, { capture: true, passive: true });
  addEventListener("blur", end);
  addEventListener("resize", end);
  addEventListener("pagehide", end);
})();
