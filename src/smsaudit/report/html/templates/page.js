// The page is complete without this script; it adds printing, titles and places that stay where they are.
(() => {
  "use strict";
  const root = document.documentElement;
  const chinese = document.getElementById("lang-zh");

  // The switch itself is style; here follow the document's language and title, and what was being read stays in view.
  root.style.overflowAnchor = "none"; // the browser's own anchor would move it a second time
  let reading = null;
  const remember = () => {
    const blocks = document.querySelectorAll(".sections :is(section, article, li, details)");
    const element = [...blocks].find((each) => each.getBoundingClientRect().top > 40);
    reading = element && { element, top: element.getBoundingClientRect().top };
  };
  const speak = () => {
    root.lang = chinese.checked ? "zh-Hans" : "en";
    document.title = chinese.checked ? root.dataset.titleZh : root.dataset.titleEn;
    document.dispatchEvent(new Event("spoken")); // what has yet to be laid out is, before it is measured
    if (reading) {
      window.scrollBy({ top: reading.element.getBoundingClientRect().top - reading.top, behavior: "instant" });
      reading = null;
    }
  };
  for (const each of document.querySelectorAll(".switch, .languages")) {
    each.addEventListener("pointerdown", remember);
    each.addEventListener("keydown", remember);
    each.addEventListener("change", speak);
  }
  speak();

  // A link into something that is folded opens it; on paper nothing is folded.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let folded = target && target.closest("details");
    if (!folded) return;
    for (; folded; folded = folded.parentElement.closest("details")) folded.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  unfold();
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());
})();
