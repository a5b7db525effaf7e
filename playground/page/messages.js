// How a message looks: its words with their marks, its picture, its buttons. Text never becomes markup.

const ELEMENTS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];
const SAFE_LINK = /^(https?|tel|mailto):/i;
const QUOTE_LENGTH = 60;

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("aria-") || key.startsWith("data-")) made.setAttribute(key, value);
    else if (value !== undefined) made[key] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const twoLanguages = (chinese, english) =>
  [chinese + " ", element("small", { lang: "en" }, english)];

// Offsets are UTF-16 units, which is what JavaScript counts in as well.
export function words(text, entities, actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createDocumentFragment();
  fill(whole, text, 0, text.length, sorted, actions);
  return whole;
}

function fill(parent, text, start, end, entities, actions) {
  let at = start;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || stop <= entity.offset) continue;
    parent.append(text.slice(at, entity.offset));
    const inner = entities.slice(index + 1).filter((other) => other.offset < stop);
    const marked = mark(entity, text.slice(entity.offset, stop), actions);
    fill(marked.inside ?? marked, text, entity.offset, stop, inner, actions);
    parent.append(marked);
    // A block ends its line by itself; the line break after it would show as an empty line.
    at = BLOCKS.includes(entity.type) && text[stop] === "\n" && stop < end ? stop + 1 : stop;
  }
  parent.append(text.slice(at, end));
}

function mark(entity, covered, actions) {
  if (entity.type === "text_link" || entity.type === "url") {
    const address = entity.url ?? covered;
    return SAFE_LINK.test(address) ? link(address) : element("span", { className: "mention" });
  }
  if (entity.type === "bot_command") {
    return element("button", { type: "button", className: "command", onclick: () => actions.say(covered) });
  }
  if (entity.type === "spoiler") {
    const hidden = element("span", { className: "spoiler", tabIndex: 0, role: "button" });
    hidden.setAttribute("aria-label", "隐藏的文字 Hidden text");
    const show = () => { hidden.classList.add("shown"); hidden.removeAttribute("aria-label"); };
    hidden.addEventListener("click", show);
    hidden.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
    return hidden;
  }
  if (entity.type === "expandable_blockquote" && covered.length > 120) return folded();
  return element(ELEMENTS[entity.type] ?? "span", ELEMENTS[entity.type] ? {} : { className: "mention" });
}

function folded() {
  const inside = element("div", { className: "inside" });
  const more = element("button", { type: "button", className: "unfold", "aria-expanded": "false" }, ...twoLanguages("展开", "more"));
  const quote = element("blockquote", { className: "folded" }, inside, more);
  more.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    more.setAttribute("aria-expanded", String(open));
    more.replaceChildren(...(open ? twoLanguages("收起", "less") : twoLanguages("展开", "more")));
  });
  quote.inside = inside;
  return quote;
}

const link = (address) => element("a", { href: address, target: "_blank", rel: "noopener noreferrer" });

export function summary(message) {
  if (!message) return "消息已删除 · deleted";
  const kinds = {
    photo: "照片 · photo", voice: "语音 · voice", video: "视频 · video", document: "文件 · file",
    location: "位置 · location", contact: "名片 · contact", sticker: "贴纸 · sticker",
  };
  const text = message.text || kinds[message.kind] || "";
  return text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}…` : text;
}

const time = (date) => new Date(date * 1000).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
export const day = (date) =>
  new Date(date * 1000).toLocaleDateString("zh-CN", { month: "long", day: "numeric", weekday: "short" });

// One bubble: a message, or the messages of one album.
export function bubble(messages, find, actions) {
  const first = messages[0];
  const last = messages.at(-1);
  const said = messages.find((message) => message.text);
  const body = element("div", { className: "bubble" });
  if (first.forwarded_from) body.append(element("p", { className: "forwarded" }, `转发自 ${first.forwarded_from}`));
  if (first.reply_to) body.append(quote(find(first.reply_to), actions, first.reply_to));
  const pictures = messages.filter((message) => message.kind === "photo");
  if (pictures.length) {
    body.append(element("div", { className: pictures.length > 1 ? "pictures many" : "pictures" }, ...pictures.map(picture)));
  } else if (first.kind !== "text") {
    body.append(attachment(first));
  }
  if (said) body.append(element("div", { className: "words" }, words(said.text, said.entities, actions)));
  const edited = messages.some((message) => message.edited) ? "已编辑 " : "";
  body.append(element("p", { className: "meta" },
    element("button", { type: "button", className: "reply", onclick: () => actions.reply(first) },
      ...twoLanguages("回复", "reply")),
    element("time", { dateTime: new Date(last.date * 1000).toISOString() }, edited + time(last.date))));
  const row = element("article", { className: first.mine ? "row mine" : "row" }, body);
  row.setAttribute("aria-label", first.mine ? "我 Me" : "机器人 Bot");
  if (last.buttons.length) row.append(buttons(last, actions));
  return row;
}

function quote(message, actions, id) {
  return element("button", { type: "button", className: "quote", onclick: () => actions.show(id) }, summary(message));
}

function picture(message) {
  const image = element("img", { src: message.file, alt: message.text || "照片 Photo", loading: "lazy" });
  const open = link(message.file);
  open.append(image);
  return open;
}

function attachment(message) {
  const details = message.details ?? {};
  const line = (sign, ...text) => element("p", { className: "attachment" }, element("span", { className: "sign", "aria-hidden": "true" }, sign), element("span", {}, ...text));
  const seconds = `0:${String(details.duration ?? 0).padStart(2, "0")}`;
  switch (message.kind) {
    case "voice": return line("音", ...twoLanguages("语音", "voice"), ` ${seconds}`);
    case "video": return line("视", ...twoLanguages("视频", "video"), ` ${seconds}`);
    case "location": return line("位", `${details.latitude}, ${details.longitude}`);
    case "contact": return line("人", `${details.first_name} ${details.phone_number}`);
    case "sticker": return element("p", { className: "sticker" }, details.emoji ?? "贴纸");
    case "document": {
      const file = link(message.file);
      file.download = details.file_name ?? "file";
      file.append(details.file_name ?? "file");
      return line("文", file, ` ${Math.ceil((details.size ?? 0) / 1024)} KB`);
    }
    default: return line("•", message.kind);
  }
}

function buttons(message, actions) {
  return element("div", { className: "buttons" }, ...message.buttons.map((row) =>
    element("div", { className: "buttons-row" }, ...row.map((button) => {
      if (button.url) {
        if (!SAFE_LINK.test(button.url)) return element("span", { className: "button" }, button.text);
        const open = link(button.url);
        open.className = "button";
        open.append(`${button.text} ↗`);
        return open;
      }
      const press = element("button", { type: "button", className: "button" }, button.text);
      if (button.style) press.classList.add(button.style);
      press.addEventListener("click", () => actions.press(message, button, press));
      return press;
    }))));
}
