/** The editor of a text: what is written is shown beside it, and words can be written as they look. What it does not know stays to the letter. */
import { KeptElements } from './author/kept-elements.js'
import { useTool } from './author/text-tools.js'

interface Piece {
  readonly kind: 'words' | 'island' | 'space'
  readonly source: string
  readonly html: string
  /** As it is written in. */
  readonly words?: string
}

/** Milliseconds after which what was typed is shown. */
const settling = 400

for (const editor of document.querySelectorAll<HTMLElement>('.text-editor')) start(editor)

function start(editor: HTMLElement): void {
  const source = editor.querySelector<HTMLTextAreaElement>('textarea')
  const words = editor.querySelector<HTMLElement>('.text-words')
  const preview = editor.querySelector<HTMLElement>('[data-part="preview"]')
  if (!source || !words || !preview) return
  let waiting: ReturnType<typeof setTimeout> | undefined
  let latest = 0
  let kept: KeptElements | undefined
  for (const one of editor.querySelectorAll<HTMLElement>('.editor-tabs, .text-tools')) one.hidden = false

  const pieces = async (): Promise<readonly Piece[] | undefined> => {
    const mine = ++latest
    const body = new URLSearchParams({ text: source.value })
    const answer = await fetch(editor.dataset['pieces'] ?? '', { method: 'POST', body }).catch(
      () => undefined,
    )
    if (!answer?.ok || mine !== latest) return undefined
    return ((await answer.json()) as { pieces: readonly Piece[] }).pieces
  }
  const show = async () => {
    const found = await pieces()
    if (found) preview.innerHTML = found.map(({ html }) => html).join('\n')
  }
  /** Words as they look, each run of known pieces in a box of its own; the rest between them as it is. */
  const write = async () => {
    const found = await pieces()
    if (!found) return
    kept = new KeptElements(words, found, editor.dataset['island'] ?? '')
    mode('words')
  }
  const mode = (name: 'words' | 'source') => {
    words.hidden = name === 'source'
    editor.querySelector('.text-sides')?.classList.toggle('is-words', name === 'words')
    for (const side of editor.querySelectorAll<HTMLElement>('.text-source, .text-preview'))
      side.hidden = name === 'words'
    for (const tab of editor.querySelectorAll<HTMLElement>('[data-mode]'))
      if (tab.dataset['mode'] === name) tab.setAttribute('aria-current', 'true')
      else tab.removeAttribute('aria-current')
  }

  source.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void show(), settling)
  })
  words.addEventListener('input', () => {
    if (kept) source.value = kept.text()
  })
  editor.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null
    const { mode: asked, tool, element = '' } = button?.dataset ?? {}
    if (asked === 'words' && words.hidden) void write()
    if (asked === 'source') {
      mode('source')
      void show()
    }
    if (tool === undefined) return
    useTool(tool, element, words.hidden ? source : words, editor.dataset['ask'] ?? '')
  })
  // The buttons leave the cursor where it is.
  editor.querySelector('.text-tools')?.addEventListener('mousedown', (event) => event.preventDefault())
  void write()
}
