import { posix } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { isJunk } from './entry-path.js'
import { isLeftOut, type LeftOut } from './left-out.js'
import type { SourceMeter } from './source-limits.js'

/** Links followed one after another. */
const mostHops = 20

/** The links of an archive, hard and symbolic: other names of its own files and folders. */
export class ArchiveLinks {
  private readonly targets = new Map<string, string | undefined>()

  constructor(private readonly archive: string) {}

  /** A hard link: its target is a path of the archive. */
  addHard(path: string, target: string): void {
    this.targets.set(path, inside('.', target))
  }

  /** A symbolic link: its target is a path from the folder that it stands in. */
  addSymbolic(path: string, target: string): void {
    this.targets.set(path, inside(posix.dirname(path), target))
  }

  /**
   * Adds to the files of the archive, once all are there, what the links lead to.
   * @returns links among static files that lead nowhere else
   * @throws CompositorError `archive-unsafe` for such a link elsewhere; `archive-too-large`, as what is linked counts
   */
  follow<File>(files: Map<string, File>, sizeOf: (file: File) => number, meter: SourceMeter): LeftOut[] {
    const leftOut: LeftOut[] = []
    const names = [...files.keys()].sort()
    // Accents of a target may be composed where those of the file are not, and the other way round.
    let composed: Map<string, string> | undefined
    const named = (target: string) => {
      const found = files.get(target)
      if (found !== undefined || /^\p{ASCII}*$/u.test(target)) return found
      composed ??= new Map(names.map((name) => [name.normalize('NFC'), name]))
      return files.get(composed.get(target.normalize('NFC')) ?? target)
    }
    const take = (path: string, file: File | undefined) => {
      if (file === undefined || isJunk(path)) return
      meter.entry(path, sizeOf(file))
      meter.unpacked(sizeOf(file), 'linked')
      files.set(path, file)
    }
    for (const path of this.targets.keys()) {
      if (isJunk(path)) continue
      const target = this.end(path)
      const file = target === undefined ? undefined : named(target)
      const below = target === undefined || file !== undefined ? [] : namesBelow(names, target)
      const isBack = target !== undefined && (target === '' || path.startsWith(`${target}/`))
      if (file !== undefined) take(path, file)
      else if (below.length > 0 && target !== undefined && !isBack) {
        for (const name of below) take(path + name.slice(target.length), files.get(name))
      } else {
        const why = isBack
          ? 'leads back to a folder it stands in'
          : target === undefined
            ? 'leads outside'
            : 'leads nowhere'
        if (!isLeftOut(path)) {
          const message = `${this.archive} holds the link '${path}', which ${why}.`
          throw new CompositorError('archive-unsafe', message)
        }
        leftOut.push({ path, why })
      }
    }
    return leftOut
  }

  /** Where a link leads in the end; undefined for outside, or in circles. */
  private end(path: string): string | undefined {
    let at: string | undefined = path
    for (let hops = 0; at !== undefined && this.targets.has(at); hops++) {
      if (hops === mostHops) return path
      at = this.targets.get(at)
    }
    return at
  }
}

/** A path seen from a folder of the archive; undefined where it is not inside. */
function inside(folder: string, target: string): string | undefined {
  const written = target.replaceAll('\\', '/')
  if (written.startsWith('/') || /^[a-z]:/i.test(written) || written.includes('\0')) return undefined
  const path = posix.join(folder, written).replace(/\/$/, '')
  if (path === '..' || path.startsWith('../')) return undefined
  return path === '.' ? '' : path
}

/** The sorted names that stand below a folder. */
function namesBelow(names: readonly string[], folder: string): string[] {
  return names.slice(firstFrom(names, `${folder}/`), firstFrom(names, `${folder}0`))
}

/** The index of the first sorted name that does not come before a text; `0` comes right after `/`. */
function firstFrom(names: readonly string[], text: string): number {
  let [low, high] = [0, names.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((names[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}
