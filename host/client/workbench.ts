import { AccessibilityCheck } from './workbench/accessibility-check.js'
import { Frame } from './workbench/frame.js'
import { Panels } from './workbench/panels.js'
import { Place } from './workbench/place.js'
import { tabs } from './workbench/tabs.js'

/** What the server tells: see `workbench/live-feed.ts`. */
type LiveMessage =
  | { kind: 'moment'; scenario: string; what: string; isBranch: boolean }
  | { kind: 'reload'; took: number; findings: string[] }

function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no element '${id}'.`)
  return found as E
}

const place = new Place(byId<HTMLFormElement>('place'))
const frame = new Frame(byId<HTMLIFrameElement>('frame'), byId('canvas'))
const status = byId('status')
const panels = new Panels(place, {
  fields: byId('fields'),
  history: byId('history'),
  docs: byId('docs'),
  overlay: byId('overlay'),
  findings: byId('findings'),
  scenarios: byId<HTMLSelectElement>('scenario'),
})
const accessibility = new AccessibilityCheck(byId('accessibility'), frame, byId('tab-accessibility'))

const say = (text: string) => (status.textContent = text)

function show(): void {
  frame.show(place.viewAddress, place.width)
  void panels.refresh()
}

place.onChange = show
panels.onChanged = (what) => {
  say(what)
  frame.reload()
}
panels.onStep = (at) => {
  place.at = at
  show()
  say(at === 'now' ? 'Showing how it is now.' : `Showing how it was after step ${at}.`)
}
async function reset(): Promise<void> {
  await fetch(`${place.address}/reset`, { method: 'POST' })
  place.at = 'now'
  show()
  say('Everything is as the scenario has it.')
}

byId('reset').addEventListener('click', () => void reset())
tabs(document.querySelector('[role=tablist]'), (panel) => {
  accessibility.isOpen = panel === 'accessibility'
})

const live = new EventSource('/live')
live.addEventListener('message', ({ data }: MessageEvent<string>) => {
  const message = JSON.parse(data) as LiveMessage
  if (message.kind === 'reload') {
    if (message.took > 0 && message.findings.length === 0) say(`Read again in ${message.took} ms.`)
    if (message.took > 0) frame.reload()
    void panels.refresh(message.findings)
  } else if (message.scenario === place.scenario) {
    if (message.isBranch) {
      place.at = 'now'
      if (message.what === 'call') frame.show(place.viewAddress, place.width)
    }
    void panels.refresh()
  }
})

show()
