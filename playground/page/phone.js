// One phone: whose it is, what its chat shows, and what is done on it.

import { bubble, day, element, summary, twoLanguages } from "./messages.js";

const TITLES = { resident: ["居民", "Resident"], steward: ["楼栋长", "Steward"], secretary: ["书记", "Secretary"] };
const TOAST_MS = 5000;
const TYPING_MS = 5000;

export class Phone {
  constructor(name, people, choose) {
    this.name = name;
    this.people = people;
    this.unread = new Map();
    this.drafts = new Map();
    this.messages = new Map();
    this.waiting = null;
    this.node = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.node.id = `phone-${name}`;
    this.titles = TITLES[name] ?? [name, ""];
    this.node.setAttribute("aria-label", this.titles.join(" "));
    this.part("h2").append(...twoLanguages(...this.titles));
    this.tab = element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": this.node.id });
    this.tab.addEventListener("click", () => choose(this));
    this.person = people[0]?.id;
    this.fillPeople();
    this.listen();
  }

  part(selector) { return this.node.querySelector(selector); }

  fillPeople() {
    const select = this.part("select");
    select.replaceChildren(...this.people.map((person) => {
      const count = this.unread.get(person.id);
      return element("option", { value: person.id, selected: person.id === this.person },
        count ? `${person.name} ● ${count}` : person.name);
    }));
    select.disabled = !this.people.length;
    const all = [...this.unread.values()].reduce((sum, count) => sum + count, 0) + (this.unseen ?? 0);
    this.tab.replaceChildren(...twoLanguages(...this.titles));
    if (all) this.tab.append(element("span", { className: "badge" }, String(all)));
  }

  listen() {
    const text = this.part("textarea");
    const form = this.part("form");
    this.part("select").addEventListener("change", (event) => this.change(Number(event.target.value)));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    text.addEventListener("input", () => fit(text));
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
      if (event.key === "Escape") this.answer(null);
    });
    this.part(".begin").addEventListener("click", () => this.act("start"));
    this.part(".restore").addEventListener("click", () => this.act("start"));
    this.part(".answering button").addEventListener("click", () => this.answer(null));
    this.part(".alert button").addEventListener("click", () => { this.part(".alert").hidden = true; text.focus(); });
    for (const button of this.node.querySelectorAll("[data-act]")) {
      button.addEventListener("click", () => this.attach(button.dataset.act));
    }
    const file = this.part("input[type=file]");
    this.part("[data-choose]").addEventListener("click", () => { closeMenus(); file.click(); });
    file.addEventListener("change", () => { if (file.files[0]) this.attach("photo", file.files[0]); file.value = ""; });
    this.part(".commands").addEventListener("toggle", (event) => { if (event.target.open) this.fillCommands(); });
  }

  get actions() {
    return {
      say: (text) => this.act("say", { text }),
      reply: (message) => this.answer(message),
      show: (id) => this.nodeOf(id)?.scrollIntoView({ block: "center" }),
      press: async (message, button, node) => {
        node.classList.add("pressed");
        await this.act("press", { message_id: message.id, data: button.data });
        setTimeout(() => node.classList.remove("pressed"), 400);
      },
    };
  }

  async change(person) {
    this.drafts.set(this.person, this.part("textarea").value);
    this.person = person;
    this.unread.delete(person);
    this.fillPeople();
    this.answer(null);
    this.part(".toast").hidden = true;
    this.part(".alert").hidden = true;
    this.part("textarea").value = this.drafts.get(person) ?? "";
    await this.load();
  }

  // What happens while the chat is being fetched is kept and shown after it, so that nothing is lost between.
  async load() {
    if (this.person === undefined) {
      this.part(".chat").replaceChildren(element("p", { className: "empty" }, ...twoLanguages("这部手机还没有人用", "nobody on this phone yet")));
      return;
    }
    const person = this.person;
    this.waiting = [];
    const answer = await fetch(`/playground/chats/${person}`);
    if (person !== this.person || !answer.ok) return;
    const chat = await answer.json();
    this.commands = chat.commands;
    this.messages = new Map(chat.messages.map((message) => [message.id, message]));
    this.drawAll();
    this.showState(chat);
    const missed = this.waiting ?? [];
    this.waiting = null;
    missed.forEach((event) => this.happened(event));
    this.toBottom();
  }

  happened(event) {
    const person = event.chat.person;
    if (!this.people.some((known) => known.id === person)) return;
    const news = event.kind === "message" && !event.message.mine;
    if (person !== this.person) {
      if (news) this.unread.set(person, (this.unread.get(person) ?? 0) + 1);
      this.fillPeople();
      return;
    }
    if (this.waiting) { this.waiting.push(event); return; }
    if (news && this.tab.getAttribute("aria-selected") === "false") { this.unseen = (this.unseen ?? 0) + 1; this.fillPeople(); }
    const atBottom = this.isAtBottom();
    if (event.kind === "deleted") this.messages.delete(event.message.id);
    else if (event.message) this.messages.set(event.message.id, event.message);
    if (event.message) this.draw(event.message);
    if (event.toast) this.toast(event.toast);
    this.showState(event.chat);
    if (atBottom || (event.kind === "message" && event.message.mine)) this.toBottom();
  }

  key(message) { return message.album ? `a${message.album}` : `m${message.id}`; }

  nodeOf(id) {
    const message = this.messages.get(id);
    return message && this.part(`[data-key="${CSS.escape(this.key(message))}"]`);
  }

  together(message) {
    if (!message.album) return this.messages.has(message.id) ? [message] : [];
    return [...this.messages.values()].filter((other) => other.album === message.album);
  }

  make(message) {
    const node = bubble(this.together(message), (id) => this.messages.get(id), this.actions);
    node.dataset.key = this.key(message);
    node.dataset.day = day(message.date);
    return node;
  }

  drawAll() {
    const chat = this.part(".chat");
    chat.replaceChildren();
    for (const message of this.messages.values()) this.draw(message, chat);
    if (!this.messages.size) chat.append(element("p", { className: "empty" }, ...twoLanguages("还没有消息", "no messages yet")));
  }

  draw(message, chat = this.part(".chat")) {
    chat.querySelector(".empty")?.remove();
    const old = chat.querySelector(`[data-key="${CSS.escape(this.key(message))}"]`);
    if (!this.together(message).length) { old?.remove(); return; }
    const made = this.make(message);
    if (!old) {
      if (lastDay(chat) !== made.dataset.day) {
        chat.append(element("p", { className: "day", "data-day": made.dataset.day }, made.dataset.day));
      }
      chat.append(made);
      return;
    }
    const focused = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
    old.replaceWith(made);
    if (focused >= 0) ([...made.querySelectorAll("button, a")][focused] ?? this.part("textarea")).focus();
  }

  showState(chat) {
    this.part(".begin").hidden = chat.started || chat.blocked;
    this.part(".restore").hidden = !chat.blocked;
    this.part(".composer").hidden = !chat.started || chat.blocked;
    this.part(".more").hidden = !chat.started || chat.blocked;
    this.showKeyboard(chat.blocked ? null : chat.keyboard);
    this.part(".typing").hidden = !chat.typing;
    clearTimeout(this.typing);
    if (chat.typing) this.typing = setTimeout(() => { this.part(".typing").hidden = true; }, TYPING_MS);
  }

  showKeyboard(keyboard) {
    const place = this.part(".keyboard");
    const rows = keyboard?.keyboard ?? [];
    place.hidden = !rows.length;
    place.replaceChildren(...rows.map((row) => element("div", { className: "buttons-row" }, ...row.map((entry) => {
      const text = entry.text ?? entry;
      const action = entry.request_contact ? "contact" : entry.request_location ? "location" : "say";
      return element("button", { type: "button", className: "button", onclick: () => this.act(action, { text }) }, text);
    }))));
  }

  toast({ text, alert }) {
    if (alert) {
      this.part(".alert p").textContent = text;
      this.part(".alert").hidden = false;
      this.part(".alert button").focus();
      return;
    }
    const place = this.part(".toast");
    place.textContent = text;
    place.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => { place.hidden = true; }, TOAST_MS);
  }

  answer(message) {
    this.answering = message?.id;
    this.part(".answering").hidden = !message;
    if (!message) return;
    this.part(".answering p").textContent = `回复：${summary(message)}`;
    this.part("textarea").focus();
  }

  fillCommands() {
    const place = this.part(".commands .choices");
    const fill = () => place.replaceChildren(...(this.commands?.length ? this.commands.map(({ command, description }) =>
      element("button", { type: "button", onclick: () => { closeMenus(); this.act("say", { text: `/${command}` }); } },
        element("strong", {}, `/${command}`), ` ${description}`))
      : [element("p", {}, ...twoLanguages("没有命令", "no commands"))]));
    fill();
    fetch(`/playground/chats/${this.person}`).then((answer) => answer.json()).then((chat) => { this.commands = chat.commands; fill(); });
  }

  async send() {
    const text = this.part("textarea");
    const words = text.value.trim();
    if (!words) return;
    text.value = "";
    fit(text);
    const done = await this.act("say", { text: words, reply_to: this.answering ?? null });
    if (!done && !text.value) text.value = words;
    this.answer(null);
    text.focus();
  }

  // What is in the text box goes along as the caption.
  async attach(action, file) {
    closeMenus();
    const text = this.part("textarea");
    const caption = ["photo", "album"].includes(action) ? text.value.trim() : "";
    let body = { text: caption };
    if (action === "photo") {
      body = new FormData();
      body.append("caption", caption);
      if (file) body.append("photo", file, file.name);
    }
    if (await this.act(action, body) && caption) { text.value = ""; fit(text); }
  }

  async act(action, body = {}) {
    const form = body instanceof FormData;
    try {
      const answer = await fetch(`/playground/chats/${this.person}/${action}`, {
        method: "POST", body: form ? body : JSON.stringify(body), headers: form ? {} : { "Content-Type": "application/json" },
      });
      if (answer.ok) return true;
      const problem = await answer.json().catch(() => ({}));
      this.toast({ text: problem.error ?? `没有成功 · did not work (${answer.status})` });
    } catch {
      this.toast({ text: "连接中断 · connection lost" });
    }
    return false;
  }

  isAtBottom() {
    const chat = this.part(".chat");
    return chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  }

  toBottom() {
    const chat = this.part(".chat");
    chat.scrollTop = chat.scrollHeight;
    for (const image of chat.querySelectorAll("img")) {
      if (!image.complete) image.addEventListener("load", () => { chat.scrollTop = chat.scrollHeight; }, { once: true });
    }
  }
}

const lastDay = (chat) => chat.lastElementChild?.dataset.day;

function fit(text) {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
}

export function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}
