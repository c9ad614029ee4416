// The conversation: its turns as they were stored, the one that is being told, and the box in which the next is typed.

import { Refusal, ask, at, drop, get, post } from "./api.js";
import { chart, lay, markup, plain, tabbed } from "./blocks.js";
import { button, copy, el, langOf, question, say, t } from "./dom.js";

const PAGE = 12;
const MOST = 500;
const CJK = /[\u3400-\u9fff]/;
const languageOf = (text) => langOf(CJK.test(text) ? "zh" : "en");

// Facts by id, with those that they were computed from.
function gather(facts, found = new Map()) {
  for (const fact of facts) {
    if (!found.has(fact.id)) found.set(fact.id, fact);
    gather(fact.inputs || [], found);
  }
  return found;
}

export class Chat {
  constructor(app) {
    this.app = app;
    this.conversation = null;
    this.last = 0;
    this.editing = null;
    this.asking = null;
    this.log = el("div", { id: "log", role: "log", "aria-label": t("conversations") });
    this.box = el("textarea", { id: "question", rows: "1", "aria-label": t("ask"), placeholder: t("ask_hint"), maxlength: "200000",
      onkeydown: (event) => this.key(event), oninput: () => this.grow() });
    this.button = el("button", { class: "main", id: "send" }, t("send"));
    this.notice = el("p", { class: "notice", hidden: true });
    const picked = el("input", { type: "file", multiple: true, class: "hidden", tabindex: "-1", "aria-label": t("attach"),
      onchange: () => { this.app.addFiles([...picked.files]); picked.value = ""; } });
    const attach = button("+", () => picked.click(), { class: "attach", "aria-label": t("attach"), title: t("attach") });
    this.form = el("form", { id: "composer", onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      this.notice, el("div", { class: "row" }, this.app.me.documents && [attach, picked], this.box, this.button),
      el("p", { class: "hint" }, t("keys")));
    this.element = el("main", { id: "chat" }, el("div", { id: "scroll", tabindex: "-1" }, this.log), this.form);
    this.scroller = this.element.firstElementChild;
    this.first = 1;
    this.reading = null;
    this.near = new IntersectionObserver((seen) => { if (seen.at(-1).isIntersecting) this.earlier(); }, { root: this.scroller, rootMargin: "1500px 0px 0px 0px" });
  }

  // -- opening ---------------------------------------------------------------------------------------------------------

  fresh() {
    this.stop();
    this.conversation = null;
    this.first = 1;
    this.last = 0;
    this.edit(null);
    this.log.replaceChildren(this.welcome());
    this.box.focus();
  }

  async open(conversation) {
    this.stop();
    this.edit(null);
    const { turns } = await get(at(conversation, `?limit=${PAGE}`));
    this.conversation = conversation;
    this.last = turns.length ? turns.at(-1).turn : 0;
    this.more = button(t("earlier"), () => this.earlier(), { class: "earlier" });
    this.log.replaceChildren(this.more, ...(turns.length ? [] : [this.welcome()]));
    await this.above(turns);
  }

  // Earlier turns come when they are nearly in sight, or at a press of the button.
  earlier(count = PAGE) {
    this.reading ??= get(at(this.conversation, `?limit=${count}&before=${this.first}`)).then(({ turns }) => this.above(turns))
      .catch((refusal) => say(refusal.message)).finally(() => { this.reading = null; });
    return this.reading;
  }

  // Turns above those that stand there, one in a task, so that scrolling stays smooth; what is being read stays where it is.
  async above(turns) {
    const { more } = this;
    this.near.disconnect();
    for (let n = turns.length - 1; n >= 0 && more.isConnected; n -= 1) {
      const next = more.nextElementSibling;
      const before = next && next.getBoundingClientRect().top;
      more.after(this.stored(turns[n]));
      if (next) this.scroller.scrollTop += next.getBoundingClientRect().top - before;
      else this.toEnd();
      await new Promise((done) => { setTimeout(done); });
    }
    if (!more.isConnected) return;
    this.first = turns.length ? turns[0].turn : 1;
    if (this.first > 1) this.near.observe(more);
    else more.remove();
  }

  async toTurn(turn) {
    if (turn < this.first) {
      await this.reading;
      if (turn < this.first) await this.earlier(Math.min(MOST, this.first - turn));
    }
    document.getElementById(`turn-${turn}`)?.scrollIntoView({ block: "start" });
  }

  welcome() {
    const { me } = this.app;
    const examples = [1, 2, 3, 4].map((n) => el("li", null, button(t(`example_${n}`), () => this.submit(t(`example_${n}`)))));
    return el("section", { class: "welcome" }, el("h2", null, t("welcome")), el("p", null, t("welcome_text")),
      el("p", { class: "quiet" }, me.model ? t("with_model", { model: me.model }) : t("no_key")),
      el("p", null, t("try")), el("ul", null, examples));
  }

  // -- turns -----------------------------------------------------------------------------------------------------------

  turn(message, number) {
    const said = el("div", { class: "said", lang: languageOf(message) }, message);
    const body = el("div", { class: "answer" });
    const foot = el("div", { class: "foot" });
    const mine = el("div", { class: "mine" }, el("h2", null, t("you")), said);
    const article = el("article", { class: "turn", id: number ? `turn-${number}` : null }, mine, el("div", { class: "theirs" }, el("h2", null, t("advisor")), body, foot));
    return { article, mine, body, foot, facts: new Map() };
  }

  stored(reply) {
    const parts = this.turn(reply.message, reply.turn);
    parts.body.lang = langOf(reply.language);
    this.finish(parts, reply, reply.message);
    return parts.article;
  }

  on(parts, reply) {
    return {
      figure: (id, from) => {
        const fact = parts.facts.get(id);
        if (fact) this.app.side.receipt(fact, from);
      },
      citation: (number, from) => this.app.side.cited(reply() || { citations: [] }, number, from),
    };
  }

  finish(parts, reply, message) {
    const on = this.on(parts, () => reply);
    gather(reply.facts, parts.facts);
    parts.article.id = `turn-${reply.turn}`;
    parts.body.lang = langOf(reply.language);
    parts.body.removeAttribute("aria-busy");
    lay(parts.body, 0, reply.blocks, on);
    const stored = reply.turn && reply.conversation;
    parts.mine.querySelector(".edit")?.remove();
    if (stored) parts.mine.append(button(t("edit"), () => this.edit(reply.turn, message), { class: "edit small" }));
    parts.foot.replaceChildren(...this.marks(reply), ...this.pictures(reply, on), this.actions(reply), this.details(reply));
  }

  // What a reader must know beside the text: what was asked back, not taken up, withheld, and why no model wrote.
  marks(reply) {
    const lines = [];
    const open = reply.outcome === "asked" || reply.outcome === "partly" ? t(reply.outcome) : "";
    const unread = reply.unread.length ? t("unread") + reply.unread.map((part) => `“${part.text}”`).join("  ") : "";
    if (open || unread) lines.push([open, unread].filter(Boolean).join(" · "));
    if (reply.refused.count) lines.push(t("refused", { count: reply.refused.count }));
    if (reply.notice) lines.push(reply.notice);
    return lines.map((line) => el("p", { class: "mark" }, line));
  }

  pictures(reply, on) {
    if (!reply.chart) return [];
    const link = `${at(reply.conversation, `/turns/${reply.turn}/chart`)}`;
    return [el("figure", null, chart(reply.chart, reply.language, on),
      el("figcaption", null, el("a", { href: link, download: `chart-${reply.turn}.png` }, t("chart_png"))))];
  }

  actions(reply) {
    const row = el("div", { class: "actions", role: "group" },
      button(t("copy_text"), () => copy(plain(reply.blocks), null), { class: "small" }),
      button(t("copy_markdown"), () => copy(reply.text, null), { class: "small" }),
      reply.tables.length > 0 && button(t("copy_table"), () => copy(tabbed(reply.tables), markup(reply.tables)), { class: "small" }),
      reply.citations.length > 0 && button(`${t("sources")} (${reply.citations.length})`, (event) => this.app.side.cited(reply, null, event.currentTarget), { class: "small" }));
    if (reply.plan) row.append(el("a", { class: "small button", href: at(reply.conversation, `/plan?format=xlsx&language=${reply.language}`), download: "plan.xlsx" }, t("workbook")));
    if (this.app.me.feedback) {
      row.append(button(t("helpful"), () => this.rate(reply, true, row), { class: "small rate" }),
        button(t("unhelpful"), () => this.rate(reply, false, row), { class: "small rate" }));
    }
    return row;
  }

  async rate(reply, helpful, row) {
    const reason = helpful ? "" : await question(t("unhelpful"), { field: t("reason") });
    if (reason === null) return;
    try {
      await post(at(reply.conversation, `/turns/${reply.turn}/feedback`), { helpful, reason });
    } catch (refusal) {
      return say(refusal.message);
    }
    row.querySelectorAll(".rate").forEach((b, n) => b.setAttribute("aria-pressed", String((n === 0) === helpful)));
    say(t("thanks"));
  }

  details(reply) {
    const lines = [t(reply.mode === "online" ? "by_model" : "by_code")];
    if (reply.model && reply.model.requests) {
      lines.push(t("model_use", { requests: reply.model.requests, read: reply.model.prompt_tokens ?? "–", written: reply.model.completion_tokens ?? "–" }));
    }
    return el("details", null, el("summary", null, t("details")), lines.map((line) => el("p", null, line)),
      reply.reading && el("p", null, `${t("read_as")}: `, el("code", null, reply.reading)));
  }

  // -- asking ----------------------------------------------------------------------------------------------------------

  edit(turn, message = "") {
    this.editing = turn;
    this.notice.hidden = !turn;
    this.notice.replaceChildren(...(turn ? [t("editing", { turn }), " ", button(t("cancel"), () => { this.edit(null); this.box.value = ""; this.grow(); }, { class: "small" })] : []));
    if (turn) {
      this.box.value = message;
      this.grow();
      this.box.focus();
    }
  }

  key(event) {
    if (event.key === "Escape") return this.asking ? this.stop() : undefined;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return undefined;
    event.preventDefault();
    return this.submit();
  }

  grow() {
    this.box.rows = Math.min(8, Math.max(1, this.box.value.split("\n").length, Math.ceil(this.box.value.length / 60)));
  }

  stop() {
    if (this.asking) this.asking.abort();
  }

  async submit(text = null) {
    if (this.asking) return this.stop();
    const message = text ?? this.box.value;
    if (!message.trim()) return this.box.focus();
    if (text === null) this.box.value = "";
    this.grow();
    await this.send(message);
    return undefined;
  }

  async send(message) {
    const going = new AbortController();
    this.asking = going;
    this.button.textContent = t("stop");
    try {
      if (this.editing) await this.goBack(this.editing);
    } catch (refusal) {
      this.settle();
      this.box.value = message;
      return say(refusal.message);
    }
    this.log.querySelector(".welcome")?.remove();
    const parts = this.turn(message, null);
    parts.body.setAttribute("aria-busy", "true");
    parts.body.append(el("p", { class: "quiet" }, t("thinking")));
    this.log.append(parts.article);
    this.toEnd();
    try {
      await this.follow(parts, message, going.signal);
    } catch (error) {
      this.broken(parts, message, error);
    } finally {
      this.settle();
    }
    return undefined;
  }

  settle() {
    this.asking = null;
    this.button.textContent = t("send");
  }

  async goBack(turn) {
    await drop(at(this.conversation, `/turns/${turn}`));
    for (let gone = document.getElementById(`turn-${turn}`); gone;) {
      const next = gone.nextElementSibling;
      gone.remove();
      gone = next;
    }
    this.edit(null);
  }

  async follow(parts, message, signal) {
    let reply = null;
    let begun = false;
    const on = this.on(parts, () => reply);
    const conversation = this.conversation;
    for await (const { name, data } of ask(message, conversation, signal)) {
      const pinned = this.atEnd();
      if (name === "delta") {
        if (!begun) parts.body.replaceChildren();
        begun = true;
        gather(data.facts, parts.facts);
        lay(parts.body, data.tail.start, data.tail.blocks, on);
      } else if (name === "restart") {
        begun = false;
        parts.body.replaceChildren(el("p", { class: "quiet" }, t("withdrawn")));
      } else if (name === "reply") {
        reply = data.reply;
        this.conversation = reply.conversation;
        this.last = reply.turn;
        this.finish(parts, reply, message);
      } else if (name === "problem") throw new Refusal(500, data.error.code, data.error.message);
      if (pinned) this.toEnd();
    }
    if (!reply) throw new Refusal(0, "unreachable", t("offline_net"));
    this.app.answered(reply, conversation !== reply.conversation);
  }

  broken(parts, message, error) {
    const stopped = error.name === "AbortError";
    const line = stopped ? t("stopped") : t("failed", { reason: error.message });
    parts.body.removeAttribute("aria-busy");
    parts.article.classList.add("broken");
    parts.foot.replaceChildren(el("p", { class: "mark" }, line), button(t("again"), () => { parts.article.remove(); this.submit(message); }, { class: "small" }));
    if (parts.body.querySelector(".quiet")) parts.body.replaceChildren();
    say(line);
  }

  atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < 80;
  }

  // A turn has its real height only in the frame after the one in which it comes into sight.
  toEnd(frames = 4) {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    if (frames) requestAnimationFrame(() => this.toEnd(frames - 1));
  }
}
