import { CompositorError } from '../../runtime/errors/index.js'
import type { Closing } from './release.js'

/** What everybody is told of a block that is not there, or not for them. */
export function blockNotFound(place: string): CompositorError {
  const key = place.slice(0, 300)
  return new CompositorError('block-not-found', `There is no block '${key}' here.`, { usage: key })
}

/** What a learner is told of what is closed to them: when it opens, but nothing of what it is. */
export function refusalOf({ code, at }: Closing, place: string): CompositorError {
  switch (code) {
    case 'block-not-found':
      return blockNotFound(place)
    case 'not-yet-open':
      return new CompositorError(code, `This part of the course opens ${dateText(at)}.`)
    case 'closed':
      return new CompositorError(code, `This part of the course is closed since ${dateText(at)}.`)
    case 'not-in-group':
      return new CompositorError(code, 'This part of the course is for other groups of learners.')
  }
}

/** A moment as people read it, the same wherever they are: `2030-01-01 at 09:30 UTC`. */
export function dateText(at: number | undefined): string {
  if (at === undefined || Math.abs(at) > 8.64e15) return 'at another time'
  const [day = '', time = ''] = new Date(at).toISOString().split('T')
  return time.startsWith('00:00:00') ? day : `${day} at ${time.slice(0, 5)} UTC`
}
