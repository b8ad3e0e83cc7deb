import type { ClientRuntime } from '../../../runtime/view/client-runtime.js'
import type { Say } from '../../../runtime/words/client-texts.js'
import type { Player } from './player.js'
import { cueAt, vttCues, type Cue } from './vtt-cues.js'

/**
 * The transcript below a video: loaded when it is first opened, a button for each line that goes to its moment,
 * the line being spoken marked.
 */
export function openTranscript(
  panel: HTMLDetailsElement,
  player: Player,
  runtime: ClientRuntime,
  say: Say<string>,
): void {
  const languages = panel.querySelector('select')
  const lines = panel.querySelector('ol')
  if (!languages || !lines) return
  let cues: readonly Cue[] = []
  let buttons: readonly HTMLButtonElement[] = []
  let current = -1
  let shown: string | undefined

  const mark = () => {
    const next = cueAt(cues, player.time)
    if (next === current) return
    buttons[current]?.removeAttribute('aria-current')
    current = next
    const button = buttons[current]
    button?.setAttribute('aria-current', 'true')
    // Only the list itself scrolls, and not under the fingers of someone who is in it.
    if (button && panel.open && !lines.matches(':focus-within')) {
      lines.scrollTop = button.offsetTop - lines.offsetTop - lines.clientHeight / 3
    }
  }

  const load = async () => {
    if (!panel.open || shown === languages.value) return
    const address = (shown = languages.value)
    lines.setAttribute('aria-busy', 'true')
    try {
      const response = await fetch(address)
      if (!response.ok) throw new Error(`status ${response.status}`)
      const loaded = vttCues(await response.text())
      if (shown !== address) return
      cues = loaded
      buttons = cues.map((cue) => lineOf(cue, player))
      current = -1
      lines.lang = languages.selectedOptions[0]?.lang ?? ''
      lines.replaceChildren(...buttons.map(asItem))
      mark()
    } catch {
      shown = undefined
      const words = say('The transcript could not be loaded.')
      lines.replaceChildren(asItem(words))
      runtime.announce(words)
    } finally {
      lines.removeAttribute('aria-busy')
    }
  }

  panel.addEventListener('toggle', () => void load())
  languages.addEventListener('change', () => {
    const language = languages.selectedOptions[0]?.lang
    runtime.call('save_user_state', { transcript_language: language }).catch(() => undefined)
    void load()
  })
  player.on('time', mark)
  void load()
}

function lineOf({ start, text }: Cue, player: Player): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = text
  button.addEventListener('click', () => player.seek(start))
  return button
}

function asItem(content: HTMLElement | string): HTMLLIElement {
  const item = document.createElement('li')
  item.append(content)
  return item
}
