// Moving about in the flow graph. Without this script it can be scrolled, and its lines are links.
(() => {
  "use strict";

  const follow = (start, next) => {
    const seen = new Set([start]);
    for (const id of seen) for (const other of next.get(id) || []) seen.add(other);
    return seen;
  };

  for (const figure of document.querySelectorAll("figure.drawing")) {
    const canvas = figure.querySelector(".canvas");
    const svg = canvas.querySelector("svg");
    const select = figure.querySelector("select");
    const said = figure.querySelector(".said");
    const boxes = new Map([...svg.querySelectorAll("[data-box]")].map((each) => [each.dataset.box, each]));
    const lines = [...svg.querySelectorAll("[data-from]")];
    const [after, before] = [new Map(), new Map()];
    for (const { dataset: { from, to } } of lines) {
      if (!after.has(from)) after.set(from, new Set());
      if (!before.has(to)) before.set(to, new Set());
      after.get(from).add(to);
      before.get(to).add(from);
    }
    const natural = svg.width.baseVal.value;
    let scale = 0;
    let current = "";

    for (const [id, box] of boxes) {
      box.id = `box-${figure.lang}-${id}`;
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", box.querySelector("title")?.textContent || "");
      for (const link of box.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
    }

    const zoom = (to, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
      const old = scale || to;
      scale = Math.min(3, Math.max(0.15, to));
      svg.style.width = `${natural * scale}px`;
      svg.style.height = "auto";
      canvas.scrollLeft = ((canvas.scrollLeft + x) * scale) / old - x;
      canvas.scrollTop = ((canvas.scrollTop + y) * scale) / old - y;
    };
    const fit = () => canvas.clientWidth && zoom(Math.min(1, (canvas.clientWidth - 2) / natural));
    const begin = () => {
      // Small enough to see where it leads, large enough to be read.
      if (!scale && canvas.clientWidth) zoom(Math.max(0.6, Math.min(1, canvas.clientWidth / natural)));
    };

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

    const show = (id, moves = false) => {
      current = boxes.has(id) ? id : "";
      const [down, up] = current ? [follow(current, after), follow(current, before)] : [null, null];
      const kept = (each) => !current || down.has(each) || up.has(each);
      for (const [each, box] of boxes) {
        box.classList.toggle("dim", !kept(each));
        box.classList.toggle("current", each === current);
      }
      for (const line of lines) {
        const { from, to } = line.dataset;
        const lit = !current || (down.has(from) && down.has(to)) || (up.has(from) && up.has(to));
        line.classList.toggle("dim", !lit);
      }
      select.value = [...select.options].some((each) => each.value === current) ? current : "";
      const box = boxes.get(current);
      if (box) canvas.setAttribute("aria-activedescendant", box.id);
      else canvas.removeAttribute("aria-activedescendant");
      said.textContent = box ? box.getAttribute("aria-label").replace(/\n/g, ", ") : "";
      if (box && moves) centre(box);
    };

    // The neighbour along the paths, or above and below in the same column.
    const middle = (id) => {
      const { x, y, height } = boxes.get(id).getBBox();
      return { x, y: y + height / 2 };
    };
    const nearest = (ids) => {
      const { y } = middle(current);
      const away = (id) => Math.abs(middle(id).y - y);
      return [...ids].reduce((best, id) => (best && away(best) <= away(id) ? best : id), "");
    };
    const beside = (step) => {
      const { x } = middle(current);
      const column = [...boxes.keys()].filter((id) => Math.abs(middle(id).x - x) < 2);
      column.sort((a, b) => middle(a).y - middle(b).y);
      return column[column.indexOf(current) + step];
    };
    const keys = {
      ArrowRight: () => show(current ? nearest(after.get(current) || []) || current : boxes.keys().next().value, true),
      ArrowLeft: () => show(current && (nearest(before.get(current) || []) || current), true),
      ArrowDown: () => show((current && beside(1)) || current, true),
      ArrowUp: () => show((current && beside(-1)) || current, true),
      Escape: () => show(""),
      Enter: () => boxes.get(current)?.querySelector("a")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })),
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
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    canvas.addEventListener("click", (event) => {
      if (canvas.classList.contains("moves")) event.preventDefault();
      else if (!event.target.closest("a")) show(event.target.closest("[data-box]")?.dataset.box || "");
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

    select.addEventListener("change", () => show(select.value, true));
    for (const button of figure.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => (Number(button.dataset.zoom) ? zoom(scale * button.dataset.zoom) : fit()));
    }
    figure.querySelector(".controls").hidden = false;
    document.addEventListener("spoken", begin);
    begin();
  }
})();
