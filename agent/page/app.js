// The page: who is here, the list of conversations, and what stands beside the one that is open.

import { at, drop, get, patch, post } from "./api.js";
import { Books } from "./books.js";
import { Chat } from "./chat.js";
import { button, el, icon, language, question, say, speak, t } from "./dom.js";
import { Documents, Framework } from "./shelf.js";
import { Side } from "./side.js";

const kept = {
  get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* private windows keep nothing */ } },
};

class App {
  constructor(me) {
    this.me = me;
    this.following = null;
    this.chat = new Chat(this);
    this.documents = new Documents(this);
    this.side = new Side(this, { plan: new Books(this), documents: this.documents, framework: new Framework(this) }, kept.get("panel"));
    this.list = el("ul", { class: "plain" });
    this.more = button(t("more"), () => this.fill(this.following), { hidden: true });
    this.nav = el("nav", { id: "conversations", "aria-label": t("conversations") },
      el("div", { class: "head" }, button(t("new"), () => this.begin(), { class: "main new" }), button("×", () => this.shut(), { class: "shut", "aria-label": t("close") })),
      this.list, this.more);
    const veil = el("div", { id: "veil", onclick: () => this.shut() });
    document.body.replaceChildren(el("a", { href: "#question", class: "skip" }, t("skip")), this.header(), this.nav, this.chat.element, this.side.element, veil,
      el("div", { id: "said", role: "status" }));
  }

  header() {
    return el("header", null,
      button(icon("M3 6h18M3 12h18M3 18h18"), () => this.open("nav"), { class: "narrow", id: "menu", "aria-label": t("menu") }),
      el("h1", null, t("title")),
      button(t("language"), () => this.speak(language === "zh" ? "en" : "zh"), { title: t("language_label"), id: "language", lang: language === "zh" ? "en" : "zh-CN" }),
      button(icon("M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18"), () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"), { "aria-label": t("theme"), title: t("theme"), id: "theme" }),
      this.me.tokens && button(t("sign_out"), async () => { await drop("/v1/session"); location.assign("/"); }),
      button(icon("M3 4h18v16H3zM14 4v16"), () => this.open("side"), { class: "narrow", id: "panels", "aria-label": t("panel") }));
  }

  async speak(chosen) {
    kept.set("language", chosen);
    await speak(chosen);
    await begin();
  }

  // -- the drawers of a narrow window ----------------------------------------------------------------------------------

  open(which) {
    document.body.dataset.open = which;
    if (which === "nav") this.nav.querySelector("button").focus();
  }

  shut() {
    if (!document.body.dataset.open) return;
    const which = document.body.dataset.open;
    delete document.body.dataset.open;
    const back = which === "side" && this.side.from && this.side.from.isConnected ? this.side.from : null;
    if (matchMedia("(max-width: 1099px)").matches) (back || this.chat.box).focus();
  }

  // -- conversations ---------------------------------------------------------------------------------------------------

  async fill(after = null) {
    const found = await get(`/v1/conversations?limit=30${after ? `&after=${encodeURIComponent(after)}` : ""}`);
    const lines = found.conversations.map((one) => this.line(one));
    if (after) this.list.append(...lines);
    else this.list.replaceChildren(...(lines.length ? lines : [el("li", { class: "quiet" }, t("none_yet"))]));
    this.following = found.following;
    this.more.hidden = !found.following;
  }

  line(one) {
    const current = one.conversation === this.chat.conversation;
    const link = el("a", { href: `/?c=${encodeURIComponent(one.conversation)}`, "aria-current": current ? "page" : null, title: one.title,
      onclick: (event) => { if (event.ctrlKey || event.metaKey) return; event.preventDefault(); this.go(one.conversation); } }, one.title || one.conversation);
    const menu = el("details", { class: "menu" }, el("summary", { "aria-label": t("options", one) }, "⋯"), el("div", { class: "card" },
      button(t("rename"), () => this.rename(one)),
      el("a", { class: "button", href: at(one.conversation, `/export?format=md&language=${language}`), download: `${one.conversation}.md` }, t("export")),
      button(t("delete"), () => this.remove(one))));
    return el("li", null, link, menu);
  }

  async rename(one) {
    const title = await question(t("rename_ask"), { field: t("rename"), value: one.title });
    if (title === null) return;
    await patch(at(one.conversation), { title }).catch((refusal) => say(refusal.message));
    await this.fill();
  }

  async remove(one) {
    if (!await question(t("delete_ask", one), { action: t("delete") })) return;
    await drop(at(one.conversation)).catch((refusal) => say(refusal.message));
    if (one.conversation === this.chat.conversation) this.begin();
    await this.fill();
  }

  begin() {
    history.pushState(null, "", "/");
    this.chat.fresh();
    this.side.forget();
    this.current();
    this.shut();
  }

  go(conversation) {
    history.pushState(null, "", `/?c=${encodeURIComponent(conversation)}`);
    return this.route();
  }

  async route() {
    const conversation = new URLSearchParams(location.search).get("c");
    const passage = location.pathname.startsWith("/passages/") ? decodeURIComponent(location.pathname.slice(10)) : null;
    this.shut();
    if (conversation) {
      try {
        await this.chat.open(conversation);
      } catch (refusal) {
        if (refusal.status !== 404) return say(refusal.message);
        say(t("gone"));
        this.chat.fresh();
      }
    } else this.chat.fresh();
    this.side.forget();
    this.current();
    if (passage) await this.side.passage(passage, "", null);
    return undefined;
  }

  current() {
    const own = this.chat.conversation ? `/?c=${encodeURIComponent(this.chat.conversation)}` : "";
    for (const link of this.list.querySelectorAll("li > a")) {
      if (link.getAttribute("href") === own) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  async answered(reply, fresh) {
    if (fresh) history.replaceState(null, "", `/?c=${encodeURIComponent(reply.conversation)}`);
    this.side.refresh();
    await this.fill();
  }

  tell(message) {
    this.chat.submit(message);
    if (matchMedia("(max-width: 1099px)").matches) this.shut();
  }

  keepPanel(name) {
    kept.set("panel", name);
  }

  toTurn(turn) {
    this.shut();
    this.chat.toTurn(turn);
  }

  addFiles(files) {
    if (!this.me.documents || !files.length) return;
    this.open("side");
    this.side.show("documents");
    this.documents.add(files);
  }
}

function theme(chosen) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = chosen || kept.get("theme") || (dark ? "dark" : "light");
  if (chosen) kept.set("theme", chosen);
}

async function signIn() {
  const token = await question(t("sign_in_text"), { field: t("token"), action: t("sign_in"), secret: true });
  if (token === null) return false;
  try {
    await post("/v1/session", { token: token.trim() });
    return true;
  } catch (refusal) {
    document.getElementById("said") || document.body.append(el("div", { id: "said", role: "status" }));
    say(refusal.message);
    return false;
  }
}

let signingIn = null;

async function begin() {
  let me;
  try {
    me = await get("/v1/me");
  } catch (refusal) {
    if (refusal.status === 401) {
      if (!signingIn) signingIn = signIn().finally(() => { signingIn = null; });
      const done = await signingIn;
      if (done) return begin();
    }
    return document.body.replaceChildren(el("main", { class: "closed" }, el("h1", null, t("title")), el("p", null, refusal.status === 401 ? t("sign_in_text") : refusal.message),
      button(refusal.status === 401 ? t("sign_in") : t("again"), begin, { class: "main" }), el("div", { id: "said", role: "status" })));
  }
  app = new App(me);
  await Promise.all([app.fill(), app.route()]);
  app.current();
  return app;
}

// What a window hears goes to the app that is shown; another language makes another one.
let app = null;

function listen() {
  const holds = (event) => app && [...event.dataTransfer.types].includes("Files");
  const dropping = (on) => document.body.classList.toggle("dropping", on);
  addEventListener("popstate", () => app && app.route());
  addEventListener("keydown", (event) => { if (event.key === "Escape" && app) app.shut(); });
  addEventListener("dragover", (event) => { if (holds(event)) { event.preventDefault(); dropping(true); } });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) dropping(false); });
  addEventListener("drop", (event) => {
    dropping(false);
    if (!holds(event)) return;
    event.preventDefault();
    app.addFiles([...event.dataTransfer.files]);
  });
  addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
}

theme();
listen();
addEventListener("signin", () => { if (document.getElementById("chat") && !signingIn) begin(); });
const wanted = kept.get("language") || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
await speak(wanted);
await begin();
