import 'reflect-metadata'
import { refuseStandardDecorator } from '../errors/standard-decorators.js'

/** A service is named by its abstract class, which is also its type. */
export type ServiceToken<T = unknown> = abstract new (...args: never[]) => T

/** One service that a block class declared. */
export interface ServiceDeclaration {
  readonly token: ServiceToken
  readonly required: boolean
  /** Position among the constructor's parameters; absent when declared on the class. */
  readonly parameter?: number
}

type Declares = (target: object, property?: undefined, parameter?: number) => void

const declarationsKey = Symbol('services')

/** Declares a service the block cannot work without, on its class or on a constructor parameter. */
export const needs = (token: ServiceToken): Declares => declaring(token, true)

/** Declares a service the block uses when the host has it, on its class or on a constructor parameter. */
export const wants = (token: ServiceToken): Declares => declaring(token, false)

function declaring(token: ServiceToken, required: boolean): Declares {
  return (target, property, parameter) => {
    refuseStandardDecorator(required ? 'needs' : 'wants', property)
    const declaration = { token, required, ...(parameter !== undefined && { parameter }) }
    Reflect.defineMetadata(declarationsKey, [...servicesOf(target), declaration], target)
  }
}

/** The services a block class declares, those of its parent classes included. */
export function servicesOf(blockClass: object): readonly ServiceDeclaration[] {
  return (Reflect.getMetadata(declarationsKey, blockClass) as ServiceDeclaration[] | undefined) ?? []
}
