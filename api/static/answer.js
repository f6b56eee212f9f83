// An answer as nodes: its words with label buttons, its notices, and its sources as cards.

const STATUS_WORDS = {
  no_answer: "Không tìm thấy trong tài liệu",
  needs_clarification: "Cần hỏi rõ thêm",
};
let drawn = 0;

export function wideScreen() {
  return window.matchMedia("(min-width: 62rem)").matches;
}

export function element(name, className = "", words = "") {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (words) node.textContent = words;
  return node;
}

function confidenceWords(confidence) {
  if (confidence >= 0.85) return "Độ chắc chắn cao";
  if (confidence >= 0.6) return "Độ chắc chắn vừa, nên đối chiếu nguồn";
  return "Độ chắc chắn thấp, hãy đối chiếu nguồn trước khi dùng";
}

function labelButton(label, open) {
  const button = element("button", "label", String(label));
  button.type = "button";
  button.setAttribute("aria-label", `Xem nguồn ${label}`);
  button.addEventListener("click", () => open.get(label)());
  return button;
}

/** Appends the words, each label of a known source as a button that stays with the word before it. */
function addWords(parent, words, open) {
  for (const part of words.split(/(\S*(?:\s*\[\d+\])+[.,;:)]*)/)) {
    const labels = [...part.matchAll(/\[(\d+)\]/g)].map((found) => Number(found[1]));
    if (!labels.length || !labels.every((label) => open.has(label))) {
      parent.append(part);
      continue;
    }
    const together = element("span", "together", part.slice(0, part.indexOf("[")));
    together.append(...labels.map((label) => labelButton(label, open)), part.slice(part.lastIndexOf("]") + 1));
    parent.append(together);
  }
}

/** Returns paragraphs and lists for plain text with line breaks and "- " items. */
function wordsView(text, open) {
  const nodes = [];
  for (const line of text.split("\n")) {
    if (!line.trim()) continue;
    const item = /^\s*- (.*)$/.exec(line);
    if (!item) {
      const paragraph = element("p");
      addWords(paragraph, line, open);
      nodes.push(paragraph);
      continue;
    }
    if (nodes.at(-1)?.tagName !== "UL") nodes.push(element("ul"));
    const entry = element("li");
    addWords(entry, item[1], open);
    nodes.at(-1).append(entry);
  }
  return nodes;
}

/** Returns the paragraph with the quote marked. */
function quoteView(paragraph, quote) {
  const node = element("blockquote", "paragraph");
  const at = quote ? paragraph.indexOf(quote) : -1;
  if (at < 0) {
    node.textContent = paragraph;
    return node;
  }
  node.append(paragraph.slice(0, at), element("mark", "", quote), paragraph.slice(at + quote.length));
  return node;
}

function documentLink(citation) {
  const link = element("a", "read-on", "Mở trong văn bản");
  const query = new URLSearchParams({ start: citation.start, end: citation.end });
  link.href = citation.url.replace("#", `?${query}#`);
  return link;
}

/** Returns who issued the paper, its number and its day, as far as the paper says. */
function issuerWords(citation) {
  const day = citation.issued_on?.split("-").reverse().join("/");
  const number = citation.document_number && `số ${citation.document_number}`;
  return [citation.issuer, number, day].filter(Boolean).join(" · ");
}

/** A source as a card that opens; returns the card and how to open it. */
function sourceView(citation) {
  drawn += 1;
  const body = element("div", "source-body");
  body.id = `source-${drawn}`;
  body.hidden = true;
  if (citation.section_path.length > 0) {
    const path = element("ol", "path");
    path.append(...citation.section_path.map((heading) => element("li", "", heading)));
    body.append(path);
  }
  body.append(quoteView(citation.paragraph, citation.quote), documentLink(citation));

  const head = element("button", "source-head");
  head.type = "button";
  head.setAttribute("aria-controls", body.id);
  const words = element("span", "source-words");
  words.append(element("span", "source-title", citation.document_title));
  const issuer = issuerWords(citation);
  if (issuer) words.append(element("span", "source-issuer", issuer));
  const place = citation.section_path.at(-1);
  if (place) words.append(element("span", "source-place", place));
  head.append(element("span", "label still", String(citation.label)), words);

  const set = (shown) => {
    body.hidden = !shown;
    head.setAttribute("aria-expanded", String(shown));
  };
  set(false);
  head.addEventListener("click", () => set(body.hidden));
  const card = element("section", "source");
  card.append(head, body);
  return { card, head, set };
}

function statusView(answer) {
  if (answer.status === "answered") return [];
  return [element("p", `status ${answer.status}`, STATUS_WORDS[answer.status] ?? "")];
}

function footView(answer, rate) {
  const foot = element("div", "foot");
  if (answer.status === "answered") foot.append(element("span", "confidence", confidenceWords(answer.confidence)));
  const rating = element("span", "rating");
  const say = (value, words) => {
    const button = element("button", "quiet small", words);
    button.type = "button";
    button.addEventListener("click", async () => {
      const taken = await rate(value);
      rating.replaceChildren(element("span", "thanks", taken ? "Đã ghi nhận, cảm ơn bạn." : "Chưa gửi được đánh giá."));
    });
    return button;
  };
  rating.append(say("up", "Đúng ý"), say("down", "Chưa đúng"));
  foot.append(rating);
  return foot;
}

/** Returns the nodes of an answer and of its sources. */
export function replyView(answer, rate) {
  const views = new Map(answer.citations.map((citation) => [citation.label, sourceView(citation)]));
  const show = (label, focus) => {
    for (const [other, view] of views) view.set(other === label);
    const { card, head } = views.get(label);
    if (!focus) return;
    head.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };
  const open = new Map([...views.keys()].map((label) => [label, () => show(label, true)]));

  const reply = statusView(answer);
  if (answer.understood_question && answer.understood_question !== answer.question) {
    reply.push(element("p", "understood", `Hiểu là: ${answer.understood_question}`));
  }
  const words = element("div", "words");
  words.append(...wordsView(answer.answer, open));
  reply.push(words, ...answer.notices.map((notice) => element("p", "notice", notice)), footView(answer, rate));

  const openFirst = () => {
    if (answer.citations.length) show(answer.citations[0].label, false);
  };
  const sources = [...views.values()].map((view) => view.card);
  if (sources.length) sources.unshift(element("h3", "sources-title", "Nguồn"));
  return { reply, sources, openFirst };
}
