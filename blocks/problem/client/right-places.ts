import type { Say } from '../../../runtime/words/client-texts.js'
import type { ProblemMessage } from '../client-messages.js'

const svg = 'http://www.w3.org/2000/svg'

/**
 * Outlines in a picture where the right answer lies, and says that in place of its numbers, which stand in the page
 * for who has no scripts.
 * @param answer rectangles as `(left,top)-(right,bottom)`, or outlines as JSON, in pixels of the picture at the size its author gave it
 */
export function outlineRightPlaces(
  frame: HTMLElement,
  answer: Element | null,
  say: Say<ProblemMessage>,
): void {
  const picture = frame.querySelector('img')
  const outlines = outlinesIn(answer?.textContent ?? '')
  if (!picture || !answer || outlines.length === 0) return
  const drawing = document.createElementNS(svg, 'svg')
  drawing.setAttribute('class', 'imageinput-right')
  drawing.setAttribute('preserveAspectRatio', 'none')
  drawing.setAttribute('aria-hidden', 'true')
  const size = () => {
    const [width, height] = [
      picture.getAttribute('width') ?? picture.naturalWidth,
      picture.getAttribute('height') ?? picture.naturalHeight,
    ]
    drawing.setAttribute('viewBox', `0 0 ${width} ${height}`)
  }
  for (const outline of outlines) {
    const polygon = document.createElementNS(svg, 'polygon')
    polygon.setAttribute('points', outline.join(' '))
    drawing.append(polygon)
  }
  picture.addEventListener('load', size)
  size()
  frame.append(drawing)
  answer.textContent = say('The right place is outlined in the picture.')
}

/** The corners of each place, as `x,y`. */
function outlinesIn(text: string): string[][] {
  const rectangles = [...text.matchAll(/\((-?\d+),\s*(-?\d+)\)-\((-?\d+),\s*(-?\d+)\)/g)]
  if (rectangles.length > 0)
    return rectangles.map(([, left, top, right, bottom]) => [
      `${left},${top}`,
      `${right},${top}`,
      `${right},${bottom}`,
      `${left},${bottom}`,
    ])
  // The innermost lists are points, and what holds points is an outline.
  return [...text.matchAll(/\[(?:\s*\[[^[\]]*\]\s*,?)+\s*\]/g)].map(([outline]) =>
    [...outline.matchAll(/(-?[\d.]+)\s*,\s*(-?[\d.]+)/g)].map(([, x, y]) => `${x},${y}`),
  )
}
