/** Memories: what is kept, how long, under which key, and what happens when the stack goes. */
import { listOf, recordOf, textOf } from '../template/template';
import type { Memory, MemoryStrategy } from './agent-system';
import type { AssemblyView } from './assembly-view';

const BUILT_IN = new Map([
  ['SemanticMemoryStrategy', 'semantic'],
  ['SummaryMemoryStrategy', 'summary'],
  ['UserPreferenceMemoryStrategy', 'user preference'],
  ['EpisodicMemoryStrategy', 'episodic'],
]);

export function readMemories(view: AssemblyView): Memory[] {
  return view.ofType('Memory').map((memory) => {
    const { Name, EventExpiryDuration, EncryptionKeyArn, MemoryStrategies } = memory.properties;
    const { deletionPolicy, updateReplacePolicy } = memory.resource;
    const days = numberOf(EventExpiryDuration);
    return {
      ...view.located(memory, Name),
      ...(days !== undefined && { eventExpiryDays: days }),
      strategies: strategiesOf(MemoryStrategies),
      ...(EncryptionKeyArn !== undefined && { key: keyInWords(EncryptionKeyArn, view) }),
      // CloudFormation's defaults.
      deletionPolicy: deletionPolicy ?? 'Delete',
      updateReplacePolicy: updateReplacePolicy ?? 'Delete',
    };
  });
}

function strategiesOf(value: unknown): MemoryStrategy[] {
  if (value !== undefined && !Array.isArray(value)) return [unknownStrategy];
  return listOf(value).map((item) => {
    const [[type, settings] = ['', undefined]] = Object.entries(recordOf(item));
    const strategy = recordOf(settings);
    if (type === '') return unknownStrategy;
    const [custom, override] = Object.entries(recordOf(strategy.Configuration))[0] ?? [];
    const reflections = namespacesOf(strategy.ReflectionConfiguration ?? recordOf(override).Reflection);
    const days = numberOf(
      recordOf(strategy.RecordExpirySpecification).RecordExpiryDurationDays ?? strategy.RecordExpiryDurationDays,
    );
    return {
      kind: BUILT_IN.get(type) ?? customKind(type, custom),
      strategyName: textOf(strategy.Name) ?? '',
      namespaces: namespacesOf(strategy),
      ...(reflections.length > 0 && { reflectionNamespaces: reflections }),
      builtIn: BUILT_IN.has(type),
      ...(days !== undefined && { recordExpiryDays: days }),
    };
  });
}

function namespacesOf(settings: unknown): string[] {
  const { Namespaces, NamespaceTemplates } = recordOf(settings);
  return [Namespaces, NamespaceTemplates].flatMap((value) => listOf(value).map(String));
}

const unknownStrategy: MemoryStrategy = { kind: 'unknown', strategyName: '', namespaces: [], builtIn: false };

/** `SelfManagedConfiguration` → `self managed`, `SemanticOverride` → `semantic, with own model`. */
function customKind(type: string, configuration: string | undefined): string {
  if (type !== 'CustomMemoryStrategy') return type;
  if (configuration === undefined) return 'custom';
  const words = configuration.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.endsWith(' override')
    ? `${words.replace(/ override$/, '')}, with own model`
    : words.replace(/ configuration$/, '');
}

function keyInWords(key: unknown, view: AssemblyView): string {
  const owned = view.referenced(key, 'AWS::KMS::Key');
  return owned ? view.nameOf(owned) : (textOf(key) ?? 'unknown');
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
