import { complex, type Quantity } from './quantity.js'

/** The elementary functions on complex numbers, with numpy's principal values. */

export function exp({ re, im }: Quantity): Quantity {
  const size = Math.exp(re)
  return complex(size * Math.cos(im), size * Math.sin(im), true)
}

export function log({ re, im }: Quantity): Quantity {
  return complex(Math.log(Math.hypot(re, im)), Math.atan2(im, re), true)
}

export function sqrt({ re, im }: Quantity): Quantity {
  if (re === 0 && im === 0) return complex(0, im, true)
  const size = Math.sqrt((Math.abs(re) + Math.hypot(re, im)) / 2)
  if (re >= 0) return complex(size, im / (2 * size), true)
  const sign = im < 0 || Object.is(im, -0) ? -1 : 1
  return complex(Math.abs(im) / (2 * size), sign * size, true)
}

export function sin({ re, im }: Quantity): Quantity {
  return complex(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im), true)
}

export function cos({ re, im }: Quantity): Quantity {
  return complex(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im), true)
}

export function sinh({ re, im }: Quantity): Quantity {
  return complex(Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im), true)
}

export function cosh({ re, im }: Quantity): Quantity {
  return complex(Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im), true)
}

export function tanh({ re, im }: Quantity): Quantity {
  const scale = Math.cosh(2 * re) + Math.cos(2 * im)
  if (!Number.isFinite(scale)) return complex(Math.sign(re), 0, true)
  return complex(Math.sinh(2 * re) / scale, Math.sin(2 * im) / scale, true)
}

export function tan(z: Quantity): Quantity {
  return timesMinusI(tanh(timesI(z)))
}

/** The inverses follow W. Kahan, "Branch Cuts for Complex Elementary Functions", which keeps large arguments exact. */
export function arcsinh(z: Quantity): Quantity {
  return timesMinusI(arcsin(timesI(z)))
}

export function arccosh(z: Quantity): Quantity {
  const [below, above] = [sqrt(plus(z, -1)), sqrt(plus(z, 1))]
  return complex(
    Math.asinh(below.re * above.re + below.im * above.im),
    2 * Math.atan2(below.im, above.re),
    true,
  )
}

export function arctanh(z: Quantity): Quantity {
  const above = log(complex(1 + z.re, z.im))
  const below = log(complex(1 - z.re, -z.im))
  return complex((above.re - below.re) / 2, (above.im - below.im) / 2, true)
}

export function arcsin(z: Quantity): Quantity {
  const [below, above] = [sqrt(oneMinus(z)), sqrt(plus(z, 1))]
  return complex(
    Math.atan2(z.re, below.re * above.re - below.im * above.im),
    Math.asinh(below.re * above.im - below.im * above.re),
    true,
  )
}

export function arccos(z: Quantity): Quantity {
  const [below, above] = [sqrt(oneMinus(z)), sqrt(plus(z, 1))]
  return complex(
    2 * Math.atan2(below.re, above.re),
    Math.asinh(above.re * below.im - above.im * below.re),
    true,
  )
}

export function arctan(z: Quantity): Quantity {
  return timesMinusI(arctanh(timesI(z)))
}

/** Keeps the sign of a zero imaginary part, which says on which side of a cut a number lies. */
function plus({ re, im }: Quantity, added: number): Quantity {
  return complex(re + added, im, true)
}

function oneMinus({ re, im }: Quantity): Quantity {
  return complex(1 - re, -im, true)
}

function timesI({ re, im }: Quantity): Quantity {
  return complex(-im, re, true)
}

function timesMinusI({ re, im }: Quantity): Quantity {
  return complex(im, -re, true)
}
