// Beside the conversation: the receipt of a figure, the sources of an answer, a passage where it stands; and the other panels.

import { get } from "./api.js";
import { button, el, langOf, language, t } from "./dom.js";

const passages = new Map();

async function passageOf(id) {
  if (!passages.has(id)) passages.set(id, get(`/v1/passages/${id.split("/").map(encodeURIComponent).join("/")}`));
  try {
    return await passages.get(id);
  } catch (refusal) {
    passages.delete(id);
    throw refusal;
  }
}

const squeezed = (text) => text.replace(/\s+/g, "");

// `text` with `quote` marked, however blanks were set; unmarked where it does not stand there word for word.
function marked(text, quote) {
  const wanted = squeezed(quote || "");
  if (!wanted) return [text];
  const places = [];
  let plain = "";
  for (let n = 0; n < text.length; n += 1) {
    if (/\s/.test(text[n])) continue;
    plain += text[n];
    places.push(n);
  }
  const start = plain.indexOf(wanted);
  if (start < 0) return [text];
  const [from, to] = [places[start], places[start + wanted.length - 1] + 1];
  return [text.slice(0, from), el("mark", null, text.slice(from, to)), text.slice(to)];
}

const placeOf = (passage) => [passage.name || passage.document, passage.place || t("line", { line: passage.line }), passage.date].filter(Boolean).join(" · ");

export class Side {
  constructor(app, panels, opened) {
    this.app = app;
    this.names = ["sources", ...Object.keys(panels)];
    this.panels = panels;
    this.tabs = this.names.map((name) => el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel",
      onclick: () => this.show(name), onkeydown: (event) => this.arrows(event) }, t(name)));
    this.body = el("div", { id: "panel", role: "tabpanel", tabindex: "0" });
    this.element = el("aside", { id: "side", "aria-label": t("panel") },
      el("div", { class: "head" }, el("div", { role: "tablist", "aria-label": t("panel") }, this.tabs),
        button("×", () => this.app.shut(), { class: "shut", "aria-label": t("close") })), this.body);
    this.shown = null;
    this.from = null;
    this.sources = [el("p", { class: "quiet" }, t("no_sources"))];
    this.mark(this.names.includes(opened) ? opened : "sources");
    this.body.replaceChildren(...(this.shown === "sources" ? this.sources : []));
  }

  mark(name) {
    this.shown = name;
    this.tabs.forEach((tab, n) => {
      const chosen = this.names[n] === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    });
    this.body.setAttribute("aria-labelledby", `tab-${name}`);
  }

  arrows(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (this.names.indexOf(this.shown) + step + this.names.length) % this.names.length;
    this.tabs[next].focus();
    this.show(this.names[next]);
  }

  async show(name) {
    this.mark(name);
    this.app.keepPanel(name);
    if (name === "sources") return this.body.replaceChildren(...this.sources);
    this.body.replaceChildren(el("p", { class: "quiet" }, t("loading")));
    try {
      const made = await this.panels[name].made();
      if (this.shown === name) this.body.replaceChildren(...[made].flat(Infinity).filter(Boolean));
    } catch (refusal) {
      if (this.shown === name) this.body.replaceChildren(el("p", { class: "mark" }, refusal.message));
    }
    return undefined;
  }

  refresh() {
    if (this.shown !== "sources") this.show(this.shown);
  }

  put(from, ...children) {
    this.sources = children.flat(Infinity).filter(Boolean);
    this.from = from || this.from;
    this.mark("sources");
    this.body.replaceChildren(...this.sources);
    this.body.scrollTop = 0;
    this.app.open("side");
    this.body.focus({ preventScroll: true });
  }

  forget() {
    this.sources = [el("p", { class: "quiet" }, t("no_sources"))];
    if (this.shown === "sources") this.body.replaceChildren(...this.sources);
    else this.refresh();
  }

  // -- the receipt of a figure -----------------------------------------------------------------------------------------

  receipt(fact, from) {
    const back = this.sources;
    const title = el("h2", null, el("span", { class: "big" }, fact.text), " ", fact.name);
    this.put(from, el("p", { class: "kicker" }, t("receipt")), title, ...this.derived(fact, 0),
      from && from.closest("#panel") && button(`← ${t("back")}`, () => this.put(null, ...back), { class: "small" }));
  }

  derived(fact, depth) {
    const made = fact.provenance;
    if (made.kind === "given") return [this.given(made)];
    if (made.kind === "sourced") return [this.stated(made)];
    const inputs = depth > 6 ? [] : fact.inputs;
    const known = inputs.filter((input, n) => inputs.findIndex((other) => other.id === input.id) === n);
    return [el("p", { class: "formula" }, el("span", { class: "kicker" }, t("computed")), el("span", null, fact.formula)),
      known.length > 0 && el("p", { class: "kicker" }, t("inputs")),
      el("ul", { class: "inputs" }, known.map((input) => el("li", null,
        el("p", null, el("strong", null, input.text), " ", input.name), this.derived(input, depth + 1))))];
  }

  given(made) {
    const who = made.speaker ? t("from_speaker", { speaker: made.speaker }) : t("from_you");
    const place = made.day ? t("measured_on", { day: made.day }) : made.turn ? el("a", { href: `#turn-${made.turn}`,
      onclick: (event) => { event.preventDefault(); this.app.toTurn(made.turn); } }, t("in_turn", { turn: made.turn })) : t("typed");
    return el("div", { class: "origin" }, el("p", null, who, " · ", place, made.document && ` · ${made.document}`), el("blockquote", null, `“${made.text}”`));
  }

  stated(made) {
    const box = el("div", { class: "origin" }, el("p", null, `${t("from_source")} · ${made.document}`), el("blockquote", { lang: "zh-CN" }, made.quote));
    passageOf(made.passage).then((passage) => box.replaceChildren(
      el("p", null, `${t("from_source")} · `, this.link(passage)), ...this.words(passage, made.quote)), () => {});
    return box;
  }

  // -- sources ---------------------------------------------------------------------------------------------------------

  cited(reply, number, from) {
    const items = reply.citations.map((citation) => {
      const item = el("li", { id: `source-${citation.number}`, class: citation.number === number ? "chosen" : null },
        el("p", null, el("span", { class: "number" }, `[${citation.number}]`), " ", this.link(citation)),
        el("blockquote", { lang: langOf(reply.language) }, citation.text),
        citation.incomplete && el("p", { class: "mark" }, t(citation.incomplete)));
      passageOf(citation.passage).then((passage) => item.querySelector("a").replaceWith(this.link(passage)), () => {});
      return item;
    });
    this.put(from, el("h2", null, t("sources")), items.length ? el("ul", { class: "plain" }, items) : el("p", { class: "quiet" }, t("no_cited")));
    this.body.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
  }

  link(passage) {
    return el("a", { href: `/passages/${passage.passage}`, onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.button) return;
      event.preventDefault();
      this.passage(passage.passage, "", event.currentTarget);
    } }, placeOf(passage));
  }

  words(passage, quote) {
    const { zh, en } = passage.text;
    const original = el("blockquote", { lang: "zh-CN" }, marked(zh, quote));
    if (!en) return [original];
    return [el("p", { class: "kicker" }, t("original")), original, el("p", { class: "kicker" }, t("translation")), el("blockquote", { lang: "en" }, en)];
  }

  async passage(id, quote, from) {
    const back = this.sources;
    let passage;
    try {
      passage = await passageOf(id);
    } catch (refusal) {
      return this.put(from, el("p", { class: "mark" }, refusal.status === 404 ? t("not_found") : refusal.message));
    }
    const near = (neighbour) => {
      const zh = language === "zh" || !neighbour.text.en;
      return el("p", { class: "near", lang: langOf(zh ? "zh" : "en") }, zh ? neighbour.text.zh : neighbour.text.en);
    };
    this.put(from, el("p", { class: "kicker" }, t("sources")), el("h2", null, placeOf(passage)),
      passage.incomplete && el("p", { class: "mark" }, t(passage.incomplete)),
      passage.question_missing && el("p", { class: "mark" }, t("question_missing")),
      el("div", { class: "page" }, passage.before.map(near), el("div", { class: "here" }, this.words(passage, quote || passage.text.zh)), passage.behind.map(near)),
      back.length > 1 && button(`← ${t("back")}`, () => this.put(null, ...back), { class: "small" }));
    return undefined;
  }
}
