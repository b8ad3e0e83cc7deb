import type { LinePolicy, Mixins } from '../../runtime/block/index.js'
import type { OutlineLine } from '../../runtime/unit/index.js'
import { errorBlockType } from '../olx/authored-block.js'
import type { VersionBlock, VersionView } from '../version/index.js'
import { courseEnd, courseLanguage, isOutlineType, releaseSettings, titleOf, visibility } from './outline.js'

/** Blocks read at a time. */
const batch = 1000

/** What of a version is looked at. */
type LinesView = Pick<VersionView, 'root' | 'kind' | 'title' | 'block' | 'blocks'>

/** The lines of a version's outline, made one by one of what is asked for. */
export class OutlineLines {
  constructor(
    private readonly view: LinesView,
    private readonly mixins: Mixins | undefined,
  ) {}

  /**
   * Whether a block is a unit, if it stands below lines that are none: in a course, whatever is not chapter or sequential;
   * in a library, each block at its top.
   */
  isUnit(key: string, block: VersionBlock): boolean {
    const { root, kind } = this.view
    return key !== root && (kind === 'library' || !isOutlineType(key, block))
  }

  /** Whether a component of a library is no part of what is published, as it could not be read: it stays a draft with its findings. */
  isDraftOnly({ type, parent }: Pick<VersionBlock, 'type' | 'parent'>): boolean {
    const { root, kind } = this.view
    return kind === 'library' && parent === root && type === errorBlockType
  }

  /** All lines, those above first. */
  async *all(): AsyncIterable<OutlineLine> {
    const root = await this.view.block(this.view.root)
    const seen = new Set([this.view.root])
    let level = root ? [{ key: this.view.root, block: root, parent: undefined as string | undefined }] : []
    if (!root) yield this.#emptyRoot()
    while (level.length > 0) {
      const next: typeof level = []
      for (let start = 0; start < level.length; start += batch) {
        const some = level.slice(start, start + batch)
        const below = some.flatMap(({ key, block }) => (this.isUnit(key, block) ? [] : block.children))
        const found = await this.view.blocks(below)
        const blocks = new Map([...found].filter(([, block]) => !this.isDraftOnly(block)))
        for (const { key, block, parent } of some) {
          const line = this.line(key, block, parent, blocks)
          yield line
          for (const child of line.children) {
            const inside = blocks.get(child)
            if (!inside || seen.has(child)) continue
            seen.add(child)
            next.push({ key: child, block: inside, parent: key })
          }
        }
      }
      level = next
    }
  }

  /** @param below its children, those that are there */
  line(
    key: string,
    block: VersionBlock,
    parent: string | undefined,
    below: { has(key: string): boolean },
  ): OutlineLine {
    const isRoot = key === this.view.root
    const isUnit = this.isUnit(key, block)
    const inherits = { ...(isRoot && courseEnd(block)), ...this.mixins?.inheritedOf(block.settings) }
    return {
      key,
      type: block.type,
      title: isRoot ? this.view.title : titleOf(key, block),
      ...(parent !== undefined && { parent }),
      children: isUnit ? [] : block.children.filter((child) => below.has(child)),
      ...(isUnit && { isUnit }),
      ...visibility(block.settings),
      ...releaseSettings(block, isRoot),
      ...(isRoot && courseLanguage(block)),
      ...(!isUnit && Object.keys(inherits).length > 0 && { inherits }),
      ...(!isUnit && this.#policyOf(block, isRoot)),
    }
  }

  /** What a line says of policy groups; see {@link OutlineLine.policy}. */
  #policyOf({ settings, xmlAttributes }: VersionBlock, isRoot: boolean): { readonly policy?: LinePolicy } {
    const names = this.mixins?.policiesOf(settings) ?? []
    const groups = isRoot ? this.mixins?.policyGroupsOf(settings) : undefined
    const given = settings['format'] ?? xmlAttributes?.['format']
    const format = typeof given === 'string' ? given.trim().replace(/^"(.*)"$/s, '$1') : ''
    if (names.length === 0 && !groups && format === '') return {}
    return {
      policy: {
        ...(names.length > 0 && { names }),
        ...(format !== '' && { format }),
        ...(groups && { groups }),
      },
    }
  }

  #emptyRoot(): OutlineLine {
    const { root: key, kind: type, title } = this.view
    return { key, type, title, children: [] }
  }
}

/** Whether a block that stands below lines of an outline is a unit; see {@link OutlineLines.isUnit}. */
export function isUnitLine(view: LinesView, key: string, block: VersionBlock): boolean {
  return new OutlineLines(view, undefined).isUnit(key, block)
}
