import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './document-package.js'

const made = join(root, 'docs/api')
const documents = [
  join(root, 'README.md'),
  ...['docs', 'examples', 'demo'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
      .map((path) => join(root, folder, path)),
  ),
].filter((path) => !path.startsWith(made))

/** The anchor that a heading gets. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-')

function headingsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

it('every document is linked from another, so that it can be found', () => {
  const linked = documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/\]\(([^)\s#]+)/g)].map(([, target = '']) =>
      join(dirname(document), target),
    ),
  )
  const pages = documents.filter((path) => dirname(path) === join(root, 'docs'))
  expect(pages.filter((path) => !linked.includes(path))).toEqual([])
})

it('documents link to files and headings that are there', () => {
  const broken = documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', heading] = target.split('#')
        const file = path === '' ? document : join(dirname(document), path)
        return !existsSync(file) || (heading !== undefined && !headingsOf(file).includes(heading))
      })
      .map((target) => `${relative(root, document)}: ${target}`),
  )
  expect(broken).toEqual([])
})
