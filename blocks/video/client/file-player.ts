import { Player, type PlayerEvent } from './player.js'

const events: Readonly<Record<string, PlayerEvent>> = {
  timeupdate: 'time',
  seeked: 'time',
  play: 'play',
  pause: 'pause',
  ended: 'end',
  ratechange: 'speed',
}

/** The browser's own player. */
export class FilePlayer extends Player {
  constructor(override readonly element: HTMLVideoElement) {
    super()
    for (const [name, event] of Object.entries(events)) {
      element.addEventListener(name, () => this.tell(event))
    }
  }

  get time(): number {
    return this.element.currentTime
  }

  get duration(): number {
    return this.element.duration
  }

  get playing(): boolean {
    return !this.element.paused && !this.element.ended
  }

  get speed(): number {
    return this.element.playbackRate
  }

  seek(time: number): void {
    this.element.currentTime = time
  }

  /** Goes on at a time with a speed as soon as the length of the video is known. */
  resume(time: number, speed: number): void {
    const { element } = this
    if (element.readyState < HTMLMediaElement.HAVE_METADATA) {
      element.addEventListener('loadedmetadata', () => this.resume(time, speed), { once: true })
      return
    }
    if (speed !== element.playbackRate) element.playbackRate = speed
    if (time > 0 && !(time >= element.duration - 1)) this.seek(time)
  }
}
