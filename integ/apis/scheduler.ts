/** Of Amazon EventBridge Scheduler, the operation that lists schedule groups. */
import { SmithyModel } from '../../lib';

const shape = (name: string) => `com.amazonaws.scheduler#${name}`;

export const schedulerModel = SmithyModel.fromInline({
  smithy: '2.0',
  shapes: {
    [shape('AWSChronosService')]: {
      type: 'service',
      version: '2021-06-30',
      operations: [{ target: shape('ListScheduleGroups') }],
      traits: {
        'aws.api#service': { sdkId: 'Scheduler', arnNamespace: 'scheduler', endpointPrefix: 'scheduler' },
        'aws.auth#sigv4': { name: 'scheduler' },
        'aws.protocols#restJson1': {},
      },
    },
    [shape('ListScheduleGroups')]: {
      type: 'operation',
      input: { target: shape('ListScheduleGroupsInput') },
      output: { target: shape('ListScheduleGroupsOutput') },
      traits: {
        'smithy.api#documentation': '<p>Lists the schedule groups.</p>',
        'smithy.api#http': { method: 'GET', uri: '/schedule-groups', code: 200 },
        'smithy.api#readonly': {},
      },
    },
    [shape('ListScheduleGroupsInput')]: {
      type: 'structure',
      members: {
        NamePrefix: { target: 'smithy.api#String', traits: { 'smithy.api#httpQuery': 'NamePrefix' } },
      },
    },
    [shape('ListScheduleGroupsOutput')]: {
      type: 'structure',
      members: { ScheduleGroups: { target: 'smithy.api#Document' } },
    },
  },
});
