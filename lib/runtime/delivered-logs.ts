/** Logs that the service delivers on request, to a group of their own. */
import { aws_logs as logs, Names, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { vendedLogGroupName, type LogKeeping } from './service-log-group';

export class DeliveredLogs extends Construct {
  readonly logGroup: logs.LogGroup;
  readonly delivery: logs.CfnDelivery;

  constructor(
    scope: Construct,
    id: string,
    props: LogKeeping & {
      readonly runtimeId: string;
      readonly runtimeArn: string;
      readonly logType: string;
      readonly kind: string;
    },
  ) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      logGroupName: vendedLogGroupName(props.runtimeId, props.kind),
      retention: props.retention,
      encryptionKey: props.encryptionKey,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const source = new logs.CfnDeliverySource(this, 'Source', {
      name: Names.uniqueResourceName(this, { maxLength: 60 }),
      logType: props.logType,
      resourceArn: props.runtimeArn,
    });
    const destination = new logs.CfnDeliveryDestination(this, 'Destination', {
      name: Names.uniqueResourceName(this, { maxLength: 60 }),
      deliveryDestinationType: 'CWL',
      destinationResourceArn: this.logGroup.logGroupArn,
    });
    this.delivery = new logs.CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
    });
    // The source is named, not referred to.
    this.delivery.node.addDependency(source);
  }
}
