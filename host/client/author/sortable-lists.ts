/** A place of a line in a list. */
export interface LinePlace {
  readonly list: HTMLElement
  /** The line it stands before; null at the end. */
  readonly before: HTMLElement | null
  /** How many of the lines that are shown stand before it. */
  readonly index: number
}

/** Lists whose lines people put into another order, and what becomes of a line that they move. */
export interface SortableLists {
  /** Selects the lists. */
  readonly lists: string
  /** Selects, of the children of a list, its lines. */
  readonly lines: string
  /** Whether a list takes a line of another one; where it is not given, lines stay in their list. */
  readonly takes?: (list: HTMLElement, line: HTMLElement) => boolean
  /** What a line begins with, where not all of it is its own: the grip stands first in it. */
  readonly headOf?: (line: HTMLElement) => Element | null
  /** The button that moves a line by one without dragging; the keys press it. */
  readonly buttonOf: (line: HTMLElement, by: 'up' | 'down') => HTMLButtonElement | null | undefined
  /** Called where a line is let go at another place than it had. */
  readonly onMoved: (line: HTMLElement, place: LinePlace) => void
}

/** Pixels a pointer moves before a line goes with it. */
const slack = 4
/** Pixels from an edge of the window in which the page scrolls on, and pixels by which it does so a frame. */
const [edge, pace] = [40, 10]
const keys = { ArrowUp: 'up', ArrowDown: 'down' } as const

/** Lets the lines within an element be moved: by a grip, with mouse, pen or finger, and by Alt with an arrow key. */
export function makeSortable(within: ParentNode, sortable: SortableLists): void {
  for (const list of within.querySelectorAll<HTMLElement>(sortable.lists)) {
    const lines = linesIn(list, sortable)
    if (!sortable.takes && lines.length < 2) continue
    for (const line of lines) {
      addGrip(line, sortable)
      moveByKeys(line, sortable)
    }
  }
}

function addGrip(line: HTMLElement, sortable: SortableLists): void {
  const grip = document.createElement('span')
  grip.className = 'grip'
  grip.ariaHidden = 'true'
  headOf(line, sortable).prepend(grip)
  grip.addEventListener('pointerdown', (event) => {
    if (event.isPrimary && event.button === 0) hold(line, grip, event, sortable)
  })
}

function moveByKeys(line: HTMLElement, { buttonOf }: SortableLists): void {
  for (const [key, by] of Object.entries(keys))
    buttonOf(line, by)?.setAttribute('aria-keyshortcuts', `Alt+${key}`)
  line.addEventListener('keydown', (event) => {
    const { key, altKey, ctrlKey, metaKey, shiftKey, target, defaultPrevented } = event
    // A line that stands in this one has answered; in a field the keys are the field's.
    if (defaultPrevented || !altKey || ctrlKey || metaKey || shiftKey) return
    if (target instanceof Element && target.matches('textarea, select, input:not([type="checkbox"])')) return
    if (key !== 'ArrowUp' && key !== 'ArrowDown') return
    event.preventDefault()
    buttonOf(line, keys[key])?.click()
  })
}

/** Takes a line along with the pointer that pressed its grip, until it is let go or given up. */
function hold(line: HTMLElement, grip: HTMLElement, pressed: PointerEvent, sortable: SortableLists): void {
  const ended = new AbortController()
  const { signal } = ended
  // What is moved beyond the end of a page makes it longer: it scrolls as far as it went before.
  const end = document.documentElement.scrollHeight - innerHeight
  let at = { x: pressed.clientX, y: pressed.clientY }
  let place: LinePlace | undefined
  let isMoving = false

  const follow = () => {
    line.style.translate = `0 ${at.y + scrollY - pressed.pageY}px`
    place = placeAt(line, at, sortable)
    markPlace(place, line, sortable)
  }
  const scrollOn = () => {
    if (signal.aborted) return
    if (at.y < edge) scrollTo({ top: scrollY - pace, behavior: 'instant' })
    else if (at.y > innerHeight - edge)
      scrollTo({ top: Math.min(scrollY + pace, Math.max(end, scrollY)), behavior: 'instant' })
    follow()
    requestAnimationFrame(scrollOn)
  }
  const release = () => {
    ended.abort()
    line.classList.remove('is-dragged')
    line.style.translate = ''
    markPlace(undefined, line, sortable)
  }

  grip.setPointerCapture(pressed.pointerId)
  grip.addEventListener(
    'pointermove',
    ({ pointerId, clientX, clientY }) => {
      if (pointerId !== pressed.pointerId) return
      at = { x: clientX, y: clientY }
      if (isMoving || Math.abs(clientY - pressed.clientY) < slack) return
      isMoving = true
      line.classList.add('is-dragged')
      scrollOn()
    },
    { signal },
  )
  grip.addEventListener(
    'pointerup',
    ({ pointerId }) => {
      if (pointerId !== pressed.pointerId) return
      if (isMoving) follow()
      release()
      if (place && !isAt(line, place, sortable)) sortable.onMoved(line, place)
    },
    { signal },
  )
  grip.addEventListener('lostpointercapture', release, { signal })
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && release(), { signal })
}

/** Where a line would go at a point of the window; undefined where nothing takes it. */
function placeAt(
  line: HTMLElement,
  { x, y }: { readonly x: number; readonly y: number },
  sortable: SortableLists,
): LinePlace | undefined {
  const list = sortable.takes ? listAt(line, document.elementFromPoint(x, y), sortable) : line.parentElement
  if (!list) return undefined
  const others = linesIn(list, sortable).filter((other) => other !== line)
  const found = others.findIndex((other) => {
    const { top, height } = headOf(other, sortable).getBoundingClientRect()
    return y < top + height / 2
  })
  const index = found < 0 ? others.length : found
  return { list, before: others[index] ?? null, index }
}

/** The nearest list around an element that takes a line, or the one in the line that the element stands in. */
function listAt(line: HTMLElement, over: Element | null, sortable: SortableLists): HTMLElement | undefined {
  const { lists, lines } = sortable
  const isTaken = (list: HTMLElement) => !line.contains(list) && sortable.takes?.(list, line) === true
  for (
    let list = over?.closest<HTMLElement>(lists) ?? null;
    list;
    list = list.parentElement?.closest<HTMLElement>(lists) ?? null
  )
    if (isTaken(list)) return list
  const within = over?.closest(lines)?.querySelector<HTMLElement>(`:scope > ${lists}`)
  return within && isTaken(within) ? within : undefined
}

/** Shows where a line would go, and there only. */
function markPlace(place: LinePlace | undefined, line: HTMLElement, sortable: SortableLists): void {
  const marks = ['is-before', 'is-behind', 'is-into']
  for (const marked of document.querySelectorAll(marks.map((mark) => `.${mark}`).join()))
    marked.classList.remove(...marks)
  if (!place || isAt(line, place, sortable)) return
  const { list, before } = place
  const last = linesIn(list, sortable)
    .filter((other) => other !== line)
    .at(-1)
  if (before) headOf(before, sortable).classList.add('is-before')
  else if (last) last.classList.add('is-behind')
  else list.classList.add('is-into')
}

function isAt(line: HTMLElement, { list, index }: LinePlace, sortable: SortableLists): boolean {
  return list === line.parentElement && linesIn(list, sortable).indexOf(line) === index
}

function linesIn(list: HTMLElement, { lines }: SortableLists): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(`:scope > ${lines}`)]
}

function headOf(line: HTMLElement, sortable: SortableLists): Element {
  return sortable.headOf?.(line) ?? line
}
