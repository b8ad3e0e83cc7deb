import type { ContextHeads } from './context-heads.js'
import { pinText, type LibraryPin } from './library-pin.js'
import type { AuthorsStore } from './version-store.js'

const waitingName = (context: string) => `waiting:${context}`

/** Which contexts refer to library versions that are not there, so that they can be published again when one comes. */
export class WaitingContexts {
  constructor(
    private readonly store: AuthorsStore,
    private readonly heads: ContextHeads,
  ) {}

  /** Notes what a context waits for; replaces what was noted before. */
  async set(context: string, pins: readonly LibraryPin[]): Promise<void> {
    const name = waitingName(context)
    const text = JSON.stringify(pins.map(pinText).sort())
    await this.heads.alone(context, async () => {
      const [before] = await this.store.heads.texts([name])
      if (text !== (before ?? '[]')) await this.heads.replace({ name, before, after: text })
    })
  }

  /** Keys of the contexts that wait for a library version. */
  async for(library: string, version: string): Promise<string[]> {
    const contexts = await this.heads.contexts()
    const waiting = await this.store.heads.texts(contexts.map(waitingName))
    const pin = pinText({ library, version })
    return contexts.filter((_, index) => {
      const pins: string[] = JSON.parse(waiting[index] ?? '[]')
      return pins.includes(pin)
    })
  }
}
