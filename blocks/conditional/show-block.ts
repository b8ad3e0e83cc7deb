import {
  Block,
  block,
  Fragment,
  html,
  I18n,
  keyNamedBeside,
  string,
  Urls,
  view,
  wants,
} from '../../runtime/index.js'
import { listedSources } from './conditions.js'

/**
 * Inside a `conditional`: blocks that stand elsewhere in the course, which learners are led to once the condition holds (the
 * incumbent shows them there a second time).
 */
@wants(Urls)
@block('show', { completion: 'excluded' })
export class ShowBlock extends Block({
  content: { sources: string('', { label: 'Blocks', help: 'Usage keys, with ; between them.' }) },
}) {
  @view studentView() {
    const urls = this.optionalService(Urls)
    const { usageKey } = this
    const keys = listedSources(this.sources).flatMap((source) => keyNamedBeside(source, usageKey) ?? [])
    if (keys.length === 0 || !urls) return new Fragment(html``)
    const words = this.service(I18n)
    const links = keys.map(
      (key, index) =>
        html`<li><a href="${urls.jumpTo(key.toString())}">${keys.length > 1 ? words.say('Go on with part {number}', { number: index + 1 }) : words.say('Go on')}</a></li>`,
    )
    return new Fragment(html`<ul class="conditional-links">${links}</ul>`)
  }
}
