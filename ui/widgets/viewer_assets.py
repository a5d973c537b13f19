"""What the browser runs to draw a view: own code alone; evidence enters it only as data."""

from __future__ import annotations

HTML = '<div class="original"></div>'

CSS = """
.original { font-family: var(--st-font, sans-serif); color: var(--st-text-color, #222); }
.frame { max-height: 62vh; overflow: auto; border: 1px solid var(--st-border-color, #888);
  border-radius: 6px; background: var(--st-background-color, #fff); }
.frame:focus-visible, summary:focus-visible { outline: 3px solid var(--st-primary-color, #06c); }
img { display: block; width: 100%; height: auto; }
.frame.overview img { max-width: 820px; margin: 0 auto; }
.close { margin-bottom: .75rem; border: 1px solid var(--st-border-color, #888);
  border-radius: 6px; overflow: auto; }
.close img { min-width: 760px; }
.close:focus-visible { outline: 3px solid var(--st-primary-color, #06c); }
.line { display: flex; font-family: var(--st-code-font, monospace); font-size: .85rem;
  line-height: 1.5; }
.number { flex: none; width: 5.5ch; padding: 0 .75ch 0 .25ch; text-align: right;
  user-select: none; opacity: .8; }
.text { flex: 1; white-space: pre-wrap; overflow-wrap: anywhere; padding-right: .5rem; }
.cited > .number { opacity: 1; font-weight: 700; }
mark { background: #ffe08a; color: #1c1400; border-bottom: 2px solid #b23c00; }
table { border-collapse: collapse; font-size: .85rem; min-width: 100%; }
th, td { padding: .3rem .5rem; text-align: left; vertical-align: top;
  min-width: 5ch; max-width: 48ch; border-bottom: 1px solid var(--st-border-color, #999);
  white-space: pre-wrap; }
td { overflow-wrap: anywhere; min-width: 11ch; }
thead th { position: sticky; top: 0; background: var(--st-secondary-background-color, #eee);
  z-index: 1; }
tbody th { font-weight: 400; white-space: nowrap; opacity: .9; }
tr.cited > * { background: #ffe08a; color: #1c1400; border-bottom-color: #b23c00;
  border-top: 2px solid #b23c00; }
tr.cited > th { font-weight: 700; opacity: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""

JS = """
function made(kind, cls, text) {
  const node = document.createElement(kind);
  if (cls) node.className = cls;
  if (text !== undefined) node.textContent = text;
  return node;
}

function framed(name, cls) {
  const frame = made("div", cls || "frame");
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", name);
  return frame;
}

function picture(item) {
  const image = made("img");
  image.src = item.src;
  image.alt = item.alt;
  image.width = item.width;
  image.height = item.height;
  image.dataset.part = item.part;
  image.dataset.width = item.width;
  image.dataset.height = item.height;
  image.dataset.marks = item.marks;
  return image;
}

function beside(near, marks, width) {
  requestAnimationFrame(() => {
    const image = near.firstChild;
    if (marks.length) near.scrollLeft = (marks[0][0] / width) * image.clientWidth - 48;
  });
}

function pictures(root, data) {
  for (const item of data.images) {
    if (item.part === "close-up") {
      const near = framed(data.name + ", close-up", "close");
      near.append(picture(item));
      root.append(near);
      beside(near, JSON.parse(item.marks), item.width);
      continue;
    }
    const frame = framed(data.name);
    if (data.images.length > 1) frame.classList.add("overview");
    const image = picture(item);
    frame.append(image);
    root.append(frame);
    const marks = JSON.parse(item.marks);
    const show = () => {
      if (!marks.length || !image.clientHeight) return;
      const top = (marks[0][1] / item.height) * image.clientHeight;
      frame.scrollTop = Math.max(0, top - frame.clientHeight / 3);
    };
    image.onload = show;
    requestAnimationFrame(show);
  }
}

function gutter(number, cited) {
  return (cited ? "\\u25b6 " : "") + number;
}

function lines(root, data) {
  const frame = framed(data.name);
  for (const line of data.lines) {
    const cited = line.parts.some((part) => part.marked);
    const row = made("div", cited ? "line cited" : "line");
    row.dataset.line = line.number;
    row.append(made("span", "number", gutter(line.number, cited)));
    const text = made("span", "text");
    for (const part of line.parts) {
      if (part.marked) text.append(made("mark", "", part.text));
      else text.append(document.createTextNode(part.text));
    }
    row.append(text);
    frame.append(row);
  }
  root.append(frame);
  shown(frame, ".cited");
}

function rows(root, data) {
  const frame = framed(data.name);
  const table = made("table");
  const head = made("tr");
  head.append(made("th", "", "row"));
  for (const name of data.head) head.append(made("th", "", name));
  for (const cell of head.children) cell.scope = "col";
  const top = made("thead");
  top.append(head);
  const body = made("tbody");
  for (const item of data.rows) {
    const row = made("tr", item.marked ? "cited" : "");
    row.dataset.row = item.number;
    row.dataset.marked = item.marked;
    const number = made("th", "", gutter(item.number, item.marked));
    number.scope = "row";
    if (item.marked) number.append(made("span", "unseen", " cited"));
    row.append(number);
    for (const cell of item.cells) row.append(made("td", "", cell));
    body.append(row);
  }
  table.append(top, body);
  frame.append(table);
  root.append(frame);
  shown(frame, "tr.cited");
}

function shown(frame, what) {
  requestAnimationFrame(() => {
    const first = frame.querySelector(what);
    if (!first) return;
    const offset = first.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    frame.scrollTop = Math.max(0, frame.scrollTop + offset - frame.clientHeight / 3);
  });
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".original");
  root.replaceChildren();
  if (data.kind === "picture") pictures(root, data);
  if (data.kind === "lines") lines(root, data);
  if (data.kind === "rows") rows(root, data);
}
"""
