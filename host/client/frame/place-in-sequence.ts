/** Brings the unit that is shown into view in the row of its neighbours, which scrolls on a phone; the page stays where it is. */
export function showPlaceInSequence(): void {
  const row = document.querySelector('.sequence ol')
  const current = row?.querySelector('[aria-current]')
  if (!row || !current) return
  row.scrollLeft += middleOf(current) - middleOf(row)
}

function middleOf(element: Element): number {
  const { left, width } = element.getBoundingClientRect()
  return left + width / 2
}
