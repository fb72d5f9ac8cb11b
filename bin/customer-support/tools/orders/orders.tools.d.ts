// Made from orders.json by `cdk-agentcore types`: change that file and run it again.

/** The input of each tool, by its name. */
export interface ToolInputs {
  /** Shows one order: what was bought, what was paid, how far the delivery is, what was refunded and how much can still be refunded. Says which customer placed it, by id. */
  order_lookup: {
    /** The order number without a sign before it, for example 1001 */
    order_id: string;
  };
}
