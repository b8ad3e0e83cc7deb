/** The editor of a problem: steps, tabs and the look at it are asked for while the page stays, and parts are dragged to their places. */
import { addLineNumbers, showLine } from './author/code-lines.js'
import { makeSortable } from './author/sortable-lists.js'

/** Milliseconds after which what was typed is looked at. */
const settling = 500

const form = document.querySelector<HTMLFormElement>('form.editor-form.has-content')
const editor = form?.querySelector<HTMLElement>('.problem-editor')
if (form && editor) start(form, editor)

function start(whole: HTMLFormElement, problem: HTMLElement): void {
  const part = (name: 'text' | 'look') => problem.querySelector<HTMLElement>(`[data-part="${name}"]`)
  let waiting: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined

  /** Asks for the editor as the form has it, and puts what comes in the place of what is there. */
  const ask = async (wish: string, replaced: readonly ('text' | 'look')[]): Promise<boolean> => {
    clearTimeout(waiting)
    asking?.abort()
    const mine = (asking = new AbortController())
    const sent = new URLSearchParams()
    for (const [name, value] of new FormData(whole)) if (typeof value === 'string') sent.append(name, value)
    sent.set('do', wish)
    problem.setAttribute('aria-busy', 'true')
    try {
      const answer = await fetch(`${whole.action}/editor`, {
        method: 'POST',
        body: sent,
        signal: mine.signal,
      })
      if (!answer.ok) return false
      const made = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const name of replaced) {
        const [now, next] = [part(name), made.querySelector(`[data-part="${name}"]`)]
        now?.replaceChildren(...Array.from(next?.childNodes ?? [], (node) => document.importNode(node, true)))
      }
      if (replaced.includes('text')) prepare()
      return true
    } catch {
      return false
    } finally {
      if (asking === mine) problem.removeAttribute('aria-busy')
    }
  }

  const prepare = () => {
    sortParts(problem, (id, to) => void step(`move:${id}:${to}`))
    addLineNumbers(problem)
    noteChanges(whole)
  }

  /** A step changes the text; where it cannot be asked for, the page is sent as without scripts. */
  const step = async (wish: string, sender?: HTMLButtonElement): Promise<void> => {
    if (await ask(wish, ['text', 'look'])) focusAfter(problem, wish)
    else if (sender) whole.requestSubmit(sender)
  }

  problem.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : undefined
    const button = target?.closest<HTMLButtonElement>('button[name="do"]')
    if (button && !button.dataset['sent']) {
      event.preventDefault()
      const isLook = /^(?:look|keep|drop)/.test(button.value)
      const seed = problem.querySelector<HTMLInputElement>('#problem-seed')
      if (button.value === 'look:next' && seed) seed.value = String(Number(seed.value) + 1)
      const wish = button.value === 'look:next' ? 'look' : button.value
      const merges = whole.querySelector('[name^="pieces."]') !== null
      if (isLook && !merges)
        void ask(wish, ['look']).then(() => part('look')?.querySelector('[role="status"]'))
      else void step(wish, button)
      return
    }
    const line = target?.closest<HTMLAnchorElement>('a[data-line]')
    if (!line) return
    event.preventDefault()
    const [at, column] = [Number(line.dataset['line']), Number(line.dataset['column'] ?? 1)]
    if (showLine(problem, at, column)) return
    void step('tab:xml').then(() => showLine(problem, at, column))
  })
  part('text')?.addEventListener('input', () => {
    whole.dataset['changed'] = 'true'
    clearTimeout(waiting)
    waiting = setTimeout(() => void ask('look', ['look']), settling)
  })
  prepare()
}

/** Lets parts, and what is listed in them, be moved within their list. */
function sortParts(problem: HTMLElement, move: (id: string, to: number) => void): void {
  const idOf = (line: HTMLElement) => line.dataset['movableId'] ?? ''
  makeSortable(problem, {
    lists: '[data-movable]',
    lines: '[data-movable-id]',
    headOf: (line) => line.querySelector(':scope > div > .part-head') ?? line.firstElementChild,
    buttonOf(line, by) {
      const id = idOf(line)
      const to = Number(/\d+$/.exec(id)?.[0]) + (by === 'up' ? -1 : 1)
      return line.querySelector<HTMLButtonElement>(`button[value="move:${CSS.escape(id)}:${to}"]`)
    },
    onMoved: (line, { index }) => move(idOf(line), index),
  })
}

/** Notes on the form whether its problem is another one than the draft has, for whoever asks before the page is left. */
function noteChanges(whole: HTMLFormElement): void {
  const was = whole.querySelector<HTMLInputElement>('input[name="problem.was"]')
  const { changed } = JSON.parse(was?.value ?? '{}') as { changed?: string }
  if (changed !== 'nothing' || whole.querySelector('[name^="pieces."]')) whole.dataset['changed'] = 'true'
}

/** Puts the focus where whoever took a step goes on: in what is new, on what was moved, else on the tab. */
function focusAfter(problem: HTMLElement, wish: string): void {
  const [what, id = ''] = wish.split(':')
  const inputs = '[name^="slot."]:not([type="hidden"]):not([type="checkbox"])'
  const at = (selector: string) => problem.querySelector<HTMLElement>(selector)
  if (what === 'tab') return at('.editor-tabs [aria-current]')?.focus()
  if (what === 'more') {
    const items = problem.querySelectorAll<HTMLElement>(`[data-movable-id^="${CSS.escape(id)}"]`)
    const own = [...items].filter((one) => /^\d+$/.test(one.dataset['movableId']?.slice(id.length) ?? ''))
    return own.at(-1)?.querySelector<HTMLElement>(inputs)?.focus()
  }
  if (what === 'add') {
    const parts = problem.querySelectorAll<HTMLElement>('.problem-part')
    const kind =
      id === 'explanation'
        ? '.is-explanation'
        : id === 'hint'
          ? '.is-hints'
          : ':not(.is-explanation):not(.is-hints)'
    return [...parts]
      .filter((one) => one.matches(kind))
      .at(-1)
      ?.querySelector<HTMLElement>(inputs)
      ?.focus()
  }
  if (what === 'move') {
    const [, , to = ''] = wish.split(':')
    const moved = id.replace(/\d+$/, to)
    return at(`[data-movable-id="${CSS.escape(moved)}"] .part-moves button`)?.focus()
  }
  const [, list = ''] = /^(.*?)\d+$/.exec(id) ?? []
  const left = at(`[data-movable-id^="${CSS.escape(list)}"] .part-moves button`)
  ;(left ?? at('.editor-tabs [aria-current]'))?.focus()
}
