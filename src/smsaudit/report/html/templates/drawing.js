// One drawing of the flow graph: which boxes lead where, and how it draws together around some of them.
const drawingOf = (svg, language) => {
  "use strict";
  const boxes = new Map([...svg.querySelectorAll("[data-box]")].map((each) => [each.dataset.box, each]));
  const lines = [...svg.querySelectorAll("[data-from]")];
  const size = { x: svg.width.baseVal.value, y: svg.height.baseVal.value };
  const [after, before] = [new Map(), new Map()];
  for (const { dataset: { from, to } } of lines) {
    if (!after.has(from)) after.set(from, new Set());
    if (!before.has(to)) before.set(to, new Set());
    after.get(from).add(to);
    before.get(to).add(from);
  }
  for (const [id, box] of boxes) {
    box.id = `box-${language}-${id}`;
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", box.querySelector("title")?.textContent || "");
    for (const link of box.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
  }

  const follow = (starts, next) => {
    const seen = new Set(starts);
    for (const id of seen) for (const other of next.get(id) || []) seen.add(other);
    return seen;
  };

  // Everything stands in columns: boxes between their edges, and lines bend at these alone.
  const frames = new Map();
  let columns = [];
  const measure = () => {
    if (frames.size) return;
    for (const [id, box] of boxes) frames.set(id, box.querySelector(".outline").getBBox());
    columns = [...new Map([...frames.values()].map(({ x, width }) => [Math.round(x), { left: x, right: x + width }])).values()];
    columns.sort((a, b) => a.left - b.left);
  };
  const columnAt = (x) => columns.findIndex(({ left, right }) => left - 9 <= x && x <= right + 9);
  const numbers = /-?\d+(?:\.\d+)?/g;
  const pointsOf = (d) => {
    const points = [];
    for (const [, command, rest] of d.matchAll(/([MHC])([^A-Za-z]*)/g)) {
      const found = rest.match(numbers).map(Number);
      points.push({ x: found.at(command === "H" ? 0 : -2), y: command === "H" ? points.at(-1).y : found.at(-1) });
    }
    return points.map((point) => ({ ...point, column: columnAt(point.x) }));
  };
  const curve = ([first, ...others]) => {
    let [d, last] = [`M${first.x} ${first.y}`, first];
    for (const point of others) {
      const middle = (last.x + point.x) / 2;
      d += `C${middle} ${last.y} ${middle} ${point.y} ${point.x} ${point.y}`;
      last = point;
    }
    return d;
  };

  // Free space between what is kept shrinks; what is kept keeps its size and its order.
  const shrunk = (spans) => {
    const stops = [];
    let [old, now] = [0, 0];
    for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
      if (end <= old) continue;
      const from = Math.max(start, old);
      now += stops.length ? Math.min(from - old, 10) : 0;
      stops.push({ old: from, now });
      now += end - from;
      old = end;
    }
    const place = (y) => {
      const stop = stops.findLast((each) => each.old <= y) || stops[0];
      return stop.now + y - stop.old;
    };
    return { place, height: now };
  };

  const [margin, head] = [24, 34];
  const gap = (at) => (at + 1 < columns.length ? Math.min(60, columns[at + 1].left - columns[at].right) : 60);
  const isGone = (element) => element.classList.contains("gone");
  const compact = () => {
    const spans = columns.map(() => []);
    for (const [id, { x, y, height }] of frames) {
      if (!isGone(boxes.get(id))) spans[columnAt(x)].push([y - 8, y + height + 8]);
    }
    const kept = spans.map((each) => each.length > 0);
    const ways = new Map();
    for (const line of lines) {
      if (!line.classList.contains("line")) continue;
      line.dataset.d ||= line.getAttribute("d");
      ways.set(line, pointsOf(line.dataset.d).filter((point) => kept[point.column]));
      if (!isGone(line)) for (const { y, column } of ways.get(line)) spans[column].push([y - 4, y + 4]);
    }
    const rows = spans.map((each) => each.length && shrunk(each));
    const tallest = Math.max(...rows.map((each) => each.height || 0));
    let right = margin;
    const lefts = columns.map(({ left, right: end }, at) => {
      const start = right;
      if (kept[at]) right += end - left + gap(at);
      return start;
    });
    const move = ({ x, y, column }) => ({
      x: Math.round(x - columns[column].left + lefts[column]),
      y: Math.round(head + (tallest - rows[column].height) / 2 + rows[column].place(y)),
    });
    for (const [line, points] of ways) if (!isGone(line)) line.setAttribute("d", curve(points.map(move)));
    const shift = (element, x, y) => {
      const column = columnAt(x);
      if (!kept[column] || isGone(element)) return;
      const to = move({ x, y, column });
      element.setAttribute("transform", `translate(${to.x - x} ${to.y - y})`);
    };
    for (const [id, { x, y }] of frames) shift(boxes.get(id), x, y);
    for (const line of lines) {
      if (!line.classList.contains("tip")) continue;
      const [x, y] = line.getAttribute("d").match(numbers).map(Number);
      shift(line, x, y);
    }
    for (const caption of svg.querySelectorAll(".caption")) {
      const column = columnAt(Number((caption.dataset.x ||= caption.getAttribute("x"))));
      caption.setAttribute("x", lefts[column]);
      caption.classList.toggle("gone", !kept[column]);
    }
    resize(right - gap(kept.lastIndexOf(true)) + margin, tallest + head + margin);
  };
  const resize = (width, height) => {
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
  };
  const restore = () => {
    for (const line of lines) if (line.dataset.d) line.setAttribute("d", line.dataset.d);
    for (const moved of svg.querySelectorAll("[transform]")) moved.removeAttribute("transform");
    for (const caption of svg.querySelectorAll(".caption[data-x]")) {
      caption.setAttribute("x", caption.dataset.x);
      caption.classList.remove("gone");
    }
    resize(size.x, size.y);
  };

  // Light up the paths through some boxes; `alone`: nothing else is drawn.
  const light = (ids, { alone = false, at = "" } = {}) => {
    const [down, up] = [follow(ids, after), follow(ids, before)];
    const all = !ids.length;
    if (alone && !all) measure(); // before anything of it is out of sight
    const put = (element, lit) => {
      element.classList.toggle("dim", !all && !lit && !alone);
      element.classList.toggle("gone", !all && !lit && alone);
    };
    for (const [id, box] of boxes) {
      put(box, down.has(id) || up.has(id));
      box.classList.toggle("current", id === at);
    }
    for (const line of lines) {
      const { from, to } = line.dataset;
      put(line, (down.has(from) && down.has(to)) || (up.has(from) && up.has(to)));
    }
    if (alone && !all) compact();
    else restore();
  };

  // The neighbour along the paths, or above and below in the same column.
  const middle = (id) => {
    const { left, top, bottom } = boxes.get(id).getBoundingClientRect();
    return { x: left, y: (top + bottom) / 2 };
  };
  const nearest = (id, ways) => {
    const { y } = middle(id);
    const away = (other) => Math.abs(middle(other).y - y);
    const there = [...(ways.get(id) || [])].filter((other) => !isGone(boxes.get(other)));
    return there.reduce((best, other) => (best && away(best) <= away(other) ? best : other), "") || id;
  };
  const beside = (id, step) => {
    const { x } = middle(id);
    const column = [...boxes.keys()].filter((other) => !isGone(boxes.get(other)) && Math.abs(middle(other).x - x) < 2);
    column.sort((a, b) => middle(a).y - middle(b).y);
    return column[column.indexOf(id) + step] || id;
  };

  return {
    svg,
    boxes,
    light,
    next: (id) => nearest(id, after),
    previous: (id) => nearest(id, before),
    beside,
    get width() {
      return svg.width.baseVal.value;
    },
  };
};
