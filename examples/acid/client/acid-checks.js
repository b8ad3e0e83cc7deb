// @ts-check
/**
 * @typedef {import('unit-compositor').ClientRuntime} Runtime
 * @typedef {{ mark: string, counts: Record<string, number> }} Stored
 * @typedef {{ usageKey: string, sample: unknown, stored: Stored, signedUrl: string | null, fileUrl: string | null }} Args
 * @typedef {{ element: HTMLElement, runtime: Runtime, args: Args, counting: Promise<Stored>, reread: Promise<Stored> }} Instance
 */
import { expect, json, same, until } from './acid-expectations.js'

/** The same value as in `src/acid-block.ts`. */
const sample = { text: `</script><!-- "é" & '¥'`, number: 1.5, none: null, list: [true, [2]] }

/**
 * Everybody's counting: who reads the page again waits for all, so that a disturbance by another would be seen.
 * @type {Promise<Stored>[]}
 */
export const countings = []

/**
 * What a learner who opens this page anew is given of a block, once every block has counted. On a page of another site
 * it is asked of the host.
 * @param {HTMLElement} element @param {Runtime} runtime @param {string} usageKey @returns {Promise<Stored>}
 */
export async function reread(element, runtime, usageKey) {
  await Promise.allSettled(countings)
  if (element.getRootNode() !== document) {
    return /** @type {Stored} */ (
      await json(viewUrl(runtime, 'student_view_user_state'), { cache: 'no-store' })
    )
  }
  const response = await fetch(location.href, { cache: 'no-store' })
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const block = [...page.querySelectorAll('.xblock')].find(
    (one) => one.getAttribute('data-usage-key') === usageKey,
  )
  const script = block?.querySelector(':scope > script.xblock-args')
  expect(script, 'the page, read again, does not have the block')
  return JSON.parse(script?.textContent ?? 'null').stored
}

/** @param {Runtime} runtime @param {string} view */
const viewUrl = (runtime, view) =>
  new URL(`../views/${view}`, new URL(runtime.handlerUrl(''), document.baseURI)).href

/**
 * The page, or the shadow tree that a block stands in on a page of another site.
 * @param {HTMLElement} element
 */
const treeOf = (element) => /** @type {Document | ShadowRoot} */ (element.getRootNode())

/**
 * Whether a scope has what this block stored; others may have counted on where it is not this block's alone.
 * @param {string} scope @returns {Check}
 */
const scopeCheck = (scope) => async (instance) => {
  const before = instance.args.stored.counts[scope] ?? NaN
  const counted = (await instance.counting).counts[scope] ?? NaN
  const read = (await instance.reread).counts[scope] ?? NaN
  expect(counted > before, `it was ${before} and is ${counted} after counting`)
  expect(read >= counted, `${counted} was stored and ${read} is read`)
}

/** Words for a check that this page gives no occasion for. */
export class NotTried extends Error {}

/** @typedef {(instance: Instance) => Promise<void>} Check */
/** @type {Record<string, Check>} */
export const checks = {
  async client({ element, args }) {
    same(args.usageKey, element.dataset['usageKey'], 'the usage key')
    same(args.sample, sample, 'the sample')
  },
  async json({ runtime }) {
    const { value } = /** @type {{ value: unknown }} */ (await runtime.call('give_back', { value: sample }))
    same(value, sample, 'the answer')
  },
  async raw({ runtime }) {
    const address = `${runtime.handlerUrl('echo', 'one/two')}?a=1&b=%26%20%C3%A9`
    const { method, suffix, query, body: none } = await json(address)
    same(
      { method, suffix, query, none },
      { method: 'GET', suffix: 'one/two', query: { a: '1', b: '& é' }, none: '' },
      'what a GET brought',
    )
    const posted = await json(runtime.handlerUrl('post_back'), { method: 'POST', body: 'plain é' })
    same(posted, { method: 'POST', body: 'plain é' }, 'what a POST brought')
    same((await fetch(address, { method: 'POST' })).status, 405, 'the answer to a POST of what only reads')
    same((await fetch(runtime.handlerUrl('post_back'))).status, 405, 'the answer to a GET of what takes POST')
  },
  user_state: async (instance) => {
    const counted = (await instance.counting).counts['user_state']
    same((await instance.reread).counts['user_state'], counted, 'the count')
  },
  user_definition: scopeCheck('user_definition'),
  preferences: scopeCheck('preferences'),
  user_info: scopeCheck('user_info'),
  user_state_summary: scopeCheck('user_state_summary'),
  summary_by_definition: scopeCheck('summary_by_definition'),
  summary_by_type: scopeCheck('summary_by_type'),
  summary_by_all: scopeCheck('summary_by_all'),
  async data({ runtime }) {
    same((await json(viewUrl(runtime, 'student_view_data'))).sample, sample, 'the sample')
  },
  async signed({ runtime, args: { signedUrl } }) {
    if (signedUrl === null) throw new Error('the host has no HandlerUrls')
    const { suffix, who } = await json(signedUrl, { credentials: 'omit' })
    same(suffix, 'signed', 'the suffix')
    same(who, (await json(runtime.handlerUrl('echo'))).who, 'the learner it acts for')
  },
  async file({ args: { fileUrl } }) {
    if (fileUrl === null) throw new Error('the host has no Urls')
    const image = new Image()
    image.src = fileUrl
    await image.decode().catch(() => expect(false, `${fileUrl} is no image`))
  },
  async stylesheet({ element }) {
    const own = element.querySelector('.acid') ?? element
    const property = () => getComputedStyle(own).getPropertyValue('--acid-stylesheet').trim()
    await until(() => property() === 'applied', 'its rules do not reach the block')
  },
  async aside({ element, args: { usageKey } }) {
    const find = () =>
      [...treeOf(element).querySelectorAll('.acid-aside')].find(
        (one) => one.getAttribute('data-beside') === usageKey,
      )
    const aside = await until(find, 'there is none beside the block')
    const answer = await until(() => aside.getAttribute('data-answer'), 'its handler gave no answer')
    same(answer, usageKey, 'its answer')
  },
  async apart(instance) {
    const { element, runtime, args } = instance
    const others = [...treeOf(element).querySelectorAll('.xblock-acid')].filter((one) => one !== element)
    if (others.length === 0) throw new NotTried('this is the only acid block on the page')
    for (const other of others) {
      expect(other.getAttribute('data-usage-key') !== args.usageKey, 'two of them have one usage key')
      expect(other.getAttribute('data-handlers') !== runtime.handlerUrl(''), 'two of them have one runtime')
    }
    same((await instance.reread).mark, (await instance.counting).mark, 'the mark of this instance')
  },
  async announce({ runtime, args: { usageKey } }) {
    const text = `The acid test of ${usageKey} is under way.`
    let seen = false
    const watch = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest(
          '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]',
        )
        seen ||= region?.textContent?.includes(text) ?? false
      }
    })
    watch.observe(document.body, { subtree: true, childList: true, characterData: true })
    runtime.announce(text)
    await until(() => seen, 'no live region had the text').finally(() => watch.disconnect())
  },
}
