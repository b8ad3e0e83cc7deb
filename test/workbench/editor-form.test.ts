import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Bench, sheepKey } from './bench.js'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
})
afterEach(() => bench.workbench.close())

const form = () => bench.view('staff', 'author_view')
const post = (fields: Record<string, string>) =>
  bench.request(`${bench.place('staff')}/blocks/${encodeURIComponent(sheepKey)}/fields`, {
    method: 'POST',
    headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields).toString(),
  })

describe('an editor form', () => {
  it('has a labelled control for each authored field, and none for learners’ fields', async () => {
    const page = await form()
    const labels = [...page.matchAll(/<label for="([^"]+)">([^<]*)<\/label>/g)].map(([, id, text]) => [
      text,
      new RegExp(`<(?:input|textarea|select)[^>]* id="${id}"`).test(page.replace(/\s+/g, ' ')),
    ])
    expect(labels).toEqual(
      ['Display name', 'Heading', 'Mode', 'Loud', 'Words', 'Max attempts', 'Due'].map((one) => [one, true]),
    )
    expect(page).not.toContain('field.count')
  })

  it('shows help beside its field, types, allowed values and where a value comes from', async () => {
    const page = await form()
    expect(page).toMatch(
      /aria-describedby="([^"]+-help)"[\s\S]*<p class="editor-help" id="\1">Shown above the count\./,
    )
    expect(page).toContain('Taken over from above')
    expect(page).toMatch(/<option value="up" selected>up<\/option>\s*<option value="down">down/)
  })

  it('offers to reset just what the block sets itself, and says to what', async () => {
    const page = await form()
    expect([...page.matchAll(/name="reset\.(\w+)"/g)].map(([, name]) => name)).toEqual(['heading'])
    expect(page).toMatch(/aria-label="Heading: Reset to its default: Count"/)
    expect(page.indexOf('type="submit"')).toBeLessThan(page.indexOf('name="reset.'))
  })

  it('changes what was changed, and leaves an inherited value inherited', async () => {
    const { status, headers } = await post({
      'field.heading': 'Wolves',
      'field.max_attempts': '7',
      'field.words': '{"a": "two\\nlines"}',
      'field.due': '2026-03-01T12:00:00Z',
      'field.loud': 'true',
    })
    expect([status, headers['location']]).toEqual([303, `${bench.place('staff')}/views/author_view`])
    expect(await bench.fields()).toEqual(
      expect.arrayContaining([
        'sheep.heading: Wolves content own',
        'sheep.max_attempts: 7 settings inherited',
        'sheep.loud: true settings own',
        'sheep.due: 2026-03-01T12:00:00Z settings own',
      ]),
    )
  })

  it('shows beside each field why its value does not fit, keeps what was typed, and saves nothing', async () => {
    const { status, text } = await post({ 'field.heading': 'Wolves', 'field.max_attempts': '<many>' })
    expect(status).toBe(400)
    expect(text).toMatch(/role="alert">One value does not fit/)
    expect(text).toMatch(
      /aria-describedby="([^"]+-error)" aria-invalid="true"[^>]* value="&lt;many&gt;"[\s\S]*id="\1">[^<]*Integer/,
    )
    expect(text).toContain('value="Wolves"')
    expect(await bench.fields()).toContain('sheep.heading: Sheep content own')
  })

  it('resets on request, and an emptied number too', async () => {
    await post({ 'field.max_attempts': '3' })
    await post({ 'field.max_attempts': '', 'reset.heading': 'on' })
    expect(await bench.fields()).toEqual(
      expect.arrayContaining([
        'sheep.heading: Count content class default',
        'sheep.max_attempts: 7 settings inherited',
      ]),
    )
  })

  it('stands beside those of the blocks inside', async () => {
    const { text } = await bench.request(
      `${bench.place('staff', 'now', 'counter-plugin/flock')}/views/author_view`,
    )
    expect(text.match(/class="editor-form"/g)).toHaveLength(3)
  })
})
