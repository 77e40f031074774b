// Passkeys need a script: only the browser can ask the device. Everything else on these pages works without it.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const listed = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function forCreation({ publicKey }) {
  const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  const excludeCredentials = listed(publicKey.excludeCredentials);
  return { publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), user, excludeCredentials } };
}

function forRequest({ publicKey }) {
  const allowCredentials = listed(publicKey.allowCredentials);
  return { publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials } };
}

function asText(credential) {
  const { id, type, rawId, response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = fields.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  const extensions = credential.getClientExtensionResults();
  return JSON.stringify({
    id,
    type,
    rawId: text(rawId),
    response: Object.fromEntries(given),
    clientExtensionResults: extensions,
  });
}

async function optionsOf(form) {
  const answer = await fetch(form.dataset.passkeySignIn, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
}

function attach(form, ask) {
  form.hidden = false;
  const failed = form.querySelector("[data-passkey-failed]");
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = asText(await ask());
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey-create]")) {
    document.querySelector("[data-passkey-missing]").hidden = true;
    attach(form, () => navigator.credentials.create(forCreation(JSON.parse(form.dataset.passkeyCreate))));
  }
  for (const form of document.querySelectorAll("form[data-passkey-get]")) {
    attach(form, () => navigator.credentials.get(forRequest(JSON.parse(form.dataset.passkeyGet))));
  }
  for (const form of document.querySelectorAll("form[data-passkey-sign-in]")) {
    attach(form, async () => navigator.credentials.get(forRequest(await optionsOf(form))));
  }
}
