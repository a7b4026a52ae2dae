// Questions to the server. Of questions of one kind one is under way, and the newest is next.

export class Refused extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

const TAB = newName();
const KNOCK_MS = 2000;
const SILENT = "The studio does not answer: start it again with `pedalfit studio`, and this page goes on.";

// A name for this page; `crypto.randomUUID` is only there where the address is encrypted or this machine's own.
function newName() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (one) => one.toString(36)).join("");
}

export async function ask(path, { json, bytes, method } = {}) {
  const options = { method: method || (json || bytes ? "POST" : "GET"), headers: {} };
  if (json) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(json);
  } else if (bytes) {
    options.headers["content-type"] = "application/octet-stream";
    options.body = bytes;
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Refused(SILENT, 0);
  }
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({}));
    throw new Refused(said.refusal || `The studio answers with ${answer.status}.`, answer.status);
  }
  return answer;
}

export const about = (setUp, more = {}) => ({ set_up: setUp, tab: TAB, ...more });

export async function askJson(path, given) {
  return (await ask(path, given)).json();
}

// A lane: `put` a question; `heard` is called with the answer, `refused` with a Refused.
export function lane(path, heard, refused) {
  let busy = false;
  let next = null;
  const go = async (question) => {
    busy = true;
    try {
      const answer = await askJson(path, { json: question.json });
      heard(answer, question.note);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status !== 409) refused(error, question.note);
    } finally {
      busy = false;
      if (next) {
        const waiting = next;
        next = null;
        go(waiting);
      }
    }
  };
  return {
    put(json, note) {
      if (busy) next = { json, note };
      else go({ json, note });
    },
    get idle() { return !busy && !next; },
  };
}

let knocking = 0;

// Calls `again` once the studio answers: it may have been ended and started, or its machine may have slept.
export function whenBack(again) {
  if (knocking) return;
  const knock = async () => {
    try {
      await ask("/api/alive");
    } catch (error) {
      if (!error.status) {
        knocking = setTimeout(knock, KNOCK_MS);
        return;
      }
    }
    knocking = 0;
    again();
  };
  knocking = setTimeout(knock, KNOCK_MS);
}

export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
