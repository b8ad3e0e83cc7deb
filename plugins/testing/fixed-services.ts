import { Clock, Random, Urls, type HandlerUrls, type ServiceForBlock } from '../../runtime/index.js'
import { testCourse } from './placed-block.js'

/** A clock that stands still until a test moves it. */
export class FixedClock extends Clock {
  /** @param time epoch milliseconds */
  constructor(public time: number) {
    super()
  }

  now(): number {
    return this.time
  }

  /** Moves the clock on by so many milliseconds. */
  advance(milliseconds: number): void {
    this.time += milliseconds
  }
}

/** Numbers that look random and are the same for the same seed (the published mulberry32 recurrence). */
export class SeededRandom extends Random {
  constructor(private state: number) {
    super()
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Addresses that read well in a test: `/client/poll.css`, `/static/picture.png`. */
export class TestUrls extends Urls {
  constructor(private readonly context = testCourse) {
    super()
  }

  within(context: string): Urls {
    return context === this.context ? this : new TestUrls(context)
  }

  handler(usageKey: string, handler: string, suffix?: string): string {
    return `/blocks/${usageKey}/handlers/${handler}${suffix === undefined ? '' : `/${suffix}`}`
  }

  asset(name: string): string {
    return `/static/${name}`
  }

  client(_blockType: string, file: string): string {
    return `/client/${file}`
  }

  route(plugin: string, path: string): string {
    return `/plugins/${encodeURIComponent(plugin)}${path}`
  }

  jumpTo(usageKeyOrId: string): string {
    return `/jump/${usageKeyOrId}`
  }
}

/** Addresses without a cookie that read well in a test: `/blocks/KEY/signed/ada/signature/report`. */
export const testHandlerUrls: ServiceForBlock<HandlerUrls> = {
  forBlock: ({ composed: { key }, user }) => ({
    signed: (handler, suffix) =>
      `/blocks/${key}/signed/${user?.id ?? ''}/signature/${handler}${suffix === undefined ? '' : `/${suffix}`}`,
  }),
}
