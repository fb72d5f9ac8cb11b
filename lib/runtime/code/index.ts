export { AgentCode } from './agent-code';
export { ContainerCodeOptions } from './container-code';
export { ImageCodeOptions } from './image-code';
export { PythonCodeOptions } from './python-code';
export { TypeScriptCodeOptions } from './typescript-code';
export { ZipCodeOptions } from './zip-code';
