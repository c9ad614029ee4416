// The API as the page asks it. What is refused becomes a Refusal with the API's own sentence.

import { language, t } from "./dom.js";

export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

async function sent(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...options, headers: { "Accept-Language": language, ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, "unreachable", t("offline_net"));
  }
  if (answer.ok) return answer;
  let found = {};
  try { found = (await answer.json()).error || {}; } catch { /* no JSON: the status says enough */ }
  const refusal = new Refusal(answer.status, found.code || "failed", found.message || String(answer.status));
  if (answer.status === 401) dispatchEvent(new CustomEvent("signin"));
  throw refusal;
}

const JSON_BODY = { "Content-Type": "application/json" };

async function json(method, path, body) {
  const options = { method };
  if (body !== undefined) Object.assign(options, { body: JSON.stringify(body), headers: JSON_BODY });
  const answer = await sent(path, options);
  return answer.status === 204 ? null : answer.json();
}

export const get = (path) => json("GET", path);
export const post = (path, body) => json("POST", path, body);
export const patch = (path, body) => json("PATCH", path, body);
export const drop = (path) => json("DELETE", path);

export const at = (conversation, rest = "") => `/v1/conversations/${encodeURIComponent(conversation)}${rest}`;

// Server-sent events of a response, one after the other.
async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    held += value;
    for (let end = held.indexOf("\n\n"); end >= 0; end = held.indexOf("\n\n")) {
      const lines = held.slice(0, end).split("\n");
      held = held.slice(end + 2);
      const name = lines.find((line) => line.startsWith("event: "));
      const data = lines.find((line) => line.startsWith("data: "));
      if (name && data) yield { name: name.slice(7), data: JSON.parse(data.slice(6)) };
    }
  }
}

export async function* ask(message, conversation, signal) {
  const body = { message };
  if (conversation) body.conversation = conversation;
  const headers = { ...JSON_BODY, Accept: "text/event-stream" };
  const answer = await sent("/v1/ask", { method: "POST", body: JSON.stringify(body), headers, signal });
  yield* events(answer.body);
}

// A file on its way: `progress(stage, part)` from 0 to 1, then what became of it.
export function upload(file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let read = 0;
    let outcome = null;
    const take = () => {
      const parts = request.responseText.slice(read).split("\n\n");
      read += parts.slice(0, -1).reduce((sum, part) => sum + part.length + 2, 0);
      for (const part of parts.slice(0, -1)) {
        const [head, data] = part.split("\n");
        if (!data) continue;
        const told = JSON.parse(data.slice(6));
        if (head === "event: progress") progress(told.stage, told.total ? told.done / told.total : 0);
        else outcome = { name: head.slice(7), data: told };
      }
    };
    request.open("PUT", `/v1/documents/${encodeURIComponent(file.name)}?language=${language}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "text/event-stream");
    request.upload.onprogress = (event) => progress("uploading", event.total ? event.loaded / event.total : 0);
    request.onprogress = () => { if (request.status === 200) take(); };
    request.onerror = () => reject(new Refusal(0, "unreachable", t("offline_net")));
    request.onload = () => {
      if (request.status === 200) {
        take();
        if (outcome && outcome.name === "document") return resolve(outcome.data);
      }
      let found = outcome ? outcome.data.error : {};
      try { found = found.code ? found : JSON.parse(request.responseText).error; } catch { /* no JSON */ }
      reject(new Refusal(request.status, found.code || "failed", found.message || String(request.status)));
    };
    request.send(file);
  });
}
