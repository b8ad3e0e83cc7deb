import { CompositorError } from '../../runtime/index.js'

/** How many uploads to handlers are under way at once. */
export interface UploadsAtOnce {
  /** Of everybody at this host. */
  readonly all: number
  /** Of one learner. */
  readonly learner: number
}

/** What a host takes at once where it says nothing. */
export const usualUploads: UploadsAtOnce = { all: 64, learner: 8 }

/** Counts uploads while they are sent and dealt with: each holds a file of the machine, and as much of its disk as it is large. */
export class UploadTurns {
  readonly #of = new Map<string, number>()
  #all = 0

  constructor(private readonly most: UploadsAtOnce) {}

  /**
   * Takes a turn.
   * @param learner whose it is, by the host's id @returns what gives it back, once
   * @throws CompositorError `upload-busy`
   */
  take(learner: string): () => void {
    const own = this.#of.get(learner) ?? 0
    const { all, learner: each } = this.most
    if (own >= each) throw busy(`You are sending ${own} files already. Wait until one is there.`)
    if (this.#all >= all) throw busy('Too many files are being sent to this host. Try again in a moment.')
    this.#all++
    this.#of.set(learner, own + 1)
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      this.#all--
      const left = (this.#of.get(learner) ?? 1) - 1
      if (left === 0) this.#of.delete(learner)
      else this.#of.set(learner, left)
    }
  }
}

function busy(message: string): CompositorError {
  return new CompositorError('upload-busy', message)
}
