/** Why a policy test fails, or cannot be run as it is written. */
export class PolicyTestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicyTestError';
  }
}
