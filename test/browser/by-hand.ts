import type { Locator, Page } from 'playwright-core'

/**
 * Moves what a grip holds to a height within another element, as a hand does.
 *
 * @param height from 0, its upper edge, to 1, its lower one
 * @param by a finger needs a window made with `hasTouch`
 */
export async function moveByHand(
  page: Page,
  grip: Locator,
  to: Locator,
  height: number,
  by: 'mouse' | 'finger' = 'mouse',
): Promise<void> {
  // Near an edge of the window the page would scroll on.
  await to.evaluate((element: { scrollIntoView(how: object): void }) =>
    element.scrollIntoView({ block: 'center', behavior: 'instant' }),
  )
  const [from, target] = await Promise.all([grip.boundingBox(), to.boundingBox()])
  if (!from || !target) throw new Error('What is moved, or where it is to go, cannot be seen.')
  const begin = { x: from.x + from.width / 2, y: from.y + from.height / 2 }
  const end = { x: target.x + Math.min(80, target.width / 2), y: target.y + target.height * height }
  const way = [0.25, 0.5, 0.75, 0.9, 1].map((part) => ({
    x: begin.x + (end.x - begin.x) * part,
    y: begin.y + (end.y - begin.y) * part,
  }))
  if (by === 'mouse') {
    await page.mouse.move(begin.x, begin.y)
    await page.mouse.down()
    for (const { x, y } of way) await page.mouse.move(x, y)
    await page.mouse.up()
    return
  }
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', [begin])
  for (const at of way) await touch('touchMove', [at])
  await touch('touchEnd', [])
}
