/* The timeline comes nearer: buttons, and the keys + − 0 while its frame has the focus.
   The picture places everything by shares of its width, so that to zoom is to make it wider. */

(() => {
  "use strict";

  const MOST = 16; // times the frame's width
  const MONTH = 64; // from so many pixels on, a month has room for its name

  const button = (text, name, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", action);
    return made;
  };

  const enhance = (figure) => {
    const frame = figure.querySelector(".frame");
    const picture = frame.querySelector("svg");
    const months = picture.querySelectorAll(".month").length;
    const lanes = picture.querySelectorAll(".lane");
    const marks = [...picture.querySelectorAll("a")];
    const width = () => picture.getBoundingClientRect().width;
    let zoom = Math.max(width() / frame.clientWidth, 1);

    // Between two meetings there is nothing to see: rather stay with the nearest.
    const stayWithMarks = () => {
      const box = frame.getBoundingClientRect();
      const middle = box.left + box.width / 2;
      const away = marks.map((mark) => {
        const { left, width: wide } = mark.getBoundingClientRect();
        return left + wide / 2 - middle;
      });
      const nearest = away.reduce((one, other) => (Math.abs(other) < Math.abs(one) ? other : one), Infinity);
      if (Number.isFinite(nearest) && Math.abs(nearest) > box.width / 2) frame.scrollLeft += nearest;
    };

    // The names of the lanes stay in sight.
    frame.addEventListener("scroll", () => lanes.forEach((name) => name.setAttribute("x", frame.scrollLeft)), {
      passive: true,
    });

    const show = (wanted) => {
      const middle = (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth;
      zoom = Math.min(Math.max(wanted, 1), MOST);
      picture.style.minWidth = "0";
      picture.style.width = `${zoom * 100}%`;
      frame.classList.toggle("near", width() > months * MONTH);
      frame.scrollLeft = middle * frame.scrollWidth - frame.clientWidth / 2;
      stayWithMarks();
      // Not `disabled`, which would take the focus away from a keyboard.
      nearer.setAttribute("aria-disabled", String(zoom === MOST));
      further.setAttribute("aria-disabled", String(zoom === 1));
      status.textContent = zoom === 1 ? "The whole time" : `${Math.round(zoom * 10) / 10} times as wide as the page`;
    };

    const zoomIn = () => show(zoom * 2);
    const zoomOut = () => show(zoom / 2);
    const fit = () => show(1);
    const nearer = button("+", "Zoom in", zoomIn);
    const further = button("−", "Zoom out", zoomOut);
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    const controls = document.createElement("div");
    controls.className = "controls zoom";
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", "Timeline");
    controls.append(nearer, further, button("Fit", "Fit to the page", fit), status);
    figure.prepend(controls);

    const keys = { "+": zoomIn, "=": zoomIn, "-": zoomOut, "−": zoomOut, 0: fit };
    frame.addEventListener("keydown", (event) => {
      const action = keys[event.key];
      if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        action();
      }
    });
  };

  document.querySelectorAll(".drawing-timeline").forEach(enhance);
})();
