// Elements made of tags, attributes and text; nothing here turns text into markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export const icon = (path) => svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, svg("path", { d: path }));
export const button = (label, onclick, attributes) => el("button", { type: "button", onclick, ...attributes }, label);

let words = {};
export let language = "en";

export async function speak(chosen) {
  const answer = await fetch(`/page/words.${chosen}.json`);
  words = await answer.json();
  language = chosen;
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
  document.title = words.title;
}

export function t(key, values) {
  return (words[key] || key).replace(/\{(\w+)\}/g, (_, name) => String((values || {})[name] ?? ""));
}

export const langOf = (chosen) => (chosen === "zh" ? "zh-CN" : "en");

// What happened, said once to whoever cannot see it, and shown for a moment to whoever can.
export function say(text) {
  const live = document.getElementById("said");
  live.textContent = "";
  live.textContent = text;
  live.classList.add("shown");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => live.classList.remove("shown"), 4000);
}

// A question in the page's own dialog; gives the text that was typed, or true where none was asked for, else null.
export function question(text, { field = null, value = "", action = t("ok"), secret = false } = {}) {
  return new Promise((resolve) => {
    const input = field && el("input", { type: secret ? "password" : "text", value, "aria-label": field, autocomplete: "off" });
    const done = (outcome) => { dialog.close(); dialog.remove(); resolve(outcome); };
    const submit = () => done(input ? input.value : true);
    const form = el("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); submit(); } },
      el("p", { id: "asked" }, text), input,
      el("div", { class: "actions" }, button(t("cancel"), () => done(null)), el("button", { class: "main" }, action)));
    const dialog = el("dialog", { "aria-labelledby": "asked", oncancel: (event) => { event.preventDefault(); done(null); } }, form);
    document.body.append(dialog);
    dialog.showModal();
    if (input) { input.focus(); input.select(); }
  });
}

export async function copy(text, html) {
  try {
    if (html && window.ClipboardItem) {
      const kinds = { "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) };
      await navigator.clipboard.write([new ClipboardItem(kinds)]);
    } else await navigator.clipboard.writeText(text);
    say(t("copied"));
  } catch {
    const area = el("textarea", { value: text, class: "hidden" });
    document.body.append(area);
    area.select();
    say(document.execCommand("copy") ? t("copied") : t("copy_failed"));
    area.remove();
  }
}
