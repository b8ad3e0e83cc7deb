/** What a promise gives until a moment of `performance.now()`; undefined if it takes longer. */
export async function withinTime<T>(until: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, until - performance.now()))
  })
  try {
    return await Promise.race([promise, enough])
  } finally {
    clearTimeout(timer)
    // Whoever waits no longer does not hear that it failed.
    promise.catch(() => undefined)
  }
}
