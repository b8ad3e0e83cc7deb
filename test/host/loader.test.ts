import { describe, expect, it } from 'vitest'
import { chromiumPath } from '../browser/chromium.js'
import { bundle, pageOf, Site, type SiteFile } from '../browser/site.js'

const script = (body: string): SiteFile => ({ type: 'text/javascript', body })

/** Counts how often it is called for an element, and shows what it was called with. */
const echo = script(`export function init(element, runtime, args) {
  const count = Number(element.dataset.count ?? 0) + 1
  element.dataset.count = count
  element.querySelector('output').textContent = JSON.stringify({ args, url: runtime.handlerUrl('submit', 'x') })
  element.querySelector('button')?.addEventListener('click', async () => {
    try {
      element.querySelector('output').textContent = JSON.stringify(await runtime.call('submit', { answer: 1 }))
      runtime.announce('Saved')
    } catch (error) {
      element.querySelector('output').textContent = error.message
    }
  })
}`)

const block = (id: string, module: string, args: unknown = null, inside = '') =>
  `<div class="xblock" id="${id}" data-usage-key="${id}" data-client="${module}" data-handlers="/h/${id}/">
    <output></output><button>Send</button>${inside}
    <script type="application/json" class="xblock-args">${JSON.stringify(args)}</script></div>`

async function site(content: string, answer?: Parameters<typeof Site.open>[1]) {
  const opened = await Site.open(
    {
      '/': pageOf(content),
      '/bare': { type: 'text/html', body: '<!doctype html>' },
      '/client/page.js': await bundle('host/client/page.ts'),
      '/client/runtime.js': await bundle('host/client/runtime.ts'),
      '/client/echo.js': echo,
      '/client/broken.js': script('export function init() { throw new Error("broken on purpose") }'),
      '/client/empty.js': script('export const nothing = 1'),
      '/client/late.js': script(
        `export async function init(element) { await Promise.reject(new Error('late on purpose')) }`,
      ),
    },
    answer,
  )
  await opened.goto('/')
  return opened
}

describe.skipIf(chromiumPath === undefined)('the loader, in a browser', () => {
  it('starts each block once with its own arguments and handlers, nested ones too', async () => {
    await using opened = await site(
      block('a', '/client/echo.js', { n: 1 }, block('c', '/client/echo.js', { n: 3 })) +
        block('b', '/client/echo.js'),
    )
    const { page } = opened
    await page.waitForFunction(`document.querySelectorAll('[data-initialized=done]').length === 3`)
    const text = (id: string) => page.locator(`#${id} > output`).textContent()
    expect(JSON.parse((await text('a')) ?? '')).toEqual({ args: { n: 1 }, url: '/h/a/submit/x' })
    expect(JSON.parse((await text('b')) ?? '')).toEqual({ args: null, url: '/h/b/submit/x' })
    expect(JSON.parse((await text('c')) ?? '')).toEqual({ args: { n: 3 }, url: '/h/c/submit/x' })
    expect(opened.errors).toEqual([])
  })

  it('never starts a block twice, whoever asks: another copy of the loader, or the same again', async () => {
    await using opened = await site(block('a', '/client/echo.js'))
    const { page } = opened
    await page.waitForSelector('[data-initialized=done]')
    await page.addScriptTag({
      type: 'module',
      content: `import { initializeBlocks } from '/client/runtime.js'
        await initializeBlocks()
        await Promise.all([initializeBlocks(document), initializeBlocks(document.querySelector('#a'))])
        document.body.dataset.asked = 'yes'`,
    })
    await page.waitForSelector('[data-asked]')
    expect(await page.locator('#a').getAttribute('data-count')).toBe('1')
  })

  it('starts blocks that come later, when asked', async () => {
    await using opened = await site('<main></main>')
    const { page } = opened
    await page
      .locator('main')
      .evaluate((main, html) => (main.innerHTML = html), block('late', '/client/echo.js'))
    await page.addScriptTag({
      type: 'module',
      content: `import { initializeBlocks } from '/client/runtime.js'
        await initializeBlocks(document.querySelector('#late'))`,
    })
    await page.waitForSelector('#late[data-initialized=done]')
    expect(await page.locator('#late').getAttribute('data-count')).toBe('1')
  })

  it('goes on when blocks fail, and says which', async () => {
    await using opened = await site(
      ['broken', 'empty', 'late', 'missing'].map((name) => block(name, `/client/${name}.js`)).join('') +
        block('stranger', 'https://stranger.example/x.js') +
        block('inline', 'data:text/javascript,export const init = () => document.body.remove()') +
        block('good', '/client/echo.js'),
    )
    const { page } = opened
    await page.waitForSelector('#good[data-initialized=done]')
    await page.waitForFunction(`document.querySelectorAll('[data-initialized=failed]').length === 6`)
    const errors = opened.errors.join('\n')
    for (const name of ['broken', 'empty', 'late', 'missing', 'stranger', 'inline']) {
      expect(errors).toContain(`Block ${name} could not be initialized`)
    }
  })

  it('calls handlers with JSON, has the outcome read out, and passes refusals on in their own words', async () => {
    await using opened = await site(
      block('a', '/client/echo.js') + block('b', '/client/echo.js'),
      ({ path }) =>
        path.startsWith('/h/a/')
          ? { status: 200, body: { correct: true } }
          : { status: 409, body: { error: 'No attempts are left.' } },
    )
    const { page } = opened
    await page.waitForFunction(`document.querySelectorAll('[data-initialized=done]').length === 2`)
    await page.click('#a button')
    await page.waitForSelector('[role=status]:text("Saved")', { state: 'attached' })
    expect(await page.locator('#a output').textContent()).toBe('{"correct":true}')
    await page.click('#b button')
    await page.waitForSelector('#b output:text("left")')
    expect(await page.locator('#b output').textContent()).toBe('No attempts are left.')
    expect(opened.calls).toEqual([
      { path: '/h/a/submit', body: { answer: 1 } },
      { path: '/h/b/submit', body: { answer: 1 } },
    ])
  })

  it('leaves no names in the page', async () => {
    await using opened = await site(block('a', '/client/echo.js'))
    const { page } = opened
    await page.waitForSelector('[data-initialized=done]')
    const own = 'Object.keys(globalThis)'
    const here = await page.evaluate<string[]>(own)
    await opened.goto('/bare')
    const bare = await page.evaluate<string[]>(own)
    // An element with an id is a name of its own.
    expect(here.filter((name) => !bare.includes(name) && name !== 'a')).toEqual([])
  })
})
