// Conveniences only: every page does the same without this script.
/* global createAll, Button, ErrorSummary, ServiceNavigation, SkipLink, Radios, Checkboxes */

document.body.classList.add("govuk-frontend-supported");
for (const component of [Button, ErrorSummary, ServiceNavigation, SkipLink, Radios, Checkboxes]) createAll(component);

// A figure with its reason opens in place; with a modifier key or without this script the link leads to the page.
const open = new Map();

function placeBeside(figure, reason) {
  const row = figure.closest("tbody > tr");
  if (!row) {
    figure.closest("p, li, dd, .ifi-stat, figcaption, div").after(reason);
    return reason;
  }
  const line = document.createElement("tr");
  line.className = "ifi-table__reason";
  const cell = document.createElement("td");
  cell.colSpan = row.cells.length;
  cell.append(reason);
  line.append(cell);
  row.after(line);
  return line;
}

function close(figure) {
  open.get(figure).remove();
  open.delete(figure);
  figure.setAttribute("aria-expanded", "false");
}

async function explain(figure) {
  figure.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(figure.href, { headers: { "X-Reason": "1" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const body = page.querySelector("[data-reason]");
    if (!answer.ok || !body) throw new Error("no reason on the page");
    const reason = document.createElement("div");
    reason.className = "ifi-reason";
    reason.tabIndex = -1;
    reason.append(document.importNode(body, true));
    open.set(figure, placeBeside(figure, reason));
    figure.setAttribute("aria-expanded", "true");
    reason.focus({ preventScroll: true });
  } catch {
    window.location.assign(figure.href);
  } finally {
    figure.removeAttribute("aria-busy");
  }
}

for (const figure of document.querySelectorAll("a[data-figure]")) figure.setAttribute("aria-expanded", "false");

document.addEventListener("click", (event) => {
  const figure = event.target.closest("a[data-figure]");
  if (!figure || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  if (open.has(figure)) close(figure);
  else explain(figure);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const [figure, reason] of open) {
    if (!reason.contains(document.activeElement)) continue;
    close(figure);
    figure.focus();
  }
});

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
