// Speaks with NCALayer, the national signing program, which answers on the reader's own computer.
// Without this script the page offers to send a file that was signed elsewhere.

const section = document.getElementById("ncalayer");
const form = document.getElementById("ncalayer-form");
const PATIENCE = 5000; // for the connection and the greeting, in milliseconds
const HEARTBEAT = "--heartbeat--";

class Outcome extends Error {}

function show(outcome) {
  for (const panel of section.querySelectorAll("[data-outcome]")) panel.hidden = panel.dataset.outcome !== outcome;
  section.querySelector(`[data-outcome="${outcome}"]`).focus();
}

function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

async function documentInBase64() {
  const answer = await fetch(section.dataset.document);
  if (!answer.ok) throw new Outcome("failed");
  return toBase64(new Uint8Array(await answer.arrayBuffer()));
}

// One message that is not a heartbeat, as an object.
function next(socket, milliseconds, whenClosed) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Outcome("silent")), milliseconds);
    const end = (outcome) => {
      clearTimeout(timer);
      reject(new Outcome(outcome));
    };
    socket.onerror = socket.onclose = () => end(whenClosed);
    socket.onmessage = (message) => {
      if (message.data === HEARTBEAT) return;
      let read;
      try {
        read = JSON.parse(message.data);
      } catch {
        end("unreadable");
        return;
      }
      if (read === null || typeof read !== "object") {
        end("unreadable");
        return;
      }
      clearTimeout(timer);
      resolve(read);
    };
  });
}

async function connect() {
  let socket;
  try {
    socket = new WebSocket(section.dataset.address);
  } catch {
    throw new Outcome("not_installed");
  }
  const greeting = await next(socket, PATIENCE, "not_installed");
  if (!greeting.result || !greeting.result.version) {
    socket.close();
    throw new Outcome("unreadable");
  }
  return socket;
}

function basicsRequest(content) {
  const { usage, bin, locale } = section.dataset;
  const signer = { extKeyUsageOids: [usage] };
  if (bin) signer.bin = bin;
  return {
    module: "kz.gov.pki.knca.basics",
    method: "sign",
    args: {
      format: "cms",
      data: content,
      signingParams: { decode: true, encapsulate: true, digested: false, tsaProfile: {} },
      signerParams: signer,
      locale,
    },
  };
}

function commonRequest(content) {
  return {
    module: "kz.gov.pki.knca.commonUtils",
    method: "createCAdESFromBase64",
    args: ["PKCS12", "SIGNATURE", content, true],
  };
}

function isCancelled(answer) {
  return /cancel/i.test(`${answer.code} ${answer.message}`);
}

// The module that came in 2022 answers with `status`; older programs do not know it and answer with a code alone.
function readBasics(answer) {
  if (!("status" in answer)) return null;
  if (!answer.status) throw new Outcome(isCancelled(answer) ? "refused" : "failed");
  const result = answer.body && answer.body.result;
  if (result === undefined) throw new Outcome("refused");
  return Array.isArray(result) ? result[0] : result;
}

function readCommon(answer) {
  if (isCancelled(answer)) throw new Outcome("refused");
  if (answer.code !== "200") throw new Outcome("failed");
  return answer.responseObject;
}

async function askFor(socket, content) {
  const milliseconds = Number(section.dataset.seconds) * 1000;
  socket.send(JSON.stringify(basicsRequest(content)));
  const signature = readBasics(await next(socket, milliseconds, "failed"));
  if (signature !== null) return signature;
  socket.send(JSON.stringify(commonRequest(content)));
  return readCommon(await next(socket, milliseconds, "failed"));
}

async function sign() {
  const content = await documentInBase64();
  const socket = await connect();
  try {
    show("waiting");
    const signature = await askFor(socket, content);
    if (typeof signature !== "string" || !signature) throw new Outcome("unreadable");
    return signature;
  } finally {
    socket.onerror = socket.onclose = socket.onmessage = null;
    socket.close();
  }
}

if (section && form) {
  section.hidden = false;
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      form.elements.cms.value = await sign();
      show("verifying");
      form.submit();
    } catch (error) {
      button.disabled = false;
      show(error instanceof Outcome ? error.message : "failed");
    }
  });
}
