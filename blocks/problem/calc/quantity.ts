/**
 * A number an expression evaluates to. Two flags keep what Python's types would: whether it is of a complex
 * type (also when its imaginary part is 0), and whether numpy made it (numpy divides by zero, Python refuses).
 */
export interface Quantity {
  readonly re: number
  readonly im: number
  readonly complex: boolean
  readonly numpy: boolean
}

/** A real number. */
export function real(re: number, numpy = false): Quantity {
  return { re, im: 0, complex: false, numpy }
}

/** A complex number. */
export function complex(re: number, im: number, numpy = false): Quantity {
  return { re, im, complex: true, numpy }
}

/** The absolute value. */
export function magnitude({ re, im, complex: isComplex }: Quantity): number {
  return isComplex ? Math.hypot(re, im) : Math.abs(re)
}

export function isInfinite({ re, im }: Quantity): boolean {
  return Math.abs(re) === Infinity || Math.abs(im) === Infinity
}

export function add(a: Quantity, b: Quantity): Quantity {
  return { re: a.re + b.re, im: a.im + b.im, complex: a.complex || b.complex, numpy: a.numpy || b.numpy }
}

export function subtract(a: Quantity, b: Quantity): Quantity {
  return { re: a.re - b.re, im: a.im - b.im, complex: a.complex || b.complex, numpy: a.numpy || b.numpy }
}

export function multiply(a: Quantity, b: Quantity): Quantity {
  const numpy = a.numpy || b.numpy
  if (!a.complex && !b.complex) return real(a.re * b.re, numpy)
  return complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re, numpy)
}

/** The quotient, or undefined where Python raises ZeroDivisionError. */
export function divide(a: Quantity, b: Quantity): Quantity | undefined {
  const numpy = a.numpy || b.numpy
  if (b.re === 0 && b.im === 0 && !numpy) return undefined
  if (!a.complex && !b.complex) return real(a.re / b.re, numpy)
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re
    const scale = b.re + b.im * ratio
    return complex((a.re + a.im * ratio) / scale, (a.im - a.re * ratio) / scale, numpy)
  }
  const ratio = b.re / b.im
  const scale = b.re * ratio + b.im
  return complex((a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale, numpy)
}

/** `base` to the power of `exponent`, or undefined where Python raises ZeroDivisionError or OverflowError. */
export function power(base: Quantity, exponent: Quantity): Quantity | undefined {
  const numpy = base.numpy || exponent.numpy
  if (!base.complex && !exponent.complex) {
    const result = base.re ** exponent.re
    if (numpy) return real(result, true)
    if (base.re === 0 && exponent.re < 0) return undefined
    if (Number.isNaN(result) && base.re < 0 && Number.isFinite(exponent.re))
      return polarPower(base, exponent, false)
    if (!Number.isFinite(result) && Number.isFinite(base.re) && Number.isFinite(exponent.re)) return undefined
    return real(result)
  }
  if (exponent.im === 0 && Number.isInteger(exponent.re) && Math.abs(exponent.re) <= 100) {
    return integerPower(base, exponent.re, numpy)
  }
  if (base.re === 0 && base.im === 0) {
    if (exponent.im === 0 && exponent.re >= 0) return complex(0, 0, numpy)
    return numpy ? complex(Number.NaN, Number.NaN, true) : undefined
  }
  return polarPower(base, exponent, numpy)
}

function integerPower(base: Quantity, exponent: number, numpy: boolean): Quantity | undefined {
  let result: Quantity = complex(1, 0, numpy)
  let square: Quantity = complex(base.re, base.im, numpy)
  for (let left = Math.abs(exponent); left > 0; left >>= 1) {
    if (left & 1) result = multiply(result, square)
    square = multiply(square, square)
  }
  return exponent < 0 ? divide(complex(1, 0, numpy), result) : result
}

function polarPower(base: Quantity, exponent: Quantity, numpy: boolean): Quantity {
  const length = Math.hypot(base.re, base.im)
  const angle = Math.atan2(base.im, base.re)
  const size = length ** exponent.re * Math.exp(-angle * exponent.im)
  const phase = angle * exponent.re + exponent.im * Math.log(length)
  return complex(size * Math.cos(phase), size * Math.sin(phase), numpy)
}
