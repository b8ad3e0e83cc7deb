// @ts-check

/** @param {unknown} holds @param {string} why what is wrong where it does not hold */
export function expect(holds, why) {
  if (!holds) throw new Error(why)
}

/** @param {unknown} got @param {unknown} wanted @param {string} what */
export function same(got, wanted, what) {
  const [one, other] = [JSON.stringify(got), JSON.stringify(wanted)]
  expect(one === other, `${what} is ${one}, not ${other}`)
}

/**
 * Waits until something is there.
 * @template T @param {() => T | undefined | null | false} look @param {string} why what is wrong if it never is
 */
export async function until(look, why) {
  const end = Date.now() + 5000
  for (;;) {
    const found = look()
    if (found) return found
    expect(Date.now() < end, why)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** @param {string} address @param {RequestInit} [init] @returns {Promise<Record<string, unknown>>} */
export async function json(address, init) {
  const response = await fetch(address, init)
  expect(response.ok, `${address} answered with status ${response.status}`)
  return response.json()
}
