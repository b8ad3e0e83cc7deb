const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Elements of HTML that authors' markup may use; others are left out and their content is kept. */
export const keptElements = set(
  'a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del ' +
    'details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd li ' +
    'main mark nav ol p picture pre q rp rt ruby s samp section small source span strike strong sub summary sup ' +
    'table tbody td tfoot th thead time tr track tt u ul var video wbr',
)

/** Elements that go with everything in them: they run, load or post, or are the author's alone. */
export const removedElements = set(
  'script style object embed applet noscript template frame frameset noframes link meta base title head svg ' +
    'input button select textarea option optgroup datalist output fieldset legend ' +
    'codeparam responseparam answer hintgroup hintpart demandhint choicehint optionhint compoundhint correcthint ' +
    'stringequalhint regexphint additional_answer stringhint numericalhint formulahint openendedparam ' +
    'openendedrubric targetedfeedback targetedfeedbackset solution solutionset startouttext endouttext include',
)

/** Elements without content or end tag. */
export const voidElements = set('br col hr img source track wbr')

/** Elements that cannot stand in a paragraph. */
export const blockElements = set(
  'address article aside blockquote center details div dl dt dd figcaption figure footer h1 h2 h3 h4 h5 h6 header ' +
    'hr li main nav ol p pre section table ul label description solution demandhint choicegroup radiogroup ' +
    'checkboxgroup imageinput targetedfeedbackset',
)

const everywhere = 'class title lang dir role align'

/** Attributes an element may have, besides `aria-…` and those all may have. */
const own: Readonly<Record<string, string>> = {
  a: 'href target',
  audio: 'src controls loop preload',
  bdo: '',
  blockquote: 'cite',
  caption: '',
  col: 'span width',
  colgroup: 'span width',
  del: 'cite datetime',
  details: 'open',
  font: 'color size face',
  iframe: 'src width height allowfullscreen allow frameborder scrolling',
  img: 'src alt width height border loading',
  ins: 'cite datetime',
  li: 'value',
  ol: 'start type reversed',
  q: 'cite',
  source: 'src type',
  table: 'border cellpadding cellspacing width summary bgcolor',
  td: 'colspan rowspan headers width height valign bgcolor nowrap',
  th: 'colspan rowspan headers scope abbr width height valign bgcolor nowrap',
  time: 'datetime',
  tr: 'valign bgcolor',
  track: 'src kind srclang label default',
  ul: 'type',
  video: 'src controls loop poster preload width height muted',
}

const common = set(everywhere)
const allowed = new Map(
  Object.entries(own).map(
    ([name, attributes]) => [name, new Set([...common, ...attributes.split(' ')])] as const,
  ),
)

/** The attributes an element may have, besides `aria-…` and `style`. */
export function keptAttributes(element: string): ReadonlySet<string> {
  return allowed.get(element) ?? common
}

/** Attributes that hold an address. */
export const addressAttributes = set('href src poster cite')
