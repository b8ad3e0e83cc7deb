export { needs, servicesOf, wants, type ServiceDeclaration, type ServiceToken } from './needs.js'
export { Clock, Random, Urls, User } from './standard-services.js'
