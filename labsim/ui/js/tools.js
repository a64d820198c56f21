// The workbench in the browser. It shows what Python says and sends what the hand does; it decides
// nothing. Every view builds its page once, then changes only what a message changed.

const SVG = "http://www.w3.org/2000/svg";
const COLORS = ["red", "black"];
const SIGNS = { red: "+", black: "−" };
const TALLEST = 540; // px, of a drawing on the screen
const WIDEST = 1120; // px of a drawing that the instrument can stand beside
const SILENCE = 6000; // ms without an answer before we say that the kernel is gone

// Small tools ---------------------------------------------------------------------------------
function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

function s(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(props)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function options(select, items) {
  const kept = select.value;
  select.replaceChildren(...items.map(([value, text]) => h("option", { value }, text)));
  if (items.some(([value]) => value === kept)) select.value = kept;
  return select;
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const percent = (p) => (p >= 0.0995 ? `${Math.round(100 * p)}%` : p >= 0.0005 ? `${(100 * p).toFixed(1)}%` : "–");

// The notebook's theme, or the browser's where there is no notebook; returns what ends it.
function followTheme(root) {
  const set = () => {
    const jupyter = document.body.dataset.jpThemeLight;
    const dark = jupyter ? jupyter === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.classList.toggle("ls-dark", dark);
  };
  const watch = new MutationObserver(set);
  watch.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
  set();
  return () => watch.disconnect();
}

// Every kind of widget loads these tools for itself: ids of its own range, or labels cross over.
globalThis.lsLoads = (globalThis.lsLoads || 0) + 1;
let unique = 100000 * globalThis.lsLoads;
function labelled(text, control) {
  control.id = `ls-field-${++unique}`;
  return h("div", { class: "ls-field" }, h("label", { for: control.id }, text), control);
}

// Arrow keys inside a group of which one member is in the tab order (roving tabindex).
function roving(group, members, choose) {
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const list = members();
    const here = list.indexOf(document.activeElement);
    if (!step || here < 0) return;
    event.preventDefault();
    const next = list[(here + step + list.length) % list.length];
    next.focus();
    choose(next);
  });
}

function tabs(name, pages) {
  const list = h("div", { class: "ls-tabs", role: "tablist", "aria-label": name });
  const body = h("div", { class: "ls-pages" });
  const choose = (index) => {
    [...list.children].forEach((tab, n) => {
      tab.setAttribute("aria-selected", String(n === index));
      tab.tabIndex = n === index ? 0 : -1;
      body.children[n].hidden = n !== index;
    });
    list.dispatchEvent(new CustomEvent("chosen", { detail: index }));
  };
  pages.forEach(([title, page], n) => {
    const id = `ls-tab-${++unique}`;
    const tab = h("button", { type: "button", role: "tab", id, onclick: () => choose(n) }, title);
    page.setAttribute("role", "tabpanel");
    page.setAttribute("aria-labelledby", id);
    list.append(tab);
    body.append(page);
  });
  roving(list, () => [...list.children], (tab) => choose([...list.children].indexOf(tab)));
  choose(0);
  return { list, body, choose };
}
