// The phones on the page: which there are, which one is seen on a narrow screen, and the live line to the server.

import { twoLanguages } from "./messages.js";
import { Phone, closeMenus } from "./phone.js";

const phones = [];

function choose(chosen) {
  for (const phone of phones) {
    const here = phone === chosen;
    phone.tab.setAttribute("aria-selected", String(here));
    phone.tab.tabIndex = here ? 0 : -1;
    phone.node.classList.toggle("chosen", here);
  }
  chosen.unseen = 0;
  chosen.fillPeople();
  chosen.toBottom();
}

function moveBetweenTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = phones.findIndex((phone) => phone.tab === document.activeElement);
  const next = phones[(at + step + phones.length) % phones.length];
  choose(next);
  next.tab.focus();
}

function connected(yes) {
  const place = document.getElementById("connection");
  place.classList.toggle("lost", !yes);
  place.replaceChildren(...(yes ? twoLanguages("已连接", "live") : twoLanguages("正在重新连接…", "reconnecting")));
}

async function begin() {
  const { bot, phones: found } = await (await fetch("/playground/phones")).json();
  document.getElementById("bot-name").textContent = bot.name;
  document.title = `${bot.name} · Playground`;
  const wanted = new URLSearchParams(location.search).get("phones")?.split(",").map((name) => name.trim());
  for (const { name, people } of found) if (!wanted || wanted.includes(name)) phones.push(new Phone(name, people, choose));
  document.getElementById("phones").append(...phones.map((phone) => phone.node));
  const tabs = document.getElementById("tabs");
  tabs.append(...phones.map((phone) => phone.tab));
  tabs.addEventListener("keydown", moveBetweenTabs);
  document.getElementById("phones").dataset.count = phones.length;
  if (phones.length) choose(phones[0]);
  const narrow = matchMedia("(max-width: 799px)");
  const forScreen = () => phones.forEach((phone) => phone.tab.setAttribute("aria-selected",
    String(!narrow.matches || phone.node.classList.contains("chosen"))));
  narrow.addEventListener("change", forScreen);
  forScreen();
  const events = new EventSource("/playground/events");
  events.addEventListener("open", () => { connected(true); phones.forEach((phone) => phone.load()); });
  events.addEventListener("error", () => connected(false));
  events.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    phones.forEach((phone) => phone.happened(event));
  });
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelector("details.menu[open] summary")?.focus();
  closeMenus();
});
begin();
