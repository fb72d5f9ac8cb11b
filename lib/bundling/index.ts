export { BundleOptions, ModuleFormat } from './bundle-options';
