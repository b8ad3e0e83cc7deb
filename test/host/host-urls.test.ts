import { describe, expect, it } from 'vitest'
import { HostUrls } from '../../host/host-urls.js'

describe('addresses within a context', () => {
  it('are the same object for the same library block, with the block in its files’ addresses', () => {
    const urls = new HostUrls({ base: '/learn' })
    expect(urls.route('unit-compositor-poll', '/outcomes')).toBe(
      '/learn/plugins/unit-compositor-poll/outcomes',
    )
    const one = urls.within('course-v1:O+C+R', 'lb:O:L:html:a')
    expect(urls.within('course-v1:O+C+R', 'lb:O:L:html:a')).toBe(one)
    expect(one.asset('a b.png')).toBe('/learn/assets/course-v1%3AO%2BC%2BR/lb%3AO%3AL%3Ahtml%3Aa/a%20b.png')
    expect(one.within('lib:O:L').asset('x')).toBe('/learn/assets/lib%3AO%3AL/x')
  })

  it('cost little for each of many library blocks', () => {
    const urls = new HostUrls({ base: '' })
    urls.within('first')
    const before = process.memoryUsage()
    const made = Array.from({ length: 2000 }, (_, index) => urls.within('course', `lb:O:L:html:${index}`))
    const after = process.memoryUsage()
    const grown = after.heapUsed + after.external - before.heapUsed - before.external
    expect(made).toHaveLength(2000)
    expect(grown / made.length).toBeLessThan(5_000)
  })
})
