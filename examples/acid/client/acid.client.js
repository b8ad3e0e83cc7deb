// @ts-check
/** @import { Args, Stored } from './acid-checks.js' */
import { checks, countings, NotTried, reread } from './acid-checks.js'

/** @param {Element | null | undefined} item @param {string} result @param {string} [why] */
function print(item, result, why = '') {
  item?.setAttribute('data-result', result)
  item?.querySelector('strong')?.replaceChildren(result)
  item?.querySelector('span')?.replaceChildren(why && `(${why})`)
}

/**
 * Runs every check, and prints what came of it.
 * @type {import('unit-compositor').ClientInit<HTMLElement, Args>}
 */
export const init = async (element, runtime, args) => {
  const mark = `${args.usageKey.slice(-40)} ${Math.random()}`
  const counting = runtime.call('count', { mark }).then((stored) => /** @type {Stored} */ (stored))
  countings.push(counting)
  const instance = { element, runtime, args, counting, reread: reread(element, runtime, args.usageKey) }
  /** @type {string[]} */
  const results = []
  await Promise.all(
    [...element.querySelectorAll('[data-check]')].map(async (item) => {
      let [result, why] = ['pass', '']
      try {
        const check = checks[item.getAttribute('data-check') ?? '']
        if (!check) throw new NotTried('the client module does not know it')
        await check(instance)
      } catch (thrown) {
        result = thrown instanceof NotTried ? 'not tried' : 'fail'
        why = thrown instanceof Error ? thrown.message : String(thrown)
      }
      results.push(result)
      print(item, result, why)
    }),
  )
  const count = (/** @type {string} */ wanted) => results.filter((result) => result === wanted).length
  const summary = `${count('pass')} of ${results.length} checks passed, ${count('fail')} failed.`
  element.querySelector('.acid-summary')?.replaceChildren(summary)
  runtime.announce(summary)
}
