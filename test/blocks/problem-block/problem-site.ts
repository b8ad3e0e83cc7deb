import { readFile } from 'node:fs/promises'
import { bundle, pageOf, Site, type SiteFile } from '../../browser/site.js'
import type { ProblemAtWork } from './problem-at-work.js'

const sheet = async (path: string): Promise<SiteFile> => ({
  type: 'text/css',
  body: await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8'),
})

/** A small site with a problem at work on its page at `/`, styled and brought to life. */
export async function problemSite(
  work: ProblemAtWork,
  pages: Readonly<Record<string, string>>,
  files: Readonly<Record<string, SiteFile>> = {},
): Promise<Site> {
  const head =
    '<link rel="stylesheet" href="/client/site.css"><link rel="stylesheet" href="/client/problem.css">'
  const site = await Site.open({
    ...Object.fromEntries(Object.entries(pages).map(([path, content]) => [path, pageOf(content + head)])),
    '/client/page.js': await bundle('host/client/page.ts'),
    '/client/problem.client.js': await bundle('blocks/problem/client/problem.client.ts'),
    '/client/site.css': await sheet('host/client/site.css'),
    '/client/problem.css': await sheet('blocks/problem/client/problem.css'),
    '/assets/square.svg': {
      type: 'image/svg+xml',
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100" fill="tan"/></svg>',
    },
    ...files,
  })
  await site.page.route('**/handlers/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? ''
    const { status, body } = await work.act(name, JSON.parse(route.request().postData() ?? '{}'))
    await route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) })
  })
  await site.goto('/')
  await site.page.waitForSelector('.xblock[data-initialized="done"]')
  return site
}
