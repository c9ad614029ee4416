// A reply's blocks as elements, its chart as a drawing, and both as text to take along. Figures are links to their receipts.

import { el, langOf, svg, t } from "./dom.js";

// `on` has figure(fact id, event) and citation(number, event).
function run(part, on) {
  let node;
  if (part.fact) {
    node = el("a", { href: `#${part.fact}`, class: "figure", title: t("receipt"),
      onclick: (event) => { event.preventDefault(); on.figure(part.fact, event.currentTarget); } }, part.text);
  } else if (part.citation) {
    node = el("a", { href: `#source-${part.citation}`, class: "citation", "aria-label": `${t("sources")} ${part.citation}`,
      onclick: (event) => { event.preventDefault(); on.citation(part.citation, event.currentTarget); } }, part.text);
  } else node = document.createTextNode(part.text);
  return part.strong ? el("strong", null, node) : node;
}

const runs = (parts, text, on) => (parts && parts.length ? parts.map((part) => run(part, on)) : [text]);

function table(block, on) {
  const side = (column) => (block.align[column] === "right" ? "number" : null);
  return el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": block.header.join(", ") },
    el("table", null,
      el("thead", null, el("tr", null, block.header.map((cell, n) => el("th", { scope: "col", class: side(n) }, cell)))),
      el("tbody", null, block.rows.map((row, r) => el("tr", null, row.map((cell, n) =>
        el(n ? "td" : "th", { scope: n ? null : "row", class: side(n) }, runs((block.runs[r] || [])[n], cell, on))))))));
}

export function block(data, on) {
  switch (data.type) {
    case "heading": return el(`h${Math.min(6, data.level + 2)}`, null, runs(data.runs, data.text, on));
    case "paragraph": return el("p", null, runs(data.runs, data.text, on));
    case "table": return table(data, on);
    case "quotation": return el("blockquote", null, data.blocks.map((inner) => block(inner, on)));
    case "list": return el(data.ordered ? "ol" : "ul", data.ordered ? { start: data.start } : null,
      data.items.map((item) => el("li", null, item.blocks.map((inner) => block(inner, on)))));
    case "code": return el("pre", { tabindex: "0" }, el("code", null, data.text));
    default: return el("hr");
  }
}

// The blocks from number `start` on take the place of those that stood there.
export function lay(body, start, blocks, on) {
  while (body.children.length > start) body.lastElementChild.remove();
  body.append(...blocks.map((data) => block(data, on)));
}

// -- as text ------------------------------------------------------------------------------------------------------------

export function plain(blocks, indent = "") {
  const lines = blocks.map((data) => {
    switch (data.type) {
      case "table": return [data.header, ...data.rows].map((row) => indent + row.join("\t")).join("\n");
      case "list": return data.items.map((item, n) => `${indent}${data.ordered ? `${data.start + n}.` : "•"} ${plain(item.blocks).replaceAll("\n", "\n  ")}`).join("\n");
      case "quotation": return plain(data.blocks, `${indent}  `);
      case "rule": return "";
      default: return indent + data.text;
    }
  });
  return lines.join("\n\n");
}

export const tabbed = (tables) => tables.map((data) => [data.header, ...data.rows].map((row) => row.join("\t")).join("\n")).join("\n\n");

const escaped = (text) => text.replace(/[&<>"]/g, (ch) => `&#${ch.charCodeAt(0)};`);
const row = (cells, tag) => `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;

// For the clipboard alone, so that a spreadsheet or a mail takes a table as one.
export const markup = (tables) => tables.map((data) =>
  `<table>${row(data.header, "th")}${data.rows.map((cells) => row(cells, "td")).join("")}</table>`).join("<br>");

// -- the chart ----------------------------------------------------------------------------------------------------------

const BAR = 14;

// On a phone the drawing is as wide as the phone, so that its text is not made small, and a figure stands below its name.
const measures = () => (matchMedia("(max-width: 599px)").matches ? { width: 336, row: 62, below: 18 } : { width: 560, row: 44, below: 0 });

export function chart(data, language, on) {
  const largest = Math.max(...data.points.map((point) => Number(point.value)), 1);
  const { width, row: step, below } = measures();
  const height = data.points.length * step + 8 + (data.total ? 24 : 0);
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "group", "aria-label": t("chart"), lang: langOf(language) });
  data.points.forEach((point, n) => {
    const top = n * step + 6;
    const length = Math.max(2, (Number(point.value) / largest) * (width - 2));
    const label = svg("text", { x: 0, y: top + 12 }, `${point.name} `);
    const value = svg("tspan", { class: "value", ...(below ? { x: 0, dy: below } : {}) }, point.text);
    label.append(value);
    if (point.share) label.append(svg("tspan", { class: "share" }, ` ${point.share}`));
    drawing.append(svg("a", { href: `#${point.fact}`, "aria-label": [point.name, point.text, point.share].filter(Boolean).join(" "),
      onclick: (event) => { event.preventDefault(); on.figure(point.fact, event.currentTarget); } },
      svg("rect", { class: "hit", x: 0, y: top - 4, width, height: step - 2 }),
      label, svg("rect", { class: "bar", x: 0, y: top + 18 + below, width: length, height: BAR, rx: 3 })));
  });
  if (data.total) {
    const total = svg("text", { x: 0, y: height - 8, class: "total" }, `${data.total.name} `);
    total.append(svg("tspan", { class: "sum" }, data.total.text));
    drawing.append(total);
  }
  return drawing;
}
