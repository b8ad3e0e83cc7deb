import { messageOf, readable } from './compositor-error.js'

/** Says whether an error that nobody caught is its own, and dealt with. */
export type Judge = (thrown: unknown) => boolean

const judges = new Set<Judge>()

/**
 * While it lasts, an error that nobody caught and that a judge takes does not end the process. Everything else goes its way as
 * if nobody listened: to those who listen besides, else it ends the process.
 */
export function judgeUncaught(judge: Judge): Disposable {
  const one: Judge = (thrown) => judge(thrown)
  if (judges.size === 0) {
    process.on('uncaughtException', onException)
    process.on('unhandledRejection', onRejection)
  }
  judges.add(one)
  return {
    [Symbol.dispose]: () => {
      if (judges.delete(one) && judges.size === 0) stop()
    },
  }
}

function isTaken(thrown: unknown): boolean {
  return [...judges].some((judge) => judge(thrown))
}

function onException(unread: unknown): void {
  const thrown = readable(unread)
  if (isTaken(thrown) || process.listenerCount('uncaughtException') > 1) return
  leave(thrown)
}

/** Without another listener, a promise that fails unheard is an uncaught exception, as it is without this one. */
function onRejection(unread: unknown): void {
  const thrown = readable(unread)
  if (isTaken(thrown) || process.listenerCount('unhandledRejection') > 1) return
  const error = thrown instanceof Error ? thrown : new Error(`A promise was rejected: ${messageOf(thrown)}`)
  if (process.listenerCount('uncaughtException') > 1) {
    ;(process as NodeJS.EventEmitter).emit('uncaughtException', error, 'unhandledRejection')
  } else leave(error)
}

/** Lets an error do what it does where nobody listens: it ends the process. */
function leave(thrown: unknown): void {
  stop()
  process.nextTick(() => {
    throw thrown
  })
}

function stop(): void {
  process.off('uncaughtException', onException)
  process.off('unhandledRejection', onRejection)
}
