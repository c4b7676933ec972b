// The field that narrows a list to the rows with all the words in it; a count is read out.
export function listen() {
  for (const field of document.querySelectorAll("[data-filter]")) {
    const rows = [...document.querySelectorAll(field.dataset.filter)];
    const count = document.getElementById(field.getAttribute("aria-describedby"));
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const narrow = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !words.every((word) => texts[at].includes(word));
        shown += !row.hidden;
      });
      for (const group of document.querySelectorAll("[data-group]")) {
        group.hidden = !group.querySelector(`${field.dataset.filter}:not([hidden])`);
        if (words.length) group.open = true;
      }
      if (count) count.textContent = `${shown} of ${rows.length}`;
    };
    field.addEventListener("input", narrow);
    field.closest("[hidden]")?.removeAttribute("hidden");
    if (field.value) narrow();
  }
}
