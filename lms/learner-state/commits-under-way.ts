/** Commits under way, by learner: who reads waits for what was to be stored before. */
export class CommitsUnderWay {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Undefined where nothing is being stored of a learner. */
  settled(learner: string): Promise<unknown> | undefined {
    return this.#last.get(learner)
  }

  /** Has who reads something of the learner wait for a commit, however it ends. */
  add<T>(learner: string, commit: Promise<T>): Promise<T> {
    const end = () => {
      if (this.#last.get(learner) === ended) this.#last.delete(learner)
    }
    const ended: Promise<void> = commit.then(end, end)
    this.#last.set(learner, ended)
    return commit
  }
}
