import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import { VideoBlock } from '../../../blocks/video/index.js'
import { BlockRuntime, BlockType, Urls, type JsonObject } from '../../../runtime/index.js'
import { chromiumPath } from '../../browser/chromium.js'
import { bundle, pageOf, Site } from '../../browser/site.js'
import { HostUrls } from '../host-urls.js'

const services = new Container()
services.bind(Urls).toConstantValue(new HostUrls())
const types = new Map(BlockType.allOf(VideoBlock, 'test').map((type) => [type.name, type]))
const runtime = new BlockRuntime({ types, services })

/** Silence of a length in seconds: browsers play it in a video element, and it needs no codec. */
function silence(seconds: number): Buffer {
  const rate = 8000
  const size = rate * seconds
  const header = Buffer.alloc(44)
  header.write('RIFF')
  header.writeUInt32LE(36 + size, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(size, 40)
  return Buffer.concat([header, Buffer.alloc(size, 128)])
}

/** The player of the page, as the page calls it. */
const player = `document.querySelector('video')`

const vtt = 'WEBVTT\n\n00:00.000 --> 00:10.000\nFirst <i>line</i>\n\n00:10.000 --> 00:20.000\nSecond line\n'

async function videoHtml(userState: JsonObject, fields: JsonObject): Promise<string> {
  const session = runtime.session({
    fieldData: { record: ({ scope }) => (scope === 'userState' ? userState : undefined) },
  })
  const { content } = await session.fragment(
    {
      key: 'block-v1:O+C+R+type@video+block@v1',
      type: 'video',
      definition: 'd',
      fields: { html5_sources: ['/static/v.wav'], transcripts: { en: 'v.vtt' }, ...fields },
      children: [],
    },
    'student_view',
  )
  return content.text
}

async function siteOf(html: string): Promise<Site> {
  return Site.open({
    '/': pageOf(html),
    '/elsewhere': pageOf('<p>elsewhere</p>'),
    '/client/page.js': await bundle('host/client/page.ts'),
    '/client/video.client.js': await bundle('blocks/video/client/video.client.ts'),
    '/assets/v.wav': { type: 'audio/wav', body: silence(20) },
    '/assets/v.vtt': { type: 'text/vtt', body: vtt },
  })
}

/** A page with one video, ready to play. */
async function watch(userState: JsonObject = {}, fields: JsonObject = {}): Promise<Site> {
  const site = await siteOf(await videoHtml(userState, fields))
  await site.goto('/')
  await site.page.waitForSelector('[data-initialized=done]')
  await site.page.waitForFunction(`${player}.readyState >= 1`)
  return site
}

/** The state calls a page sent, by what they carry. */
function positions(site: Site): unknown[] {
  return site.calls.filter(({ path }) => path.endsWith('/save_user_state')).map(({ body }) => body)
}

async function untilCalls(site: Site, count: number): Promise<void> {
  await expect.poll(() => site.calls.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count)
}

describe.skipIf(chromiumPath === undefined)('a video, in a browser', () => {
  it('goes on where it stopped, at the speed used before, and says nothing by that', async () => {
    await using site = await watch({ saved_video_position: '00:00:07', speed: 1.5 })
    await site.page.waitForFunction(`${player}.currentTime === 7`)
    expect(await site.page.evaluate(`${player}.playbackRate`)).toBe(1.5)
    expect(site.calls).toEqual([])
  })

  it('begins at the beginning without a position', async () => {
    await using site = await watch()
    expect(await site.page.evaluate(`${player}.currentTime`)).toBe(0)
  })

  it('keeps where it is when it is paused', async () => {
    await using site = await watch({ saved_video_position: '00:00:12' })
    await site.page.evaluate(`${player}.play().then(() => ${player}.pause())`)
    await untilCalls(site, 1)
    expect(positions(site)).toEqual([{ saved_video_position: 12 }])
  })

  it('keeps where it is when the page is left while it plays', async () => {
    await using site = await watch({ saved_video_position: '00:00:05' })
    await site.page.evaluate(`${player}.play()`)
    await site.goto('/elsewhere')
    await untilCalls(site, 1)
    expect(positions(site)[0]).toEqual({ saved_video_position: 5 })
  })

  it('counts as seen near the end, and begins anew after it', async () => {
    await using site = await watch({}, { end_time: '00:00:04' })
    await site.page.evaluate(`${player}.currentTime = 3.6, ${player}.play()`)
    await untilCalls(site, 2)
    expect(site.calls).toContainEqual({
      path: '/handlers/block-v1:O+C+R+type@video+block@v1/publish_completion',
      body: { completion: 1 },
    })
    expect(positions(site)).toEqual([{ saved_video_position: 0 }])
  })

  it('keeps a speed the learner chooses', async () => {
    await using site = await watch()
    await site.page.evaluate(`${player}.playbackRate = 2`)
    await untilCalls(site, 1)
    expect(positions(site)).toEqual([{ speed: 2 }])
  })

  it('shows the transcript when it is opened, marks the line spoken, and goes to a line by keyboard', async () => {
    await using site = await watch({ saved_video_position: '00:00:15' })
    const { page } = site
    await page.waitForFunction(`${player}.currentTime === 15`)
    expect(await page.locator('.video-transcript li').count()).toBe(0)
    await page.focus('.video-transcript summary')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.video-transcript li button')
    expect(await page.locator('.video-transcript li').allTextContents()).toEqual([
      'First line',
      'Second line',
    ])
    expect(await page.locator('[aria-current=true]').allTextContents()).toEqual(['Second line'])
    await page.keyboard.press('Tab')
    // The list itself may take the focus where it scrolls; the first line is the next button.
    await page.locator('.video-transcript li button').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(`${player}.currentTime === 0`)
    await page.waitForSelector('[aria-current=true]:text("First line")')
  })

  it('says so when the transcript cannot be loaded, and tries again when opened again', async () => {
    await using site = await watch({}, { transcripts: { en: 'missing.vtt' } })
    const { page } = site
    await page.click('.video-transcript summary')
    await page.waitForSelector('li:text("The transcript could not be loaded.")')
    await page.route('**/missing.vtt?*', (route) => route.fulfill({ contentType: 'text/vtt', body: vtt }))
    await page.click('.video-transcript summary')
    await page.click('.video-transcript summary')
    await page.waitForSelector('.video-transcript li button')
    expect(await page.locator('.video-transcript li').count()).toBe(2)
  })
})

/** Says what YouTube's player says, when it is listened to. */
const fakeYoutube = `<!doctype html><script>
  const say = (info) => parent.postMessage(JSON.stringify({ event: 'infoDelivery', info }), '*')
  addEventListener('message', ({ data }) => {
    const { event, func, args } = JSON.parse(data)
    if (event === 'listening') {
      say({ currentTime: 30, duration: 100, playerState: 1, playbackRate: 1 })
      say({ currentTime: 42.5, playerState: 2 })
    }
    if (func === 'seekTo') say({ currentTime: args[0] })
  })
</script>`

describe.skipIf(chromiumPath === undefined)('a YouTube video, in a browser', () => {
  it('tells where it is by messages, without any script of theirs in the page', async () => {
    const html = await videoHtml({}, { html5_sources: [], youtube_id_1_0: 'abcdefghijk' })
    await using site = await siteOf(html)
    let asked = 0
    await site.page.route('https://www.youtube-nocookie.com/**', (route) => {
      asked += 1
      return route.fulfill({ contentType: 'text/html', body: fakeYoutube })
    })
    await site.goto('/')
    const play = site.page.getByRole('button', { name: 'Play: ' })
    await play.focus()
    expect(asked).toBe(0)
    await site.page.keyboard.press('Enter')
    await untilCalls(site, 1)
    expect(positions(site)).toEqual([{ saved_video_position: 42 }])
    await site.page.click('.video-transcript summary')
    await site.page.waitForSelector('[aria-current=true]:text("Second line")')
    await site.page.click('.video-transcript li button >> nth=0')
    await site.page.waitForSelector('[aria-current=true]:text("First line")')
    expect(site.errors).toEqual([])
  })
})
