// @ts-check
/**
 * Calls the aside's own handler, and leaves the answer where the acid block looks for it.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = async (element, runtime) => {
  const place = element.querySelector('.acid-aside')
  if (!(place instanceof HTMLElement)) return
  try {
    const { beside } = /** @type {{ beside: string }} */ (await runtime.call('ping'))
    place.dataset['answer'] = beside
  } catch (refusal) {
    place.dataset['answer'] = String(refusal)
  }
}
