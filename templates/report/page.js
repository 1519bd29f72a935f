"use strict";
// The table of letters: searched, filtered and shown a page at a time. Everything is in the data block above.
(() => {
  const data = JSON.parse(document.getElementById("letters-data").textContent);
  const words = data.words;
  const body = document.getElementById("letters-rows");
  const search = document.getElementById("search");
  const state = document.getElementById("state");
  const told = document.getElementById("found");
  const size = 50;
  // Rows of the table on paper, or the whole stays a book.
  const printed = 1000;
  const labels = [...document.querySelectorAll("table.letters th")].map((head) => head.textContent);
  const classes = ["code", "n", "", "contact", "", "n", "", "since", "", "", "n", "code words"];
  let page = 0;
  let found = data.rows;
  const kinds = { accepted: "good", delivered: "good", planned: "waiting", sending: "waiting", dotted: "waiting",
    deferred: "waiting", refused: "bad", bounced: "bad", expired: "bad", unknown: "doubt" };
  const time = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ") + " UTC";
  const cells = (row) => [row[0], String(row[1]), row[2], row[3], words[row[4]], String(row[5]), words[row[6]],
    time(row[7]), words[row[8]], words[row[9]], String(row[10]), row[11]];
  for (const name of [...new Set(data.rows.map((row) => words[row[6]]))].sort()) {
    const option = document.createElement("option");
    option.value = option.textContent = name;
    state.append(option);
  }
  const line = (row) => {
    const line = document.createElement("tr");
    cells(row).forEach((text, column) => {
      const cell = document.createElement("td");
      cell.className = classes[column];
      cell.dataset.label = labels[column];
      if (column === 6) {
        const mark = document.createElement("span");
        mark.className = "state " + (kinds[text] || "other");
        mark.textContent = text;
        cell.append(mark);
      } else {
        cell.textContent = text;
      }
      line.append(cell);
    });
    return line;
  };
  const left = document.getElementById("left-out");
  const before = document.getElementById("before");
  const after = document.getElementById("after");
  const show = () => {
    const pages = Math.max(1, Math.ceil(found.length / size));
    page = Math.min(Math.max(page, 0), pages - 1);
    body.replaceChildren(...found.slice(page * size, (page + 1) * size).map(line));
    before.disabled = page === 0;
    after.disabled = page === pages - 1;
    told.textContent = `${found.length} of ${data.rows.length} letters; page ${page + 1} of ${pages}`;
  };
  const filter = () => {
    const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = data.rows.filter((row) => {
      if (state.value && words[row[6]] !== state.value) return false;
      if (!terms.length) return true;
      const text = cells(row).join(" ").toLowerCase();
      return terms.every((term) => text.includes(term));
    });
    page = 0;
    show();
  };
  let waiting;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  state.addEventListener("change", filter);
  before.addEventListener("click", () => { page -= 1; show(); });
  after.addEventListener("click", () => { page += 1; show(); });
  // On paper: every row that was found, up to a bound, and the numbers below the charts.
  const opened = [];
  addEventListener("beforeprint", () => {
    body.replaceChildren(...found.slice(0, printed).map(line));
    const searched = found.length < data.rows.length ? ` that the search "${[search.value, state.value].join(" ").trim()}" found` : "";
    told.textContent = `${found.length} of ${data.rows.length} letters`;
    left.textContent = found.length > printed
      ? `Printed here: the first ${printed} of ${found.length} letters${searched}. A search in the page prints those that it finds; all of them: forewarn report --csv DIR.`
      : searched && `Printed here: the ${found.length} letters${searched}.`;
    for (const numbers of document.querySelectorAll("details.numbers:not([open])")) {
      numbers.open = true;
      opened.push(numbers);
    }
  });
  addEventListener("afterprint", () => {
    for (const numbers of opened.splice(0)) numbers.open = false;
    show();
  });
  document.getElementById("find").hidden = false;
  show();
})();
