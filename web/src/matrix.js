// Why a cell of a big table is refused: shown below the table's head when the cell is chosen.
export function matrix() {
  const said = document.getElementById("why");
  if (!said) return;
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("button[data-why]");
    if (!cell) return;
    document.querySelector("button.chosen")?.classList.remove("chosen");
    cell.classList.add("chosen");
    said.textContent = cell.dataset.why;
  });
}
