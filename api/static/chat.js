// The chat page: asks, shows answers with their sources, and keeps the conversation of this tab.
// Words from people and papers only ever become text nodes.

import { element, replyView, wideScreen } from "./answer.js";
import { ask, ConversationEnded, loadSuggestions, Refused, sendFeedback } from "./client.js";

const KEPT = "hoidap.conversation";
const form = document.getElementById("ask");
const box = document.getElementById("question");
const send = document.getElementById("send");
const turns = document.getElementById("turns");
const welcome = document.getElementById("welcome");
const problem = document.getElementById("problem");

let conversation = { id: null, answers: [] };
let asking = null;

function keep() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(conversation));
  } catch {
    // A browser that stores nothing still answers; only coming back starts anew.
  }
}

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    if (!kept?.answers?.length) return;
    conversation = kept;
    for (const answer of kept.answers) openTurn(answer.question).show(answer, false);
    turns.lastElementChild?.scrollIntoView({ block: "start" });
  } catch {
    sessionStorage.removeItem(KEPT);
  }
}

function openTurn(question) {
  welcome.hidden = true;
  const reply = element("div", "reply");
  const sources = element("aside", "sources");
  sources.setAttribute("aria-label", "Nguồn");
  const asked = element("h2", "asked", question);
  const turn = element("article", "turn");
  turn.append(asked, reply, sources);
  turns.append(turn);
  return {
    node: turn,
    wait(words) {
      reply.replaceChildren(element("p", "waiting", words));
    },
    show(answer, openFirst) {
      const view = replyView(answer, (rating) => sendFeedback(answer.answer_id, rating));
      reply.replaceChildren(...view.reply);
      sources.replaceChildren(...view.sources);
      turn.classList.toggle("has-sources", view.sources.length > 0);
      if (openFirst && wideScreen()) view.openFirst();
    },
  };
}

function complain(words) {
  problem.textContent = words;
  problem.hidden = words === "";
}

function setBusy(busy) {
  send.disabled = busy;
  form.setAttribute("aria-busy", String(busy));
}

function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 180)}px`;
}

function put(question) {
  box.value = question;
  fit();
}

async function submit() {
  const question = box.value;
  if (asking) return;
  if (!question.trim()) {
    complain("Hãy gõ câu hỏi trước khi gửi.");
    box.focus();
    return;
  }
  complain("");
  put("");
  setBusy(true);
  const mine = new AbortController();
  asking = mine;
  const turn = openTurn(question);
  turn.wait("Đang đọc câu hỏi…");
  turn.node.scrollIntoView({ block: "start", behavior: "smooth" });
  try {
    const answer = await ask(question, conversation.id, mine.signal, (words) => turn.wait(words));
    turn.show(answer, true);
    conversation.id = answer.conversation_id;
    conversation.answers.push(answer);
    keep();
    turn.node.scrollIntoView({ block: "start", behavior: "smooth" });
  } catch (error) {
    turn.node.remove();
    if (!mine.signal.aborted) giveBack(question, error);
  } finally {
    if (asking === mine) {
      asking = null;
      setBusy(false);
    }
  }
}

function giveBack(question, error) {
  welcome.hidden = turns.childElementCount > 0;
  if (!box.value.trim()) put(question);
  if (error instanceof ConversationEnded) {
    conversation.id = null;
    keep();
  }
  complain(error instanceof Refused ? error.message : "Trang gặp lỗi khi hiện câu trả lời. Hãy tải lại trang rồi hỏi lại.");
  box.focus();
}

function restart() {
  asking?.abort();
  asking = null;
  setBusy(false);
  conversation = { id: null, answers: [] };
  keep();
  turns.replaceChildren();
  welcome.hidden = false;
  complain("");
  put("");
  box.focus();
}

async function suggest() {
  const list = document.getElementById("suggestions");
  for (const question of await loadSuggestions()) {
    const button = element("button", "suggestion", question);
    button.type = "button";
    button.addEventListener("click", () => {
      put(question);
      submit();
    });
    const item = element("li");
    item.append(button);
    list.append(item);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener("input", fit);
box.addEventListener("keydown", (event) => {
  // While an input method puts a letter together, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
document.getElementById("restart").addEventListener("click", restart);
window.addEventListener("offline", () => complain("Máy đang mất mạng. Câu hỏi vẫn còn trong ô; có mạng lại thì gửi."));
window.addEventListener("online", () => complain(""));

restore();
suggest();
if (wideScreen()) box.focus();
