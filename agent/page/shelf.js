// The documents that answers rest on, and the framework in force.

import { drop, get, post, upload } from "./api.js";
import { button, el, language, question, say, t } from "./dom.js";

export class Documents {
  constructor(app) {
    this.app = app;
    this.running = el("ul", { class: "plain uploads", "aria-live": "polite" });
  }

  async made() {
    const found = await get("/v1/documents");
    const lines = found.documents.map((document) => el("li", null, el("span", { class: "grow" }, el("strong", null, document.name), el("br"),
      el("span", { class: "quiet" }, [t("passages", { count: document.passages }), document.date, !document.own && t("shipped")].filter(Boolean).join(" · "))),
      document.removable && button(t("remove"), () => this.remove(document), { class: "small", "aria-label": `${t("remove")}: ${document.name}` })));
    return [found.writable && this.zone(found.endings), this.running, el("ul", { class: "plain lines" }, lines)];
  }

  zone(endings) {
    const picked = el("input", { type: "file", multiple: true, id: "files", class: "hidden", accept: endings.join(","), tabindex: "-1", "aria-label": t("choose"),
      onchange: () => { this.add([...picked.files]); picked.value = ""; } });
    return el("div", { class: "zone" }, el("p", null, `${t("drop")} `, button(t("choose"), () => picked.click())), picked,
      el("p", { class: "quiet" }, t("endings", { endings: endings.join(" ") })));
  }

  async add(files) {
    await Promise.all(files.map((file) => this.one(file)));
    this.app.side.refresh();
  }

  async one(file) {
    const bar = el("progress", { max: "1", "aria-label": file.name });
    const state = el("span", { class: "quiet" }, t("uploading"));
    const line = el("li", null, el("strong", null, file.name), " ", state, bar);
    this.running.prepend(line);
    try {
      const found = await upload(file, (stage, part) => {
        state.textContent = t(stage === "received" ? "reading" : stage);
        bar.value = part;
      });
      const count = found.document ? found.document.passages : 0;
      state.textContent = found.outcome === "refused" ? t("refused_file", { reason: found.reason }) : t(found.outcome, { count });
      state.className = found.outcome === "refused" ? "mark" : "good";
      line.append(...found.notes.map((note) => el("p", { class: "mark" }, `${t("not_read")}${[note.place, note.reason].filter(Boolean).join(": ")}`)));
    } catch (refusal) {
      state.textContent = t("failed", { reason: refusal.message });
      state.className = "mark";
    }
    bar.remove();
    if (!line.isConnected) say(`${file.name}: ${state.textContent}`);
  }

  async remove(document) {
    if (!await question(t("remove_ask", { name: document.name }), { action: t("remove") })) return;
    try {
      await drop(`/v1/documents/${encodeURIComponent(document.id)}`);
    } catch (refusal) {
      say(refusal.message);
    }
    this.app.side.refresh();
  }
}

export class Framework {
  constructor(app) {
    this.app = app;
  }

  async made() {
    const found = await get(`/v1/framework?language=${language}`);
    const number = (line) => el("a", { class: "figure", href: `/passages/${line.passage}`,
      onclick: (event) => { event.preventDefault(); this.app.side.passage(line.passage, "", event.currentTarget); } }, line.text);
    const part = (one) => el("li", null, el("h3", null, one.name),
      one.numbers.map((line) => el("p", null, line.name === one.name ? "" : `${line.name} `, number(line))),
      one.projects.length > 0 && el("p", { class: "quiet" }, one.projects.join(language === "zh" ? "、" : ", ")));
    return [el("p", null, t("framework_in_force", { name: found.name[language] })),
      el("p", null, `${found.base}: `, found.range.flatMap((line, n) => [n ? " – " : "", number(line)])),
      el("ul", { class: "plain" }, found.layers.map(part)), el("ul", { class: "plain" }, found.phases.map(part)),
      found.writable && this.change(found.own)];
  }

  change(own) {
    const outcome = el("div", { "aria-live": "polite" });
    const picked = el("input", { type: "file", multiple: true, accept: ".yaml,.yml,.md,.txt", "aria-label": t("framework") });
    const hold = async (use) => {
      const files = [...picked.files];
      const main = files.find((file) => /\.ya?ml$/i.test(file.name));
      if (!main) return outcome.replaceChildren(el("p", { class: "mark" }, t("no_yaml")));
      const documents = Object.fromEntries(await Promise.all(files.filter((file) => file !== main).map(async (file) => [file.name, await file.text()])));
      try {
        const found = await post(`/v1/framework?language=${language}`, { framework: await main.text(), documents, use });
        const lines = found.mistakes.map((wrong) => el("li", null, [wrong.line && t("at_line", wrong), wrong.field, wrong.message].filter(Boolean).join(": ")));
        outcome.replaceChildren(lines.length ? el("ul", { class: "mark" }, lines) : el("p", { class: "good" }, t(found.used ? "used" : "no_mistakes")));
      } catch (refusal) {
        outcome.replaceChildren(el("p", { class: "mark" }, refusal.message));
      }
      return undefined;
    };
    return el("section", null, el("p", null, t("own_framework")), picked,
      el("p", { class: "actions" }, button(t("check"), () => hold(false)), button(t("use"), () => hold(true)),
        own && button(t("use_shipped"), async () => { await drop("/v1/framework"); this.app.side.refresh(); })), outcome);
  }
}
