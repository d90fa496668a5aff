"use strict";
// Sorts a table by the column whose button is pressed; the other way when it is pressed again.
const order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  for (const button of table.querySelectorAll("thead button")) {
    button.addEventListener("click", () => {
      const head = button.parentElement;
      const column = [...head.parentElement.children].indexOf(head);
      const number = head.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      // Numbers are mostly looked at from the largest, names from the first.
      const down = before ? before === "ascending" : number;
      for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].map((row) => {
        const cell = row.cells[column];
        const value = cell.dataset.v;
        return [value === undefined ? cell.textContent.trim() : Number(value), row];
      });
      rows.sort(([a], [b]) => (typeof a === "number" ? a - b : order(a, b)) * (down ? -1 : 1));
      body.append(...rows.map(([, row]) => row));
    });
  }
}
// Shows the rows that match what is typed and what is chosen.
const find = document.getElementById("find");
if (find) {
  const show = document.getElementById("show");
  const count = document.getElementById("count");
  const rows = [...document.getElementById("class").tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLocaleLowerCase());
  const tags = rows.map((row) => row.dataset.is.split(" "));
  const filter = () => {
    const words = find.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    rows.forEach((row, i) => {
      const there = words.every((word) => texts[i].includes(word)) && (!show.value || tags[i].includes(show.value));
      row.hidden = !there;
      left += there;
    });
    count.textContent = left;
  };
  find.addEventListener("input", filter);
  show.addEventListener("input", filter);
}
