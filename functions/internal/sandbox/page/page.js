"use strict";
// The page works without this script. With it, files can be dropped on the page, and what has happened since appears by
// itself, while what is open, the place and the focus stay as they are.

const put = document.getElementById("put");
if (put) {
  const files = put.querySelector("input[type=file]");
  put.querySelector(".drop").hidden = false;
  document.addEventListener("dragover", event => {
    event.preventDefault(); // or the browser would open the file
    put.classList.add("over");
  });
  document.addEventListener("dragleave", event => {
    if (!event.relatedTarget) put.classList.remove("over");
  });
  document.addEventListener("drop", event => {
    event.preventDefault();
    put.classList.remove("over");
    if (event.dataTransfer.files.length === 0) return;
    files.files = event.dataTransfer.files;
    put.requestSubmit();
  });
}
for (const form of document.forms) {
  form.addEventListener("submit", () => {
    const busy = form.querySelector(".busy");
    if (busy) busy.hidden = false;
    setTimeout(() => form.querySelector("button").disabled = true); // after the form has been read
  });
}
addEventListener("pageshow", () => {
  for (const form of document.forms) form.querySelector("button").disabled = false;
});

// What is open stays open when the page is loaded anew, too.
const opened = "open " + location.pathname;
const openIDs = () => [...document.querySelectorAll("details[open]")].map(details => details.id);
const open = ids => ids.forEach(id => document.getElementById(id)?.setAttribute("open", ""));
open(JSON.parse(sessionStorage.getItem(opened) ?? "[]"));
document.addEventListener("toggle", () => sessionStorage.setItem(opened, JSON.stringify(openIDs())), true);

const shown = new Map([...document.querySelectorAll(".live")].map(part => [part.id, part.innerHTML]));
async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.pathname + location.search);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const [id, before] of shown) {
    const after = fresh.getElementById(id)?.innerHTML ?? before;
    if (after === before) continue;
    const [ids, focus, top] = [openIDs(), document.activeElement?.id, scrollY];
    const part = document.getElementById(id);
    const [height, above] = [part.scrollHeight, part.getBoundingClientRect().top < 0];
    part.innerHTML = after;
    shown.set(id, after);
    open(ids);
    if (focus) document.getElementById(focus)?.focus({preventScroll: true});
    scrollTo({top: above ? top + part.scrollHeight - height : top, behavior: "instant"});
    if (id === "files") tell(part);
  }
}

// tell has a screen reader say what the newest file has become.
function tell(files) {
  const row = files.querySelector("tbody tr");
  if (row) document.getElementById("news").textContent = row.cells[1].textContent + ": " + row.cells[0].textContent;
}

if (shown.size > 0) setInterval(() => refresh().catch(() => {}), 2000);
