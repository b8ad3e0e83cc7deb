/** What happens in a player: time went on, it began or stopped to play, it came to the end, its speed changed. */
export type PlayerEvent = 'time' | 'play' | 'pause' | 'end' | 'speed'

/** A player on the page, be it the browser's own or YouTube's. Times are seconds. */
export abstract class Player {
  private readonly listeners: [PlayerEvent, () => void][] = []

  abstract readonly element: HTMLElement
  abstract readonly time: number
  /** Not a number until it is known. */
  abstract readonly duration: number
  abstract readonly playing: boolean
  abstract readonly speed: number
  abstract seek(time: number): void

  on(event: PlayerEvent, listener: () => void): void {
    this.listeners.push([event, listener])
  }

  protected tell(event: PlayerEvent): void {
    for (const [wanted, listener] of this.listeners) if (wanted === event) listener()
  }
}
