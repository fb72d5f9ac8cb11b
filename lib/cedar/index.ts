export * from './cedar';
export { Claim } from './claim';
export { Condition } from './condition';
export { Input } from './input';
export { Principal } from './principal';
export { TimeWindow } from './time-window';
