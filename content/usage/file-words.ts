import { unescapeHtml } from '../../runtime/html/unescape-html.js'
import type { Json } from '../../runtime/values/index.js'

/** By what texts may name static files, whichever files there are. */
export interface FileWords {
  /** Names, and the last words of names with spaces, as they are written. */
  readonly names: ReadonlySet<string>
  /** Names that a program puts together, `*` for what is not known before it runs. */
  readonly patterns: ReadonlySet<string>
  /** Modules that a script imports. */
  readonly modules: ReadonlySet<string>
}

const linkStart = /\/static\/|type@asset\+block@|\/c4x\/[^/\s"']{1,200}\/[^/\s"']{1,200}\/asset\//g
const word = /[\p{L}\p{M}\p{N}_~.$%{}@+-]+/gu
const ending = /\.[\p{L}\p{N}]{1,10}$/u
/** What stands for a value in Python, JavaScript, and problems: `$n`, `${n}`, `{n}`, `%d`. */
const variable = /\$?\{[^}]*(?:\}|$)|\$\w+|%\d{0,3}(?:[si]|[df](?![\da-f]))/gi
/** What may stand around a name as well as in it. */
const joint = /[{}$@+]+/
/** What shows that a text goes on after its closing quote: `"/static/map_" + n`. */
const goesOn = /^["'`]\s{0,9}(?:[+%,]|\.(?:format|concat)\b)/
const imported =
  /(?:^|[\n;>[])[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w.][\w., \t]*))|(?:__import__|import_module)\(\s{0,9}["']([\w.]+)/g
/** The old field of videos has the id of a transcript in place of its name. */
const transcript = /\bsub\s{0,9}=\s{0,9}["']([^"'<>]{1,200})["']/g

const longest = 300

/** Collects by what values, and all texts in them, may name static files: links, words with an ending, modules of scripts. */
export class FileWordsFound implements FileWords {
  readonly names = new Set<string>()
  readonly patterns = new Set<string>()
  readonly modules = new Set<string>()

  add(value: Json | undefined): this {
    if (typeof value === 'string') this.#addText(value)
    else if (value !== null && typeof value === 'object')
      for (const [key, one] of Object.entries(value)) {
        if (key === 'sub' && typeof one === 'string') this.#addTranscript(one)
        this.add(one)
      }
    return this
  }

  #addText(written: string): void {
    const text = written.includes('&') ? unescapeHtml(written) : written
    const whole = text.trim()
    if (whole !== '' && whole.length <= longest && !/\s/.test(whole)) this.names.add(whole)
    for (const match of text.matchAll(linkStart)) this.#addLink(text, match.index + match[0].length)
    if (whole.includes('.')) for (const [one] of text.matchAll(word)) this.#addWord(one)
    if (text.includes('import'))
      for (const [, from, list = '', called] of text.matchAll(imported))
        for (const one of (from ?? called) ? [from ?? called ?? ''] : list.split(','))
          this.modules.add(one.trim().split(/[.\s]/)[0] ?? '')
    if (text.includes('sub')) for (const [, id = ''] of text.matchAll(transcript)) this.#addTranscript(id)
  }

  /** What stands after `/static/`, up to the end of its quotes, and up to a space or bracket. */
  #addLink(text: string, from: number): void {
    const rest = /^[^"'`<>\r\n\\]*/.exec(text.slice(from, from + longest))?.[0] ?? ''
    const name = rest.replace(/[?#].*$/s, '').trim()
    const short = /^[^\s()&;,]*/.exec(name)?.[0] ?? ''
    const isCut = !ending.test(name) && goesOn.test(text.slice(from + rest.length, from + rest.length + 20))
    if (isCut) this.patterns.add(patternOf(`${name}{}`))
    for (const one of new Set([name, short]))
      if (one !== '') {
        this.names.add(one)
        if (patternOf(one) !== one) this.patterns.add(patternOf(one))
      }
  }

  #addWord(written: string): void {
    const name = written.replace(/\.+$/, '')
    if (name.length > longest || /^[\d.]+$/.test(name)) return
    const pattern = patternOf(name)
    if (ending.test(name) && pattern === name) this.names.add(name)
    if (ending.test(pattern) && pattern !== name) this.patterns.add(pattern)
    if (joint.test(name)) for (const one of name.split(joint)) if (ending.test(one)) this.names.add(one)
  }

  #addTranscript(id: string): void {
    if (id.trim() !== '') this.names.add(`subs_${id.trim()}.srt.sjson`)
  }
}

function patternOf(name: string): string {
  return name.replace(variable, '*').replace(/\*{2,}/g, '*')
}

/** The last word of a file's name, by which a text that names it is found. */
export function lastWordOf(name: string): string {
  return [...name.matchAll(word)].at(-1)?.[0] ?? name
}
