import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const searched = 'lib:Drill:Searched'
const blocks = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => `lb:Drill:Searched:problem:${id}`)
const ids = ['p1', 'p2', 'p3', 'p4', 'p5']

async function imported(host, files) {
  const folder = mkdtempSync(join(tmpdir(), 'drilled-library-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    await host.authoring.import(folder, { publish: true })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const entity = (id) =>
  `[entity]\nkey = "xblock.v1:problem:${id}"\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "Drilled 1"\nversion_num = 1\n`

/** What authors find, against what there is; and which migrations are there, whole or torn. */
export async function found({ host }) {
  const contexts = (await host.drafts.contexts()).map(({ context }) => context)
  if (!contexts.includes(searched)) {
    const files = { 'package.toml': `[learning_package]\nkey = "${searched}"\ntitle = "Searched"\n` }
    for (const usage of blocks) {
      const path = `entities/xblock.v1/problem/${usage.split(':').at(-1)}`
      files[`${path}.toml`] = entity(usage.split(':').at(-1))
      files[`${path}/component_versions/v1/block.xml`] =
        '<problem display_name="Drilled 1"><p>x</p></problem>'
    }
    await imported(host, files)
  }
  await host.catalogue.followAll()
  const view = await host.content.view(searched, 'draft')
  const there = await view.blocks(blocks)
  const titles = new Map([...there].map(([usage, { settings }]) => [usage, settings.display_name]))
  const { items, total } = await host.catalogue.search({ words: 'drilled', contexts: [searched] })
  const misfound = items.filter(({ usage, title }) => titles.get(usage) !== title).length
  const [edition] = [...titles.values()]
    .map((title) => Number(title.split(' ')[1]))
    .sort((one, other) => other - one)
  let [whole, torn] = [0, 0]
  for (const context of contexts.filter((one) => one.startsWith('lib:Drill:M'))) {
    const { published } = await host.content.head(context)
    if (published === null) continue
    const shown = await host.content.view(context, 'published')
    const { children = [] } = (await shown.block(shown.root)) ?? {}
    if (children.length === ids.length) whole++
    else torn++
  }
  return { edition, misfound: misfound + Math.abs(total - blocks.length), whole, torn }
}

/** Changes all titles in one edit and looks for them; then makes a v2 library of a v1 library. */
export async function work({ host }, { edition, whole }, round) {
  const next = edition + 1 + round
  const steps = blocks.map((usage) => {
    return {
      do: 'edit',
      edit: { usage, content: {}, settings: { display_name: `Drilled ${next}` }, reset: [] },
    }
  })
  await host.drafts.operate(searched, steps)
  await host.catalogue.followAll()
  const { total } = await host.catalogue.search({ words: `drilled ${next}`, contexts: [searched] })
  if (total !== blocks.length) throw new Error(`Found ${total} in place of ${blocks.length}.`)
  const name = `M${whole + 1 + round}`
  const problems = ids.map((id) => `<problem url_name="${id}" display_name="${id}"/>`)
  await imported(host, {
    'library.xml': `<library org="Drill" library="${name}">${problems.join('')}</library>`,
  })
  await host.migrations.migrate(`library-v1:Drill+${name}`, { to: `lib:Drill:${name}` })
  return { edition: next, whole: whole + 1 + round }
}
