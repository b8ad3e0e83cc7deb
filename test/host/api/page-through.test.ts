import { expect, it } from 'vitest'
import { pageThrough } from '../../../host/api/api-values.js'

const all = Array.from({ length: 100 }, (_, place) => String(place).padStart(3, '0'))

it.each([
  { limit: 10, isLet: () => true, most: 11 },
  { limit: 7, isLet: (key: string) => Number(key) % 3 === 0, most: 32 },
  { limit: 100, isLet: () => true, most: 100 },
  { limit: 5, isLet: () => false, most: 100 },
])('pages of $limit follow each other without gaps, each looked up no further than it needs', async (of) => {
  const { limit, isLet, most } = of
  const found: string[] = []
  let after: string | undefined
  do {
    let looked = 0
    const page = await pageThrough<string, string>(
      all,
      { limit, after },
      (key) => key,
      async (some) => {
        looked += some.length
        return some.filter(isLet)
      },
    )
    expect(page.items.length).toBeLessThanOrEqual(limit)
    expect(looked).toBeLessThanOrEqual(most)
    found.push(...page.items)
    after = page.next ?? undefined
  } while (after !== undefined)
  expect(found).toEqual(all.filter(isLet))
})
