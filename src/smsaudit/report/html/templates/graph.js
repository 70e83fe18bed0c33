// Moving about in the flow graph. Without this script it can be scrolled, and its lines are links.
(() => {
  "use strict";

  for (const figure of document.querySelectorAll("figure.drawing")) {
    const canvas = figure.querySelector(".canvas");
    const select = figure.querySelector("select");
    const said = figure.querySelector(".said");
    const whole = figure.querySelector(".whole");
    const sheets = [...figure.querySelectorAll(".sheet")];
    const drawings = sheets.map((sheet) => drawingOf(sheet.querySelector("svg"), figure.lang));
    const full = drawings.at(-1);
    let seen = drawings[0];
    let scale = 0;
    let chosen = [];
    let current = "";

    const zoom = (to, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
      const old = scale || to;
      scale = Math.min(3, Math.max(0.15, to));
      seen.svg.style.width = `${seen.width * scale}px`;
      seen.svg.style.height = "auto";
      canvas.scrollLeft = ((canvas.scrollLeft + x) * scale) / old - x;
      canvas.scrollTop = ((canvas.scrollTop + y) * scale) / old - y;
    };
    const fit = () => canvas.clientWidth && zoom(Math.min(1, (canvas.clientWidth - 2) / seen.width));
    // Small enough to see where it leads, large enough to be read.
    const settle = () => canvas.clientWidth && zoom(Math.max(0.7, Math.min(1, (canvas.clientWidth - 2) / seen.width)));
    const begin = () => scale || settle();

    // Only what is out of sight moves, and then to the middle.
    const centre = (box) => {
      const [inner, outer] = [box.getBoundingClientRect(), canvas.getBoundingClientRect()];
      if (inner.left < outer.left || inner.right > outer.right) {
        canvas.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
      }
      if (inner.top < outer.top || inner.bottom > outer.bottom) {
        canvas.scrollTop += (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
      }
    };

    // In the whole of a large graph only the chosen paths are drawn; elsewhere the others fade.
    const show = (ids, { at = ids[0] || "", moves = false } = {}) => {
      [chosen, current] = [ids, at];
      seen.light(chosen, { alone: drawings.length > 1 && seen === full, at });
      select.value = [...select.options].some((each) => each.value === at) ? at : "";
      const box = seen.boxes.get(current);
      if (box) canvas.setAttribute("aria-activedescendant", box.id);
      else canvas.removeAttribute("aria-activedescendant");
      said.textContent = box ? box.getAttribute("aria-label").replace(/\n/g, ", ") : "";
      if (seen.svg.style.width) zoom(scale);
      if (box && moves) centre(box);
    };
    const one = (id) => show(id ? [id] : [], { moves: true });
    const turn = (to, ids) => {
      if (to !== seen) {
        seen.light([]);
        seen = to;
        sheets.forEach((sheet, at) => (sheet.hidden = drawings[at] !== seen));
        whole.setAttribute("aria-pressed", String(seen === full));
        figure.classList.toggle("in-full", seen === full);
      }
      show(ids);
      settle();
      canvas.scrollTo(0, (canvas.scrollHeight - canvas.clientHeight) / 2);
    };
    const same = JSON.parse(figure.dataset.full);
    const expand = () => turn(full, chosen.flatMap((id) => same[id]));
    const collapse = () => turn(drawings[0], Object.keys(same).filter((id) => same[id].some((each) => chosen.includes(each))));
    const leave = () => (drawings.length > 1 && seen === full ? turn(drawings[0], []) : show([]));

    const first = () => seen.boxes.keys().next().value;
    const keys = {
      ArrowRight: () => one(current ? seen.next(current) : first()),
      ArrowLeft: () => current && one(seen.previous(current)),
      ArrowDown: () => one(current && seen.beside(current, 1)),
      ArrowUp: () => one(current && seen.beside(current, -1)),
      Escape: leave,
      Enter: () => seen.boxes.get(current)?.querySelector("a")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })),
      "+": () => zoom(scale * 1.25),
      "-": () => zoom(scale * 0.8),
      0: fit,
    };
    canvas.addEventListener("keydown", (event) => {
      const act = !event.ctrlKey && !event.metaKey && !event.altKey && keys[event.key];
      const scrolls = event.key.startsWith("Arrow") && !current && event.key !== "ArrowRight";
      if (!act || scrolls) return;
      event.preventDefault();
      act();
    });

    // The mouse moves the sheet; a finger does so by itself.
    let held = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button) return;
      held = { x: event.clientX + canvas.scrollLeft, y: event.clientY + canvas.scrollTop, from: event.clientX + event.clientY };
    });
    window.addEventListener("pointermove", (event) => {
      if (!held) return;
      if (Math.abs(event.clientX + event.clientY - held.from) > 4) canvas.classList.add("moves");
      canvas.scrollLeft = held.x - event.clientX;
      canvas.scrollTop = held.y - event.clientY;
    });
    window.addEventListener("pointerup", () => {
      held = null;
      setTimeout(() => canvas.classList.remove("moves"));
    });
    canvas.addEventListener("dragstart", (event) => event.preventDefault());
    canvas.addEventListener("click", (event) => {
      if (canvas.classList.contains("moves")) return event.preventDefault();
      if (event.target.closest("a")) return undefined;
      const id = event.target.closest("[data-box]")?.dataset.box;
      return show(id ? [id] : []);
    });
    canvas.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const { left, top } = canvas.getBoundingClientRect();
        zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
      },
      { passive: false },
    );

    select.addEventListener("change", () => (select.value ? turn(full, [select.value]) : leave()));
    whole?.addEventListener("click", () => (seen === full ? collapse() : expand()));
    for (const button of figure.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => (Number(button.dataset.zoom) ? zoom(scale * button.dataset.zoom) : fit()));
    }
    figure.querySelector(".controls").hidden = false;
    document.addEventListener("spoken", begin);
    begin();
  }
})();
