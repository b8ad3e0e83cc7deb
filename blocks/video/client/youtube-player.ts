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

/**
 * YouTube's player in its frame, spoken to by messages, so that no script of theirs runs in our page. The frame takes the place
 * of the picture when the learner plays the video, by its button or by a line of the transcript.
 */
export class YoutubePlayer extends Player {
  private info: PlayerInfo = {}
  private frame: HTMLIFrameElement | undefined

  constructor(private readonly still: HTMLAnchorElement) {
    super()
    still.setAttribute('role', 'button')
    still.addEventListener('click', (event) => {
      event.preventDefault()
      this.open()
    })
    still.addEventListener('keydown', (event) => {
      if (event.key !== ' ') return
      event.preventDefault()
      this.open()
    })
    addEventListener('message', (message) => {
      const { contentWindow } = this.frame ?? {}
      if (contentWindow && message.source === contentWindow && message.origin === origin)
        this.take(message.data)
    })
  }

  get element(): HTMLElement {
    return this.frame ?? this.still
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
    if (this.frame) this.send({ event: 'command', func: 'seekTo', args: [time, true] })
    else this.open(time)
  }

  /** Puts the player in the place of the picture. @param from seconds, where not where the page says */
  private open(from?: number): void {
    if (this.frame) return
    const { player = '', title = '' } = this.still.dataset
    const address = new URL(player)
    if (from !== undefined) address.searchParams.set('start', String(Math.floor(from)))
    const frame = document.createElement('iframe')
    frame.className = 'video-youtube'
    frame.title = title
    frame.allow = 'autoplay; fullscreen; encrypted-media; picture-in-picture'
    frame.allowFullscreen = true
    frame.referrerPolicy = 'strict-origin-when-cross-origin'
    frame.addEventListener('load', () => this.send({ event: 'listening', id: 1, channel: 'widget' }))
    frame.src = address.href
    this.frame = frame
    this.still.replaceWith(frame)
    frame.focus()
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
    this.frame?.contentWindow?.postMessage(JSON.stringify(message), origin)
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
