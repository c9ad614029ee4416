// The plan panel: budgets with their splits, spending and KPIs. A changed budget is a message like any other.

import { at, get, post } from "./api.js";
import { block } from "./blocks.js";
import { button, el, language, say, t } from "./dom.js";

// Budgets that are shown at once.
const SHOWN = 12;

export class Books {
  constructor(app) {
    this.app = app;
  }

  async made() {
    const { conversation } = this.app.chat;
    if (!conversation) return el("p", { class: "quiet" }, t("no_plan"));
    let books;
    try {
      books = await get(at(conversation, `/books?language=${language}`));
    } catch (refusal) {
      if (refusal.status === 404) return el("p", { class: "quiet" }, t("no_plan"));
      throw refusal;
    }
    const progress = books.kpis ? await get(at(conversation, `/kpis?language=${language}`)).catch(() => null) : null;
    const budgets = this.latest(books.budgets.map((budget, n) => () => this.budget(budget, n + 1, books.budgets.length > 1)), books.budgets.findIndex((budget) => budget.in_focus));
    const names = (await get(`/v1/framework?language=${language}`)).phases.flatMap((phase) => phase.numbers.map((number) => number.name));
    return [budgets.length ? el("section", { "aria-label": t("plan") }, this.files(conversation), budgets) : el("p", { class: "quiet" }, t("no_plan")),
      this.spends(books), this.kpis(progress, conversation, names)];
  }

  // The latest budgets and the one in focus; those before them at a press, a few at a time.
  latest(budgets, focus) {
    const shown = budgets.slice(-SHOWN).map((made) => made());
    const before = budgets.slice(0, -SHOWN);
    if (!before.length) return shown;
    const more = button(t("more_budgets", { count: before.length }), () => {
      const made = before.splice(-SHOWN).map((make) => make());
      more.after(...made);
      if (before.length) more.textContent = t("more_budgets", { count: before.length });
      else more.remove();
    });
    const current = focus >= 0 && focus < before.length && before[focus]();
    return [current, more, shown];
  }

  figure(fact) {
    if (!fact) return "–";
    return el("a", { href: `#${fact.id}`, class: "figure", title: t("receipt"),
      onclick: (event) => { event.preventDefault(); this.app.side.receipt(fact, event.currentTarget); } }, fact.text);
  }

  files(conversation) {
    const link = (form) => at(conversation, `/plan?format=${form}&language=${language}`);
    return el("p", { class: "actions" },
      el("a", { class: "button", href: link("xlsx"), download: "plan.xlsx" }, t("workbook")),
      el("a", { class: "button", href: link("docx"), download: "plan.docx" }, t("document")),
      el("a", { class: "button", href: link("md"), download: "plan.md" }, t("whole_plan")),
      el("a", { class: "button", href: link("png"), download: "plan.png" }, t("picture")));
  }

  budget(budget, number, several) {
    const marks = [budget.in_focus && several && t("in_focus"), budget.status === "supposed" && t("supposed"), budget.status === "actual" && t("actual"), budget.status === "replaced" && t("replaced")].filter(Boolean);
    const name = budget.name || (several ? t("scenario", { number }) : budget.base_name);
    return el("section", { class: budget.in_focus ? "card focus" : "card" },
      el("h3", null, name, marks.length > 0 && el("span", { class: "tag" }, marks.join(" · "))),
      el("p", null, budget.base_name, t("colon"), this.figure(budget.amount)),
      budget.in_focus && this.field(budget),
      this.parts(budget),
      budget.low && el("p", { class: "quiet" }, t("range"), t("colon"), this.figure(budget.low), " – ", this.figure(budget.high)));
  }

  field(budget) {
    const input = el("input", { type: "text", value: budget.amount.text, "aria-label": `${budget.base_name}: ${t("budget_field")}`, autocomplete: "off", maxlength: "60" });
    return el("form", { class: "row", onsubmit: (event) => {
      event.preventDefault();
      const amount = input.value.trim();
      if (amount && amount !== budget.amount.text) this.app.tell(t(`set_${budget.base}`, { amount }));
    } }, input, el("button", null, t("apply")));
  }

  parts(budget) {
    const own = budget.parts.some((part) => part.own);
    const head = [t("part"), t("share"), t("amount"), own && t("own")].filter(Boolean);
    const rows = budget.parts.map((part) => el("tr", null, el("th", { scope: "row" }, part.name),
      el("td", { class: "number" }, this.figure(part.share)), el("td", { class: "number" }, this.figure(part.amount)),
      own && el("td", { class: "number" }, this.figure(part.own))));
    const last = budget.total && el("tr", { class: "total" }, el("th", { scope: "row" }, t("total")), el("td"),
      el("td", { class: "number" }, this.figure(budget.total)), own && el("td"));
    return el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": t("part") }, el("table", null,
      el("thead", null, el("tr", null, head.map((cell, n) => el("th", { scope: "col", class: n ? "number" : null }, cell)))), el("tbody", null, rows, last)));
  }

  spends(books) {
    const items = books.spends.map((spend) => el("li", null, el("h3", null, spend.name),
      el("dl", null,
        spend.planned && [el("dt", null, t("planned")), el("dd", null, this.figure(spend.planned))],
        spend.spent && [el("dt", null, t("spent")), el("dd", null, this.figure(spend.spent))],
        spend.left && [el("dt", null, t(spend.over ? "over" : "left")), el("dd", { class: spend.over ? "over" : null }, this.figure(spend.left))]),
      el("ul", { class: "plain small" }, spend.entries.map((entry) => el("li", null, this.figure(entry.amount), " · ", t("in_turn", { turn: entry.turn }),
        entry.when && ` · ${entry.when}`, entry.speaker && ` · ${entry.speaker}`)))));
    return el("section", null, el("h2", null, t("spends")), items.length ? el("ul", { class: "plain" }, items) : el("p", { class: "quiet" }, t("no_spends")));
  }

  kpis(progress, conversation, names) {
    const phases = progress ? progress.phases.map((phase) => el("section", { class: phase.id === progress.phase ? "card focus" : "card" },
      el("h3", null, t("phase", phase), el("span", { class: "tag" }, t(phase.passed ? "met" : "not_met"))),
      el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": phase.name }, el("table", null,
        el("thead", null, el("tr", null, [t("kpi"), t("required"), t("target"), t("reached")].map((cell, n) => el("th", { scope: "col", class: n ? "number" : null }, cell)))),
        el("tbody", null, phase.kpis.map((kpi) => el("tr", null, el("th", { scope: "row" }, kpi.name, kpi.met && ` ✓`),
          [kpi.required, kpi.target, kpi.reached].map((fact) => el("td", { class: "number" }, this.figure(fact)))))))))) : [];
    return el("section", null, el("h2", null, t("kpis")), phases,
      progress && el("details", null, el("summary", null, t("summary")), progress.blocks.map((data) => block(data, { figure() {}, citation() {} }))),
      this.entry(conversation, names));
  }

  entry(conversation, names) {
    const field = (name, attributes) => el("input", { name, "aria-label": t(name), placeholder: t(name), autocomplete: "off", required: true, ...attributes });
    const kpi = el("select", { "aria-label": t("kpi") }, names.map((name) => el("option", { value: name }, name)));
    const figure = field("figure", { maxlength: "60" });
    const day = field("day", { type: "date", value: new Date().toISOString().slice(0, 10) });
    return el("form", { class: "row entry", onsubmit: async (event) => {
      event.preventDefault();
      try {
        await post(at(conversation, "/kpis"), { kpi: kpi.value, figure: figure.value.trim(), day: day.value, language });
        this.app.side.refresh();
      } catch (refusal) {
        say(refusal.message);
      }
    } }, el("p", { class: "kicker" }, t("record_kpi")), kpi, figure, day, el("button", null, t("record")));
  }
}
