import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts } from '../../../runtime/words/client-texts.js'

interface ConditionalArguments {
  /** Whether the page has the children. */
  readonly shown: boolean
  /** Usage keys of the blocks the condition rests on. */
  readonly sources: readonly string[]
  readonly texts?: ClientTexts
}

/** Says when an answer on this page has changed what is to be seen here, and lets the learner look. */
export const init: ClientInit<HTMLElement, ConditionalArguments> = (
  element,
  runtime,
  { shown, sources, texts },
) => {
  const changed = element.querySelector<HTMLElement>(':scope > .conditional > .conditional-changed')
  if (!changed) return
  changed.querySelector('button')?.addEventListener('click', () => location.reload())
  const look = async () => {
    const now = await runtime.call<{ shown: boolean }>('look').catch(() => ({ shown }))
    const isNews = changed.hidden && now.shown !== shown
    changed.hidden = now.shown === shown
    if (isNews) runtime.announce(sayerOf(texts)('A part of this page has changed.'))
  }
  runtime.onCalled((usageKey) => {
    if (sources.includes(usageKey)) void look()
  })
}
