import { Clock } from '../service/standard-services.js'

/** The host's clock as one request sees it: notes until when what was shown stays true. */
export class SessionClock extends Clock {
  /** Epoch milliseconds of the first instant at which an answer given would differ; infinite if none was given. */
  validUntil = Infinity

  constructor(private readonly host: Pick<Clock, 'now'>) {
    super()
  }

  override now(): number {
    const now = this.host.now()
    this.validUntil = Math.min(this.validUntil, now)
    return now
  }

  override isPast(instant: number): boolean {
    const past = this.host.now() >= instant
    if (!past) this.validUntil = Math.min(this.validUntil, instant)
    return past
  }
}
