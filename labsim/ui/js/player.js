// The replay as a widget of its own.
export default {
  render({ model, el }) {
    el.classList.add("ls-bench");
    el.dataset.lmSuppressShortcuts = "true";
    const box = h("section", { class: "ls-replay", "aria-label": "Replay" });
    const frame = h("div", { class: "ls-frame" }, box);
    for (const name of ["keydown", "keyup", "keypress"]) frame.addEventListener(name, (event) => event.stopPropagation());
    el.append(frame);
    if (model.get("data").mine) new ReplayView(box, model.get("data"));
    else box.append(h("p", {}, model.get("note")));
    return followTheme(el);
  },
};
