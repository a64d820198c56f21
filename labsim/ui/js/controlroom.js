// The control room: trends, looks, orders, the initiating event, the list of alarms, the record.
class RoomApp {
  constructor(model, root) {
    this.model = model;
    root.classList.add("ls-bench");
    root.dataset.lmSuppressShortcuts = "true";
    this.theme = followTheme(root);
    this.frame = h("div", { class: "ls-frame lr-room" });
    for (const name of ["keydown", "keyup", "keypress"]) this.frame.addEventListener(name, (event) => event.stopPropagation());
    root.append(this.frame);
    this.#build(model.get("about"));
    this.handlers = {};
    for (const name of ["state", "picture", "notice"]) {
      model.on(`change:${name}`, (this.handlers[name] = () => this.#show(name)));
    }
    for (const name of ["state", "picture"]) this.#show(name);
  }

  send(name, given = {}) {
    try {
      this.model.send({ do: name, ...given });
    } catch {
      setText(this.live, "No answer from the kernel. Run the cell again: what is on record is kept.");
    }
  }

  #build(about) {
    this.clock = h("span", { class: "lr-clock" });
    this.live = h("div", { class: "ls-live", role: "status", "aria-live": "polite" });
    this.noticed = h("div", { class: "ls-notice", hidden: true });
    const head = h("header", { class: "ls-head" }, h("h3", {}, about.title), this.clock);
    this.chart = h("div", { class: "lr-chart" });
    this.buttons = [];
    const act = (text, onclick) => {
      const button = h("button", { type: "button", onclick }, text);
      this.buttons.push(button);
      return button;
    };
    const pick = (label, items, text, go) => {
      const select = options(h("select"), items);
      return h("div", { class: "lr-row" }, labelled(label, select), act(text, () => go(select.value)));
    };
    const figures = pick("Figure", about.figures, "Show trend", (port) => this.send("trend", { port }));
    figures.append(h("button", { type: "button", onclick: () => this.send("clear") }, "New chart"));
    const parts = pick("In the hall", about.parts, "Look", (tag) => this.send("look", { tag }));
    this.orders = {};
    const board = h("fieldset", { class: "lr-orders" }, h("legend", {}, "Orders, carried out together at 10:20"));
    for (const [tag, label, positions] of about.orders) {
      const select = options(h("select"), positions.map((one) => [one, one]));
      select.addEventListener("change", () => this.send("order", { tag, position: select.value }));
      this.orders[tag] = select;
      board.append(labelled(`${tag} · ${label}`, select));
    }
    const first = pick("Happened first", about.events, "Name it", (event) => this.send("name", { event }));
    this.named = h("p", { class: "lr-named" });
    this.list = h("textarea", { rows: 5, spellcheck: "false", placeholder: "one tag a line" });
    const file = h("div", { class: "lr-row" }, labelled("Alarms to be rationalised again", this.list), act("Put on file", () => this.send("file", { text: this.list.value })));
    this.rows = h("tbody");
    const heads = h("tr", {}, ...["No.", "min", "Done", "Told"].map((text) => h("th", { scope: "col" }, text)));
    const record = h("table", { class: "lr-record" }, h("caption", {}, "Record"), h("thead", {}, heads), this.rows);
    this.frame.append(head, this.noticed, figures, this.chart, parts, board, first, this.named, file, record, this.live);
  }

  #show(what) {
    if (what === "notice") {
      const notice = this.model.get("notice");
      this.noticed.hidden = !notice.text;
      this.noticed.dataset.kind = notice.kind;
      this.noticed.replaceChildren(h("span", {}, notice.text));
      setText(this.live, notice.text);
    } else if (what === "picture") {
      const picture = this.model.get("picture");
      this.chart.innerHTML = picture.svg;
      this.chart.hidden = !picture.svg;
      const svg = this.chart.querySelector("svg");
      if (svg) svg.setAttribute("aria-label", picture.words);
    } else {
      const state = this.model.get("state");
      setText(this.clock, `${state.minutes} min`);
      setText(this.named, state.named ? `Named: ${state.named}` : "Nothing named yet.");
      for (const [tag, select] of Object.entries(this.orders)) {
        select.value = state.orders[tag];
        select.disabled = state.over;
      }
      for (const button of this.buttons) button.disabled = state.over;
      if (!this.list.value) this.list.value = state.filed;
      this.rows.replaceChildren(...state.rows.map((row) => h("tr", {}, ...[row.n, row.t, row.what, row.told].map((cell) => h("td", {}, String(cell ?? ""))))));
    }
  }

  close() {
    for (const [name, act] of Object.entries(this.handlers)) this.model.off(`change:${name}`, act);
    this.theme();
  }
}

export default {
  render({ model, el }) {
    const app = new RoomApp(model, el);
    return () => app.close();
  },
};
