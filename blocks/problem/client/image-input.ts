import type { Say } from '../../../runtime/words/client-texts.js'
import type { ProblemMessage } from '../client-messages.js'

/** How far an arrow key moves the mark, in pixels of the picture; with Shift it moves by one. */
const stride = 10

interface Place {
  readonly x: number
  readonly y: number
}

/**
 * Lets a learner mark a place in a picture, by pointer or by arrow keys. The place goes into the hidden input beside
 * it as `[x,y]`, in pixels of the picture at the size its author gave it.
 * @param announce reads out where the mark is
 */
export function enlivenImageInput(
  frame: HTMLElement,
  say: Say<ProblemMessage>,
  announce: (text: string) => void,
): void {
  const picture = frame.querySelector('img')
  const input = frame.parentElement?.querySelector<HTMLInputElement>('input[type="hidden"]')
  if (!picture || !input) return
  const mark = document.createElement('span')
  mark.className = 'imageinput-mark'
  mark.hidden = true
  frame.append(mark)

  const size = () => ({
    width: Number(picture.getAttribute('width')) || picture.naturalWidth || 1,
    height: Number(picture.getAttribute('height')) || picture.naturalHeight || 1,
  })
  const draw = () => {
    const place = placeIn(input.value)
    mark.hidden = place === undefined
    if (!place) return
    const { width, height } = size()
    mark.style.left = `${picture.offsetLeft + (place.x / width) * picture.offsetWidth}px`
    mark.style.top = `${picture.offsetTop + (place.y / height) * picture.offsetHeight}px`
  }
  const put = ({ x, y }: Place) => {
    const { width, height } = size()
    const place = { x: Math.round(clamped(x, width)), y: Math.round(clamped(y, height)) }
    input.value = `[${place.x},${place.y}]`
    input.dispatchEvent(new Event('input', { bubbles: true }))
    draw()
    announce(say('Marked {x} from the left, {y} from the top.', { x: place.x, y: place.y }))
  }

  frame.addEventListener('click', (event) => {
    const { left, top, width, height } = picture.getBoundingClientRect()
    const full = size()
    put({
      x: ((event.clientX - left) / (width || 1)) * full.width,
      y: ((event.clientY - top) / (height || 1)) * full.height,
    })
  })
  frame.addEventListener('keydown', (event) => {
    const step = steps[event.key]
    if (!step && event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    const { width, height } = size()
    const by = event.shiftKey ? 1 : stride
    const { x, y } = placeIn(input.value) ?? { x: width / 2, y: height / 2 }
    put({ x: x + (step?.x ?? 0) * by, y: y + (step?.y ?? 0) * by })
  })
  picture.addEventListener('load', draw)
  new ResizeObserver(draw).observe(picture)
  draw()
}

const steps: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

function placeIn(value: string): Place | undefined {
  const found = /^\[\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\]$/.exec(value)
  return found ? { x: Number(found[1]), y: Number(found[2]) } : undefined
}

function clamped(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most)
}
