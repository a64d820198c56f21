// Practice cards: choose, say how sure, read why, next.
class DrillApp {
  constructor(model, root) {
    this.model = model;
    root.classList.add("ls-bench");
    root.dataset.lmSuppressShortcuts = "true";
    this.theme = followTheme(root);
    this.view = new ItemView((n) => this.#choose(n));
    this.frame = h("div", { class: "ls-frame lx-exam" });
    for (const name of ["keyup", "keypress"]) this.frame.addEventListener(name, (event) => event.stopPropagation());
    this.frame.addEventListener("keydown", (event) => this.#key(event));
    root.append(this.frame);
    this.#build();
    this.handlers = {};
    for (const name of ["item", "told", "notice"]) model.on(`change:${name}`, (this.handlers[name] = () => this.#show()));
    this.#show();
  }

  #build() {
    const about = this.model.get("about");
    this.live = h("div", { class: "ls-live", role: "status", "aria-live": "polite" });
    this.sure = h("div", { class: "lx-sure", role: "group", "aria-label": "How sure are you?" }, h("span", {}, "How sure are you?"));
    about.sure.forEach((text, n) => this.sure.append(h("button", { type: "button", onclick: () => this.#answer(n) }, text)));
    this.told = h("div", { class: "lx-told", tabindex: "-1", hidden: true });
    this.next = h("button", { type: "button", class: "ls-primary", onclick: () => this.model.send({ do: "next" }) }, "Next card");
    this.none = h("p", { hidden: true }, "Nothing is due. Come back later, or practise another topic.");
    const keys = h("p", { class: "lx-keys" }, "Keys: A to D choose, Enter goes on.");
    this.frame.append(h("header", { class: "ls-head" }, h("h3", {}, about.title)), this.none, this.view.node, this.sure, this.told, h("div", { class: "lx-hand" }, this.next), keys, this.live);
  }

  #choose(n) {
    this.option = n;
    this.#show();
  }

  #answer(sure) {
    if (this.option == null) return;
    this.model.send({ do: "answer", option: this.option, sure, seconds: this.view.seconds() });
  }

  #show() {
    const [item, told, notice] = ["item", "told", "notice"].map((name) => this.model.get(name));
    const empty = !item.stem;
    const done = Boolean(told.head);
    if (this.shown !== item.place) [this.shown, this.option] = [item.place, null];
    this.none.hidden = !empty;
    this.view.node.hidden = empty;
    if (!empty) this.view.show(item, "", this.option);
    this.view.lock(done);
    this.sure.hidden = empty || done || this.option == null;
    this.next.hidden = !done;
    this.told.hidden = !done;
    if (done && this.read !== item.place) this.#tell(item, told);
    if (notice.n && notice.n !== this.noticed) setText(this.live, ((this.noticed = notice.n), notice.text));
  }

  #tell(item, told) {
    this.read = item.place;
    const head = h("p", { class: told.right ? "lx-right" : "lx-wrong" }, `${told.right ? "✓" : "✗"} ${told.head}`);
    this.told.replaceChildren(head, ...(told.right ? [] : [h("p", {}, `Right is ${told.key}`)]), h("p", {}, told.because), h("p", { class: "lx-keys" }, told.due));
    this.told.focus({ preventScroll: true });
    setText(this.live, `${told.head} ${told.because}`);
  }

  #key(event) {
    event.stopPropagation();
    const option = this.view.keyed(event);
    if (option >= 0 && !this.model.get("told").head) {
      this.#choose(option);
      this.sure.querySelector("button").focus();
    } else if (event.key === "Enter" && !this.next.hidden && event.target !== this.next) this.model.send({ do: "next" });
    else return;
    event.preventDefault();
  }

  close() {
    for (const [name, act] of Object.entries(this.handlers)) this.model.off(`change:${name}`, act);
    this.theme();
  }
}

export default {
  render({ model, el }) {
    const app = new DrillApp(model, el);
    return () => app.close();
  },
};
