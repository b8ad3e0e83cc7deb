import { escapeText } from './escape-text.js'

/** Renders TeX as HTML; `display` means on a line of its own. */
export type RenderMath = (tex: string, display: boolean) => string

const maths =
  /\\\((.+?)\\\)|\\\[(.+?)\\\]|\[mathjaxinline\](.+?)\[\/mathjaxinline\]|\[mathjax\](.+?)\[\/mathjax\]/gs

/** Text as HTML, with the maths in it rendered, or left between its delimiters where that is not possible. */
export function textHtml(text: string, renderMath: RenderMath | undefined): string {
  if (renderMath === undefined || !/\\[([]|\[mathjax/.test(text)) return escapeText(text)
  let html = ''
  let end = 0
  for (const found of text.matchAll(maths)) {
    const tex = found[1] ?? found[2] ?? found[3] ?? found[4] ?? ''
    html += escapeText(text.slice(end, found.index)) + rendered(renderMath, tex, found)
    end = found.index + found[0].length
  }
  return html + escapeText(text.slice(end))
}

function rendered(renderMath: RenderMath, tex: string, found: RegExpMatchArray): string {
  try {
    return renderMath(tex, found[2] !== undefined || found[4] !== undefined)
  } catch {
    return escapeText(found[0])
  }
}
