/** How far the learner is, as the server says it. */
interface UnitStanding {
  readonly earned: number
  readonly possible: number
  /** Keys of the units beside it, and itself, that are done. */
  readonly done: readonly string[]
}

/** Milliseconds after a call of a block: others of the same click may follow. */
const patience = 300

/**
 * Shows how far the learner is in the unit and in those beside it, and again after what they do. Without it the page says nothing of that.
 * @param onCalled tells of each call of a block that was not refused
 */
export function showUnitStanding(onCalled: (listener: () => void) => void): void {
  const place = document.querySelector<HTMLElement>('[data-standing]')
  if (!place) return
  let waiting: ReturnType<typeof setTimeout> | undefined
  const show = () => void standingOf(place).then((standing) => standing && shown(place, standing))
  onCalled(() => {
    clearTimeout(waiting)
    waiting = setTimeout(show, patience)
  })
  show()
}

/** Undefined where the server cannot be asked: the page is all the same of use. */
async function standingOf({ dataset }: HTMLElement): Promise<UnitStanding | undefined> {
  try {
    const answer = await fetch(dataset['standing'] ?? '', { headers: { Accept: 'application/json' } })
    return answer.ok ? ((await answer.json()) as UnitStanding) : undefined
  } catch {
    return undefined
  }
}

function shown(place: HTMLElement, { earned, possible, done }: UnitStanding): void {
  const { points = '', done: word = '' } = place.dataset
  const number = new Intl.NumberFormat(document.querySelector('main')?.dataset['locale'] ?? 'en', {
    maximumFractionDigits: 2,
  })
  const said = points
    .replace('{earned}', number.format(earned))
    .replace('{possible}', number.format(possible))
  place.textContent = possible > 0 ? said : ''
  const finished = new Set(done)
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.sequence a, .around a')) {
    const isDone = finished.has(unitIn(link))
    if (isDone === link.classList.contains('is-done')) continue
    link.classList.toggle('is-done', isDone)
    if (isDone) link.append(markOf(word))
    else link.querySelector('.done-word')?.remove()
  }
}

/** The key of the unit that a link leads to. */
function unitIn({ pathname }: HTMLAnchorElement): string {
  return decodeURIComponent(pathname.split('/').at(-1) ?? '')
}

function markOf(word: string): HTMLElement {
  const mark = document.createElement('span')
  mark.className = 'done-word'
  mark.textContent = ` (${word})`
  return mark
}
