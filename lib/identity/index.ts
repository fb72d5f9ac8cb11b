export * from './claim-requirement';
export * from './identity-provider';
export * from './inbound-auth';
