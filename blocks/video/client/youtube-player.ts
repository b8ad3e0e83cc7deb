import { Player } from './player.js'

const origin = 'https://www.youtube-nocookie.com'

/** What YouTube's player says of itself in a message. */
interface PlayerInfo {
  readonly currentTime?: number
  readonly duration?: number
  readonly playbackRate?: number
  /** 1 plays, 2 pauses, 0 is over. */
  readonly playerState?: number
}

/** YouTube's player in its frame, spoken to by messages, so that no script of theirs runs in our page. */
export class YoutubePlayer extends Player {
  private info: PlayerInfo = {}

  constructor(override readonly element: HTMLIFrameElement) {
    super()
    const listen = () => this.send({ event: 'listening', id: 1, channel: 'widget' })
    element.addEventListener('load', listen)
    listen()
    addEventListener('message', (message) => {
      if (message.source === element.contentWindow && message.origin === origin) this.take(message.data)
    })
  }

  get time(): number {
    return this.info.currentTime ?? 0
  }

  get duration(): number {
    return this.info.duration ?? Number.NaN
  }

  get playing(): boolean {
    return this.info.playerState === 1
  }

  get speed(): number {
    return this.info.playbackRate ?? 1
  }

  seek(time: number): void {
    this.send({ event: 'command', func: 'seekTo', args: [time, true] })
  }

  private take(data: unknown): void {
    const told = infoIn(data)
    if (!told) return
    const before = this.info
    this.info = { ...before, ...told }
    if (told.currentTime !== undefined) this.tell('time')
    if (told.playbackRate !== undefined && told.playbackRate !== (before.playbackRate ?? 1))
      this.tell('speed')
    if (told.playerState === undefined || told.playerState === before.playerState) return
    if (told.playerState === 1) this.tell('play')
    if (told.playerState === 2) this.tell('pause')
    if (told.playerState === 0) this.tell('end')
  }

  private send(message: object): void {
    this.element.contentWindow?.postMessage(JSON.stringify(message), origin)
  }
}

function infoIn(data: unknown): PlayerInfo | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const message: { readonly info?: unknown } | null = JSON.parse(data)
    const info = message?.info
    return typeof info === 'object' && info !== null ? info : undefined
  } catch {
    return undefined
  }
}
