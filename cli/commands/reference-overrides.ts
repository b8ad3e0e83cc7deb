import type { Command } from 'commander'
import type { FieldProvenance, OverrideChange } from '../../content/index.js'
import { canonicalJson, CompositorError, parseUsageKey, valueLayers, type Json } from '../../runtime/index.js'
import { actingAs, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { withWords, wordsOf, type WordOptions } from './library-migrate.js'

interface OverrideOptions extends SharedOptions, ActingOptions, WordOptions {
  readonly set?: readonly string[]
  readonly clear?: readonly string[]
  readonly block?: string
  readonly clearAll?: boolean
  readonly content?: boolean
}

/** `reference overrides`: what a reference says of library blocks in its place. */
export function addOverrideCommands(reference: Command): void {
  withWords(actingAs(withJson(onStore(reference.command('overrides <key>')))))
    .description('show what a reference overrides, or change it')
    .option('--block <key>', 'of this library block, also one inside a unit or bank; else of all blocks')
    .option('--set <field=value...>', 'set these fields, by their OLX names')
    .option('--clear <fields...>', 'clear these; `all` for all that is said of the block, or of all blocks')
    .option('--clear-all', 'clear all that the reference overrides')
    .option('--content', 'content of the library may become this course’s own: updates leave it alone then')
    .action(async (key: string, options: OverrideOptions) => {
      const usage = parseUsageKey(key)
      const { set = [], clear = [], clearAll = false, content = false, block } = options
      if (set.length + clear.length === 0 && !clearAll) {
        const found = await onHost(options, async (host) => {
          await allowActing(host, options, 'read', key)
          return host.overrides.of(usage)
        })
        print(options, found, () =>
          [
            ...found.all.map(({ field, value }) => `all blocks\t${field}\t${canonicalJson(value)}`),
            ...found.single.flatMap((one) =>
              one.overrides.map(
                ({ field, value, original }) =>
                  `${one.block}\t${field}\t${canonicalJson(value)}${original === undefined ? '' : `\twithout it ${canonicalJson(original)}`}`,
              ),
            ),
          ].join('\n'),
        )
        return
      }
      const change: OverrideChange = {
        block,
        set: Object.fromEntries(set.map(fieldAndValue)),
        clear: clear.includes('all') ? 'all' : clear,
      }
      const done = await onHost(options, async (host) => {
        await allowActing(host, options, 'edit', key)
        const changes = set.length + clear.length > 0 ? [change] : []
        const step = { ...(await host.overrides.step(usage, changes, clearAll)), customizeContent: content }
        const context = usage.context.withoutBranchOrVersion().toString()
        return host.drafts.operate(context, [step], wordsOf(options))
      })
      print(options, done, () =>
        done.changed ? `draft ${done.number}, version ${done.version}` : 'the draft is as it was',
      )
    })
}

/** `block provenance`: where values come from. */
export function addProvenanceCommand(block: Command): void {
  actingAs(withJson(onStore(block.command('provenance <key> [field]'))))
    .description('say where the values of a block come from: each layer’s value, and which one won')
    .action(async (key: string, field: string | undefined, options: SharedOptions & ActingOptions) => {
      const found = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', key)
        return host.drafts.provenance(parseUsageKey(key), field === undefined ? {} : { fields: [field] })
      })
      print(options, found, () => found.fields.map(provenanceText).join('\n'))
    })
}

function provenanceText({ field, value, layers }: FieldProvenance): string {
  const lines = layers.map(
    ({ layer, value: said, from, won }) =>
      `  ${won ? '*' : ' '} ${canonicalJson(said)}\t${valueLayers[layer]}${from === undefined ? '' : ` (${from})`}`,
  )
  return [`${field} = ${canonicalJson(value)}`, ...lines].join('\n')
}

function fieldAndValue(text: string): readonly [string, Json] {
  const at = text.indexOf('=')
  if (at < 1) throw new CompositorError('field-value', `'${text}' is no FIELD=VALUE.`)
  return [text.slice(0, at), jsonOf(text.slice(at + 1))]
}

/** A value as JSON where it is that, else as text. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
