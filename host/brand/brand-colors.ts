import { CompositorError } from '../../runtime/index.js'

/** A colour as `#rrggbb`: one for both schemes, or one for each. */
export type BrandColor = string | { readonly light: string; readonly dark: string }

/** Colours of the host's pages. Those left out stay as they are. */
export interface BrandColors {
  /** Links, buttons, what is chosen. Of one colour alone the dark scheme gets a lighter one, as far as it has to be to be read. */
  readonly accent?: BrandColor
  /** Texts. */
  readonly ink?: BrandColor
  /** Behind everything. */
  readonly paper?: BrandColor
  /** Behind the head of the page and what stands out. */
  readonly card?: BrandColor
}

type Scheme = 'light' | 'dark'
type Rgb = readonly [number, number, number]

/** Those of `host/client/unit.css`. */
const usual = {
  light: {
    ink: '#1c2430',
    paper: '#fbfaf7',
    card: '#ffffff',
    accent: '#1f5fa8',
    soft: '#55606f',
    good: '#1d6b3c',
    bad: '#a3262a',
    warn: '#8a5a00',
  },
  dark: {
    ink: '#e8e6e1',
    paper: '#14181f',
    card: '#1c222b',
    accent: '#8cbcf2',
    soft: '#a9b0ba',
    good: '#7fd3a0',
    bad: '#ff9c98',
    warn: '#f0c26a',
  },
} as const

type Name = keyof (typeof usual)['light']

/** What WCAG 2.2 (1.4.3, level AA) asks of texts. */
const least = 4.5

const schemes = ['light', 'dark'] as const

/**
 * The rules that give pages their colours.
 * @throws CompositorError `host-options` for what is no colour, or for texts that could not be read on what is behind them
 */
export function colorRules(colors: BrandColors): string {
  const given = Object.keys(colors) as (keyof BrandColors)[]
  const [light, dark] = schemes.map((scheme) => schemeColors(colors, scheme))
  if (!light || !dark || given.length === 0) return ''
  const rule = (name: string, of: (one: Readonly<Record<Name, string>>) => string) =>
    `--${name}:light-dark(${of(light)},${of(dark)})`
  const rules = given.map((name) => rule(name, (one) => one[name]))
  if (colors.accent !== undefined) rules.push(rule('accent-ink', ({ accent }) => readableOn(accent)))
  return `:root{${rules.join(';')}}`
}

/** All colours of a scheme, each seen to be readable. */
function schemeColors(colors: BrandColors, scheme: Scheme): Record<Name, string> {
  const all: Record<Name, string> = { ...usual[scheme] }
  for (const [name, color] of Object.entries(colors) as [keyof BrandColors, BrandColor][]) {
    all[name] = typeof color === 'string' ? color : color[scheme]
    rgbOf(all[name], name)
  }
  if (scheme === 'dark' && typeof colors.accent === 'string')
    all.accent = lightened(all.accent, [all.paper, all.card])
  const { paper, card, ...texts } = all
  for (const [text, color] of Object.entries(texts)) {
    for (const [ground, behind] of Object.entries({ paper, card })) {
      const ratio = contrast(color, behind)
      if (ratio >= least) continue
      throw new CompositorError(
        'host-options',
        `The colour '${text}' (${color}) cannot be read on '${ground}' (${behind}) in the ${scheme} scheme: their contrast is ${ratio.toFixed(2)}, and ${least} are needed. Give a ${scheme === 'light' ? 'darker' : 'lighter'} one: { light: …, dark: … }.`,
      )
    }
  }
  return all
}

/** A colour with as much white in it as it takes to be read on all of others. */
function lightened(color: string, grounds: readonly string[]): string {
  for (let white = 0; white <= 1; white += 0.05) {
    const mixed = rgbOf(color).map((part) => Math.round(part + (255 - part) * white))
    const hex = `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`
    if (grounds.every((ground) => contrast(hex, ground) >= least)) return hex
  }
  return '#ffffff'
}

/** Of any colour at least one is more than 4.5 away. */
function readableOn(color: string): string {
  return contrast('#ffffff', color) >= least ? '#ffffff' : '#000000'
}

/** The contrast ratio of WCAG 2.2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(rgbOf(one)), luminance(rgbOf(other))].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance, as WCAG 2.2 defines it for sRGB. */
function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** @throws CompositorError `host-options` */
function rgbOf(color: string, name = 'color'): Rgb {
  const [, red = '', green = '', blue = ''] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color) ?? []
  if (red === '')
    throw new CompositorError('host-options', `'${color}' of '${name}' is no colour; one is written #rrggbb.`)
  return [parseInt(red, 16), parseInt(green, 16), parseInt(blue, 16)]
}
