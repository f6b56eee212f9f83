// Talks to the server; every failure leaves here as words that a person can act on.

export class Refused extends Error {}
export class ConversationEnded extends Refused {}

const OFFLINE = "Không kết nối được với máy chủ. Hãy kiểm tra mạng rồi gửi lại; câu hỏi vẫn còn trong ô.";

async function refusal(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // Whatever stands between may answer in its own form.
  }
  if (response.status === 404 && String(problem.code).includes("conversation")) {
    return new ConversationEnded("Cuộc hỏi trước đã hết hạn. Bấm Hỏi lần nữa để hỏi như một cuộc hỏi mới.");
  }
  return new Refused(problem.detail ?? `Máy chủ không trả lời được (mã ${response.status}). Hãy thử lại sau.`);
}

async function post(path, body, signal) {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
  } catch {
    throw new Refused(OFFLINE);
  }
}

/** Yields { name, data } for every server-sent event of a response. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (name && data) yield { name, data: JSON.parse(data) };
    }
  }
}

/** Asks and returns the answer; says on the way how far it is. Throws Refused. */
export async function ask(question, conversationId, signal, progress) {
  const body = { question };
  if (conversationId) body.conversation_id = conversationId;
  const response = await post("/api/ask/stream", body, signal);
  if (!response.ok) throw await refusal(response);
  try {
    for await (const { name, data } of events(response)) {
      if (name === "understood") progress("Đang tìm trong văn bản…");
      if (name === "passages") progress("Đang đối chiếu từng đoạn…");
      if (name === "answer") return data;
      if (name === "error") throw new Refused(data.detail);
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(OFFLINE);
  }
  throw new Refused(OFFLINE);
}

/** Returns whether the rating was taken. */
export async function sendFeedback(answerId, rating) {
  try {
    return (await post("/api/feedback", { answer_id: answerId, rating })).ok;
  } catch {
    return false;
  }
}

/** Returns questions to begin with; none where the server does not tell. */
export async function loadSuggestions() {
  try {
    const response = await fetch("/api/suggestions");
    return response.ok ? (await response.json()).suggestions : [];
  } catch {
    return [];
  }
}
