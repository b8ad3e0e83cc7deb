import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { Announcer } from './announcer.js'
import { BlockClientRuntime } from './block-client-runtime.js'

interface ClientModule {
  readonly init?: ClientInit<HTMLElement, unknown>
}

/** Marks an element whose block has been brought to life, for other copies of this loader. */
const mark = 'data-initialized'
const announcer = new Announcer()
const initialized = new WeakSet<HTMLElement>()

/**
 * Brings the blocks in an element to life: loads the module that each names and calls its
 * `init(element, runtime, args)`. Each block once, however often this is called, and whoever else calls it; a
 * block that fails is left as the server drew it, and the others go on.
 */
export async function initializeBlocks(root: ParentNode = document): Promise<void> {
  const blocks = [...root.querySelectorAll<HTMLElement>('.xblock[data-client]')]
  if (root instanceof HTMLElement && root.matches('.xblock[data-client]')) blocks.unshift(root)
  await Promise.all(blocks.filter(claim).map(initialize))
}

function claim(element: HTMLElement): boolean {
  if (initialized.has(element) || element.hasAttribute(mark)) return false
  initialized.add(element)
  element.setAttribute(mark, 'pending')
  return true
}

async function initialize(element: HTMLElement): Promise<void> {
  try {
    const module: ClientModule = await import(moduleAddress(element.dataset['client'] ?? ''))
    if (typeof module.init !== 'function') throw new Error('its module exports no init function')
    const { usageKey = '', handlers = '' } = element.dataset
    const runtime = new BlockClientRuntime(usageKey, handlers, announcer, element)
    await module.init(element, runtime, argumentsOf(element))
    element.setAttribute(mark, 'done')
  } catch (error) {
    element.setAttribute(mark, 'failed')
    console.error(`Block ${element.dataset['usageKey'] ?? ''} could not be initialized:`, error)
  }
}

/** The address of a client module: of this page's host or of the one this loader came from, never a stranger's. */
function moduleAddress(written: string): string {
  const address = new URL(written, document.baseURI)
  const trusted = [location.origin, new URL(import.meta.url).origin]
  if (!trusted.includes(address.origin)) throw new Error(`its module is at a strange host: ${address.href}`)
  return address.href
}

function argumentsOf(element: HTMLElement): unknown {
  const script = element.querySelector(':scope > script.xblock-args')
  return JSON.parse(script?.textContent || 'null')
}
