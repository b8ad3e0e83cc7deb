import assert from 'node:assert/strict'

/** Looks again and again, for as long as a driver has, until something holds. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patience = 2000,
): Promise<void> {
  const end = Date.now() + patience
  while (!(await holds())) {
    assert.ok(Date.now() < end, `Within ${patience} ms it did not come about that ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** All that comes, as a list. */
export async function gathered<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
